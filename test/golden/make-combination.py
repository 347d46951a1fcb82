"""Makes combination.json: scores combined by pyod.models.combination, and scales of scores.

python test/golden/make-combination.py
Needs pyod and its optional package combo. `order` is how PyOD shuffled the six models before it cut them into groups;
`unified` is PyOD's conversion by `method='unify'`, in its own words (pyod/models/base.py).
"""

import json
import pathlib

import combo.version
import numpy as np
import pyod.version
from pyod.models.combination import aom, average, majority_vote, maximization, moa
from scipy.special import erf
from sklearn.preprocessing import StandardScaler
from sklearn.utils import shuffle

N_MODELS, N_GROUPS, SEED = 6, 3, 4
random = np.random.default_rng(11)
scores = np.round(random.gamma(2.0, size=(25, N_MODELS)) * [1, 2, 3, 4, 5, 6], 6)
flags = (scores > np.quantile(scores, 0.6, axis=0)).astype(int)
train = np.round(random.gamma(2.0, size=40), 6)
mean, deviation = np.mean(train), np.std(train)
golden = {
    "versions": {"pyod": pyod.version.__version__, "combo": combo.version.__version__},
    "scores": scores.T.tolist(),
    "nGroups": N_GROUPS,
    "order": shuffle(list(range(N_MODELS)), random_state=SEED),
    "average": average(scores).tolist(),
    "maximum": maximization(scores).tolist(),
    "averageOfMaximum": aom(scores, N_GROUPS, random_state=SEED).tolist(),
    "maximumOfAverage": moa(scores, N_GROUPS, random_state=SEED).tolist(),
    "flags": flags.T.tolist(),
    "majorityVote": [int(flag) for flag in majority_vote(flags).ravel()],
    "train": train.tolist(),
    "zscore": StandardScaler().fit(train[:, None]).transform(scores[:, :1]).ravel().tolist(),
    "unified": erf((scores[:, 0] - mean) / (deviation * np.sqrt(2))).clip(0, 1).tolist(),
    "errorFunction": [[x, float(erf(x))] for x in np.round(np.linspace(-7, 7, 57), 6).tolist()],
}
path = pathlib.Path(__file__).parent / "combination.json"
path.write_text(json.dumps(golden, indent=1) + "\n")

"""Makes isolation-forest.json: ROC AUC of scikit-learn's IsolationForest on eight ADBench sets.

python test/golden/make-isolation-forest.py DIRECTORY_WITH_ADBENCH_CSV
Needs scikit-learn. Train: samples whose index modulo 10 is not 0, 3 or 6; test: the others.
"""

import csv
import gzip
import json
import pathlib
import sys

import numpy as np
import sklearn
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score

N_SEEDS = 50


def read(path):
    with gzip.open(path, "rt") as lines:
        rows = np.array(list(csv.reader(lines))[1:], dtype=float)
    return rows[:, :-1], rows[:, -1].astype(int)


sets = {}
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.csv.gz")):
    samples, labels = read(path)
    test = np.isin(np.arange(len(labels)) % 10, [0, 3, 6])
    aucs = []
    for seed in range(N_SEEDS):
        forest = IsolationForest(random_state=seed).fit(samples[~test])
        aucs.append(roc_auc_score(labels[test], -forest.score_samples(samples[test])))
    sets[path.name] = {"mean": np.mean(aucs), "standardDeviation": np.std(aucs, ddof=1)}
    print(path.name, sets[path.name])

out = pathlib.Path(__file__).with_name("isolation-forest.json")
out.write_text(
    json.dumps({"scikitLearn": sklearn.__version__, "nSeeds": N_SEEDS, "sets": sets}, indent=2) + "\n"
)

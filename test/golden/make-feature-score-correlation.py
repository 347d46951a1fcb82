"""Makes feature-score-correlation.json: Pearson's and Spearman's correlation by NumPy and SciPy.

python test/golden/make-feature-score-correlation.py
Needs NumPy and SciPy.
"""

import json
import pathlib

import numpy as np
import scipy
from scipy.stats import spearmanr

random = np.random.default_rng(3)
scores = random.normal(size=40)
samples = np.column_stack(
    [
        scores + random.normal(size=40),
        np.exp(-2 * scores),
        np.round(scores + random.normal(size=40)),  # ties
        random.integers(0, 2, size=40),
    ]
)
golden = {
    "numpy": np.__version__,
    "scipy": scipy.__version__,
    "samples": samples.tolist(),
    "scores": scores.tolist(),
    "pearson": [np.corrcoef(column, scores)[0, 1] for column in samples.T],
    "spearman": [float(spearmanr(column, scores).statistic) for column in samples.T],
}
out = pathlib.Path(__file__).with_name("feature-score-correlation.json")
out.write_text(json.dumps(golden) + "\n")

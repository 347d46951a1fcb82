"""Writes label-regression.json: weights of a logistic regression drawn to a start, by SciPy's minimiser.

python -m venv venv && venv/bin/pip install scipy==1.17.1
venv/bin/python test/golden/make-label-regression.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.optimize import minimize

random = np.random.default_rng(23)


def case(n, n_features, penalty, labels=None):
    samples = random.normal(size=(n, n_features)).round(4)
    if labels is None:
        labels = (samples[:, 0] + random.normal(size=n) > 0.5).astype(int)
    start = np.append(random.normal(size=n_features).round(2), 0)
    penalties = np.append(np.full(n_features, penalty), penalty * 1e-6)

    def loss(weights):
        sums = samples @ weights[:-1] + weights[-1]
        losses = np.logaddexp(0, np.where(labels == 1, -sums, sums))
        return losses.sum() + (penalties * (weights - start) ** 2).sum() / 2

    def gradient(weights):
        sums = samples @ weights[:-1] + weights[-1]
        errors = 1 / (1 + np.exp(-sums)) - labels
        inputs = np.column_stack([samples, np.ones(n)])
        return inputs.T @ errors + penalties * (weights - start)

    found = minimize(loss, start, jac=gradient, method="BFGS", options={"gtol": 1e-9})
    return {
        "samples": samples.tolist(),
        "labels": np.asarray(labels).tolist(),
        "start": start.tolist(),
        "penalty": penalty,
        "weights": found.x.tolist(),
    }


cases = [case(40, 3, 1), case(200, 5, 0.1), case(12, 4, 10), case(6, 8, 1)]
Path(__file__).with_name("label-regression.json").write_text(
    json.dumps({"scipy": scipy.__version__, "cases": cases}) + "\n"
)

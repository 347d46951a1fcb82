"""Makes one-class-svm.json: decision values of scikit-learn's OneClassSVM.

python test/golden/make-one-class-svm.py
Needs scikit-learn. Synthetic samples, rounded to 6 digits so that JSON holds them exactly.
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.svm import OneClassSVM

CASES = [
    {"kernel": "rbf", "nu": 0.5, "gamma": "scale"},
    {"kernel": "rbf", "nu": 0.1, "gamma": "auto"},
    {"kernel": "rbf", "nu": 0.25, "gamma": 2.5},
    {"kernel": "linear", "nu": 0.3},
    {"kernel": "poly", "nu": 0.2, "gamma": "scale", "degree": 2, "coef0": 1.0},
    {"kernel": "poly", "nu": 0.2, "gamma": "auto", "degree": 3},
    {"kernel": "sigmoid", "nu": 0.4, "gamma": 0.05, "coef0": -0.5},
]

random = np.random.default_rng(7)
train = np.round(random.normal([1.0, -2.0, 0.5], [1.0, 2.0, 0.5], size=(150, 3)), 6)
test = np.round(random.normal([1.0, -2.0, 0.5], [3.0, 4.0, 1.5], size=(40, 3)), 6)
cases = []
for options in CASES:
    fitted = OneClassSVM(**options).fit(train)
    tight = OneClassSVM(**options, tol=1e-9).fit(train)
    decisions = {"decisions": fitted.decision_function(test).tolist(), "tight": tight.decision_function(test).tolist()}
    cases.append({"options": options, **decisions, "nSupport": len(fitted.support_)})
golden = {"scikitLearn": sklearn.__version__, "train": train.tolist(), "test": test.tolist(), "cases": cases}
path = pathlib.Path(__file__).parent / "one-class-svm.json"
path.write_text(json.dumps(golden, indent=1) + "\n")

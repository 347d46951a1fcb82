"""Writes intervals.json: what SciPy says of Student's t and of means of a few values.

python -m venv venv && venv/bin/pip install scipy==1.17.1
venv/bin/python test/golden/make-intervals.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy import stats

random = np.random.default_rng(5)
LEVELS = (0.01, 0.5, 0.9, 0.95, 0.99, 0.9999)


def mean_case(values, level):
    lower, upper = stats.t.interval(
        level, len(values) - 1, loc=np.mean(values), scale=stats.sem(values)
    )
    return {"values": list(values), "level": level, "estimate": np.mean(values), "lower": lower, "upper": upper}


def paired_case(a, b, level):
    result = stats.ttest_rel(a, b).confidence_interval(level)
    return {"a": list(a), "b": list(b), "level": level, "lower": result.low, "upper": result.high}


Path(__file__).with_name("intervals.json").write_text(
    json.dumps(
        {
            "scipy": scipy.__version__,
            "studentT": [
                [level, n, stats.t.ppf((1 + level) / 2, n)]
                for n in (1, 2, 3, 4, 5, 9, 10, 29, 100, 1001)
                for level in LEVELS
            ],
            "means": [
                mean_case(random.random(n), level) for n in (2, 3, 5, 10) for level in (0.9, 0.95)
            ],
            "differences": [
                paired_case(random.random(n), random.random(n), level)
                for n in (2, 5, 10)
                for level in (0.9, 0.95)
            ],
        }
    )
    + "\n"
)

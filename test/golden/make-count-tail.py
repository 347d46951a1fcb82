"""Writes count-tail.json: what SciPy says of the tails of negative binomial and Poisson distributions.

python -m venv venv && venv/bin/pip install scipy==1.17.1
venv/bin/python test/golden/make-count-tail.py
"""

import json
from pathlib import Path

import scipy
from scipy import stats


def log_tail(count, mean, dispersion):
    if dispersion == 0:
        return stats.poisson.logsf(count - 1, mean)
    return stats.nbinom.logsf(count - 1, 1 / dispersion, 1 / (1 + dispersion * mean))


cases = [
    [count, mean, dispersion, log_tail(count, mean, dispersion)]
    for mean in (0.003, 0.4, 3, 80, 20_000)
    for dispersion in (0, 1e-8, 1e-3, 0.4, 5)
    for count in (1, 2, 7, 79, 300, 20_000, 21_000)
]
known = [case for case in cases if -650 < case[3]]
Path(__file__).with_name("count-tail.json").write_text(
    json.dumps({"scipy": scipy.__version__, "cases": known}) + "\n"
)

"""Writes thresholds.json: what SciPy and scikit-learn say of tails, deviations and p-values.

python -m venv venv && venv/bin/pip install scipy==1.17.1 scikit-learn==1.9.1
venv/bin/python test/golden/make-thresholds.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy import optimize, stats
from sklearn import metrics

random = np.random.default_rng(7)


def fit(excesses):
    """SciPy's fit from several starts, each polished; the most likely of them and shape -1."""
    mean, highest = np.mean(excesses), np.max(excesses)

    def cost(parameters):
        shape, scale = parameters[0], np.exp(parameters[1])
        if shape < -1:
            return np.inf
        return -np.sum(stats.genpareto.logpdf(excesses, shape, scale=scale))

    candidates = [(-1.0, highest, len(excesses) * np.log(highest))]
    for start in (-0.3, 0.1, 0.6):
        shape, _, scale = stats.genpareto.fit(excesses, start, floc=0, scale=mean)
        polished = optimize.minimize(
            cost,
            (shape, np.log(scale)),
            method="Nelder-Mead",
            options={"xatol": 1e-11, "fatol": 1e-11, "maxiter": 10_000, "maxfev": 10_000},
        )
        candidates.append((polished.x[0], np.exp(polished.x[1]), polished.fun))
    return min(candidates, key=lambda candidate: candidate[2])


def tail_case(name, scores, level, risk):
    start = np.quantile(scores, level)
    excesses = scores[scores > start] - start
    shape, scale, cost = fit(excesses)
    share = risk * len(scores) / len(excesses)
    return {
        "name": name,
        "scores": scores.tolist(),
        "level": level,
        "risk": risk,
        "shape": shape,
        "scale": scale,
        "logLikelihood": -cost,
        "threshold": start + stats.genpareto.isf(share, shape, scale=scale),
    }


def tail_cases():
    yield tail_case("normal", random.normal(size=2000).round(6), 0.98, 1e-3)
    yield tail_case("exponential", random.exponential(size=1000).round(6), 0.9, 1e-4)
    yield tail_case("heavy", random.standard_t(2, size=1000).round(6), 0.95, 1e-3)
    yield tail_case("light", random.beta(2, 3, size=1000).round(6), 0.9, 1e-4)
    yield tail_case("uniform", random.uniform(size=1000).round(6), 0.95, 1e-3)
    yield tail_case("far from 0", (1e6 + random.gamma(2, 1, size=500)).round(6), 0.9, 1e-5)
    yield tail_case("small", (1e-6 * random.gamma(2, 1, size=500)).round(12), 0.9, 1e-3)


def g_mean(labels, scores):
    false_rate, true_rate, thresholds = metrics.roc_curve(labels, scores, drop_intermediate=False)
    return thresholds[np.argmax(true_rate * (1 - false_rate))]


def ranked_case(n):
    labels = (random.random(n) < 0.2).astype(int)
    labels[:2] = [0, 1]
    scores = (random.normal(size=n) + labels).round(3)
    return {"labels": labels.tolist(), "scores": scores.tolist(), "bestGMean": g_mean(labels, scores)}


def deviation_case(values):
    return {
        "scores": values.tolist(),
        "mean": np.mean(values) + 3 * np.std(values),
        "mad": np.median(values) + 3 * 1.4826 * stats.median_abs_deviation(values),
    }


def discovery_case(p_values, rate):
    adjusted = stats.false_discovery_control(p_values, method="bh")
    return {
        "pValues": p_values.tolist(),
        "rate": rate,
        "flags": (adjusted <= rate).astype(int).tolist(),
    }


def mixed(n):
    return np.concatenate([random.random(n), random.random(n) / 200]).round(6)


Path(__file__).with_name("thresholds.json").write_text(
    json.dumps(
        {
            "scipy": scipy.__version__,
            "scikitLearn": sklearn.__version__,
            "tails": list(tail_cases()),
            "ranked": [ranked_case(n) for n in (10, 50, 200)],
            "deviations": [deviation_case(random.gamma(2, 1, n).round(4)) for n in (3, 10, 101)],
            "discoveries": [
                discovery_case(p_values, rate)
                for p_values in (mixed(20), mixed(50), random.random(30).round(4))
                for rate in (0.01, 0.05, 0.2)
            ],
        }
    )
    + "\n"
)

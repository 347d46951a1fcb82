"""Writes significance.json: what SciPy says of paired tests, and DeLong's by its definition in NumPy.

python -m venv venv && venv/bin/pip install scipy==1.17.1
venv/bin/python test/golden/make-significance.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy import stats

random = np.random.default_rng(11)


def placements(labels, scores):
    """Every pair of an anomaly and a normal sample: 1, 1/2 or 0; means by row and by column."""
    pairs = scores[labels == 1][:, None] - scores[labels == 0][None, :]
    wins = (pairs > 0) + (pairs == 0) / 2
    return wins.mean(axis=1), wins.mean(axis=0)


def de_long(labels, a, b):
    """DeLong, DeLong and Clarke-Pearson 1988, eq. 4 to 7, over all pairs."""
    (a10, a01), (b10, b01) = placements(labels, a), placements(labels, b)
    covariance = np.cov(a10, b10) / len(a10) + np.cov(a01, b01) / len(a01)
    difference = a10.mean() - b10.mean()
    error = np.sqrt(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1])
    half = stats.norm.ppf(0.975) * np.sqrt(covariance[0, 0])
    return {
        "labels": labels.tolist(),
        "a": a.tolist(),
        "b": b.tolist(),
        "rocAuc": a10.mean(),
        "interval": [max(0, a10.mean() - half), min(1, a10.mean() + half)],
        "difference": difference,
        "standardError": error,
        "pValue": 2 * stats.norm.sf(abs(difference / error)),
    }


def de_long_cases():
    for n, digits in ((30, 6), (200, 6), (200, 0)):
        labels = (random.random(n) < 0.3).astype(int)
        labels[:4] = [0, 0, 1, 1]
        shared = random.normal(size=n)
        yield de_long(
            labels,
            (shared + 1.2 * labels).round(digits),
            (shared + random.normal(size=n) + labels).round(digits),
        )


def wilcoxon_cases():
    for n, digits in ((3, 6), (8, 6), (8, 1), (12, 1), (50, 6), (80, 6), (80, 1)):
        a, b = random.random(n).round(digits), random.random(n).round(digits)
        tied = digits == 1 and n <= 13
        method = stats.PermutationMethod(n_resamples=10**6) if tied else "auto"
        if n == 80:
            b[a == b] += 0.05  # no zeros, for SciPy counts them among the pairs that decide its method
        result = stats.wilcoxon(a, b, method=method)
        yield {
            "a": a.tolist(),
            "b": b.tolist(),
            "statistic": result.statistic,
            "pValue": result.pvalue,
        }


def friedman_cases():
    for n, k, digits in ((5, 3, 6), (12, 5, 6), (20, 4, 1)):
        columns = (random.random((k, n)) + np.arange(k)[:, None] / 10).round(digits)
        result = stats.friedmanchisquare(*columns)
        yield {
            "columns": columns.tolist(),
            "averageRanks": stats.rankdata(-columns, axis=0).mean(axis=1).tolist(),
            "statistic": result.statistic,
            "pValue": result.pvalue,
            "criticalDifference": stats.studentized_range.ppf(0.95, k, np.inf)
            / np.sqrt(2)
            * np.sqrt(k * (k + 1) / (6 * n)),
        }


Path(__file__).with_name("significance.json").write_text(
    json.dumps(
        {
            "scipy": scipy.__version__,
            "normal": [[z, stats.norm.cdf(z)] for z in (-30, -5, -1.96, -0.1, 0, 0.5, 1, 3, 6)],
            "chiSquare": [
                [x, k, stats.chi2.sf(x, k)]
                for k in (1, 2, 5, 30)
                for x in (0, 0.1, 1, 4.9, 5.1, 40, 300)
            ],
            "logGamma": [[x, scipy.special.gammaln(x)] for x in (0.5, 1, 1.5, 10, 1000.5, 1e6)],
            "studentizedRange": [
                [share, k, stats.studentized_range.ppf(share, k, np.inf)]
                for share in (0.5, 0.9, 0.95, 0.99)
                for k in (2, 3, 10, 50)
            ],
            "binomial": [
                [k, n, stats.binomtest(k, n, 0.5).pvalue]
                for k, n in ((0, 1), (0, 6), (2, 12), (5, 10), (40, 100), (4800, 10_000))
            ],
            "deLong": list(de_long_cases()),
            "wilcoxon": list(wilcoxon_cases()),
            "friedman": list(friedman_cases()),
        }
    )
    + "\n"
)

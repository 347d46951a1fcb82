"""Writes drift.json: what SciPy says of two samples, and the stability index by its definition in NumPy.

python -m venv venv && venv/bin/pip install scipy==1.17.1
venv/bin/python test/golden/make-drift.py
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy import stats

random = np.random.default_rng(17)


def kolmogorov_smirnov_cases():
    sizes = ((1, 1), (3, 5), (8, 8), (40, 25), (200, 160), (1000, 900), (3, 200))
    for n, m in sizes:
        for shift, digits in ((0, 6), (0.5, 6), (2, 1)):
            a = random.normal(size=n).round(digits)
            b = (shift + random.normal(size=m)).round(digits)
            result = stats.ks_2samp(a, b, method="exact")
            yield {
                "a": a.tolist(),
                "b": b.tolist(),
                "statistic": result.statistic,
                "pValue": result.pvalue,
            }


def asymptotic_cases():
    """Of samples that are the numbers 0, 1, ... and others moved by a share of their length."""
    for n, m in ((2000, 1000), (5000, 3000), (50_000, 20_000)):
        for distance in (0.6, 0.8, 1.0, 1.36, 1.6, 2.2):
            share = distance / np.sqrt(n * m / (n + m))
            a, b = np.arange(n) / n, np.arange(m) / m + share
            result = stats.ks_2samp(a, b, method="asymp")
            yield [n, m, share, result.statistic, result.pvalue]


def stability(reference, current, n_bins):
    edges = np.unique(np.quantile(reference, np.arange(1, n_bins) / n_bins, method="inverted_cdf"))
    p, q = (
        np.bincount(np.searchsorted(edges, side), minlength=len(edges) + 1)
        for side in (reference, current)
    )
    p, q = np.maximum(p, 0.5) / len(reference), np.maximum(q, 0.5) / len(current)
    return float(np.sum((q - p) * np.log(q / p)))


def stability_cases():
    for n, m, n_bins in ((1000, 300, 10), (57, 200, 10), (23, 9, 4), (12, 400, 5)):
        for shift in (0, 0.4, 9):
            a = random.normal(size=n).round(6)
            b = (shift + random.normal(size=m)).round(6)
            yield {
                "reference": a.tolist(),
                "current": b.tolist(),
                "nBins": n_bins,
                "index": stability(a, b, n_bins),
            }


def homogeneity_cases():
    for counts in ([[5, 9, 2], [8, 1, 6]], [[50, 40], [45, 60]], [[10, 0, 3], [9, 4, 0]]):
        result = stats.chi2_contingency(counts, correction=False)
        yield {"counts": counts, "statistic": result.statistic, "pValue": result.pvalue}


Path(__file__).with_name("drift.json").write_text(
    json.dumps(
        {
            "scipy": scipy.__version__,
            "numpy": np.__version__,
            "kolmogorovSmirnov": list(kolmogorov_smirnov_cases()),
            "asymptotic": list(asymptotic_cases()),
            "stability": list(stability_cases()),
            "homogeneity": list(homogeneity_cases()),
        }
    )
    + "\n"
)

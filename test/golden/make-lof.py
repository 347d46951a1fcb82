"""Makes lof.json: local outlier factors of scikit-learn, and how far ties move its ROC AUC.

python test/golden/make-lof.py DIRECTORY_WITH_ADBENCH_CSV
Needs scikit-learn; takes the splits from pyod-splits.npz. `cases` are small samples without ties. `ties` has the two ADBench
sets of few distinct values, where many samples are equally far and scikit-learn takes any of them: `shuffled` is
the least and largest ROC AUC of its LOF over 50 orders of the same training samples, `byRow` that of
its formulas in numpy with exactly k neighbours, of equally far ones the earlier row. Scores are rounded to 32 bits.
"""

import csv
import gzip
import json
import os
import pathlib
import sys

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import sklearn
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import LocalOutlierFactor
from sklearn.preprocessing import MinMaxScaler

here = pathlib.Path(__file__).parent
K = 20


def case(n_train, n_features, k, seed):
    random = np.random.default_rng(seed)
    train = np.round(random.normal(size=(n_train, n_features)), 6)
    test = np.round(random.normal(scale=2, size=(12, n_features)), 6)
    lof = LocalOutlierFactor(n_neighbors=k, novelty=True).fit(train)
    return {
        "nNeighbours": k,
        "train": train.tolist(),
        "test": test.tolist(),
        "trainScores": (-lof.negative_outlier_factor_).tolist(),
        "scores": (-lof.score_samples(test)).tolist(),
    }


def squared_distances(queries, points):
    """Added up feature by feature: rounding makes ties, or breaks them."""
    total = np.zeros((len(queries), len(points)))
    for query, point in zip(queries.T, points.T):
        total += (query[:, None] - point) ** 2
    return total


def nearest(squared):
    return np.argsort(squared, axis=1, kind="stable")[:, :K]


def by_row(train, test):
    own, other = squared_distances(train, train), squared_distances(test, train)
    rest = own.copy()
    np.fill_diagonal(rest, np.inf)
    k_distances = np.sqrt(np.sort(rest, axis=1)[:, K - 1])

    def density(squared, rows):
        distances = np.sqrt(np.take_along_axis(squared, rows, axis=1))
        reach = np.maximum(distances, k_distances[rows])
        return 1 / (reach.mean(axis=1) + 1e-10)

    densities = density(own, nearest(rest))
    rows = nearest(other)
    return densities[rows].mean(axis=1) / density(other, rows)


def auc(labels, scores):
    return roc_auc_score(labels, scores.astype(np.float32))


def shuffled(train, test, labels):
    def one(seed):
        lof = LocalOutlierFactor(n_neighbors=K, novelty=True)
        return auc(labels, -lof.fit(np.random.default_rng(seed).permutation(train)).score_samples(test))

    aucs = [one(seed) for seed in range(50)]
    return {"least": min(aucs), "largest": max(aucs)}


splits = np.load(here / "pyod-splits.npz")
ties = {}
for name in ["42_WBC", "4_breastw"]:
    with gzip.open(pathlib.Path(sys.argv[1]) / f"{name}.csv.gz", "rt") as lines:
        rows = np.array(list(csv.reader(lines))[1:], dtype=float)
    samples, labels = rows[:, :-1], rows[:, -1].astype(int)
    ties[f"{name}.csv.gz"] = []
    for seed in [1, 2, 3]:
        train, test = splits[f"{name}-{seed}-train"], splits[f"{name}-{seed}-test"]
        scaler = MinMaxScaler().fit(samples[train])
        sides = scaler.transform(samples[train]), scaler.transform(samples[test])
        figures = {"byRow": auc(labels[test], by_row(*sides)), "shuffled": shuffled(*sides, labels[test])}
        ties[f"{name}.csv.gz"].append(figures)
        print(name, seed, figures)

golden = {
    "versions": {"scikitLearn": sklearn.__version__, "numpy": np.__version__},
    "cases": [case(40, 2, 5, 1), case(60, 3, 20, 2), case(30, 18, 7, 3)],
    "ties": ties,
}
(here / "lof.json").write_text(json.dumps(golden) + "\n")

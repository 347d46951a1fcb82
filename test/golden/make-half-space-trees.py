"""Golden values for test/detectors/online/half-space-trees-parity.test.ts: river's HalfSpaceTrees on ADBench sets.

Run: pip install river==0.26.1 scikit-learn && python test/golden/make-half-space-trees.py MIRROR > test/golden/half-space-trees.json
MIRROR holds adbench/*.csv.gz.

Each set is scaled to [0, 1] as a whole, put in a random order that the test repeats (a linear congruential generator), and
streamed: each sample is scored, then learned from. ROC AUC is of the samples after the first window.
"""

import csv
import glob
import gzip
import json
import sys
import time

import river
import sklearn
from river import anomaly
from sklearn.metrics import roc_auc_score

N_TREES, HEIGHT, WINDOW = 25, 10, 250
SEEDS = [0, 1, 2, 3, 4]


def read(path):
    with gzip.open(path, "rt") as file:
        rows = list(csv.reader(file))
    label = rows[0].index("label")
    labels = [int(float(row[label])) for row in rows[1:]]
    samples = [[float(v) for j, v in enumerate(row) if j != label] for row in rows[1:]]
    return samples, labels


def scaled(samples):
    low = [min(column) for column in zip(*samples)]
    high = [max(column) for column in zip(*samples)]
    return [[(v - a) / (b - a) if b > a else 0.0 for v, a, b in zip(row, low, high)] for row in samples]


def shuffled(n, seed):
    """Fisher and Yates with the generator of Numerical Recipes."""
    state = seed
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        state = (1664525 * state + 1013904223) % 2**32
        j = state * (i + 1) // 2**32
        order[i], order[j] = order[j], order[i]
    return order


def run(samples, labels, seed):
    trees = anomaly.HalfSpaceTrees(n_trees=N_TREES, height=HEIGHT, window_size=WINDOW, seed=seed)
    scores, truths = [], []
    for n, i in enumerate(shuffled(len(labels), seed)):
        sample = samples[i]
        if n >= WINDOW:
            scores.append(trees.score_one(sample))
            truths.append(labels[i])
        trees.learn_one(sample)
    return roc_auc_score(truths, scores)


sets = []
for path in sorted(glob.glob(f"{sys.argv[1]}/adbench/*.csv.gz")):
    samples, labels = read(path)
    rows = [dict(enumerate(row)) for row in scaled(samples)]
    if len(rows) < 2 * WINDOW or sum(labels) < 10:
        continue
    begin = time.perf_counter()
    aucs = [round(run(rows, labels, seed), 6) for seed in SEEDS]
    seconds = (time.perf_counter() - begin) / len(SEEDS)
    print(path, aucs, f"{len(rows) / seconds:.0f} samples/s", file=sys.stderr)
    sets.append({"name": path.split("/")[-1].split(".")[0], "rocAuc": aucs})
print(json.dumps({
    "river": river.__version__,
    "scikit-learn": sklearn.__version__,
    "options": {"nTrees": N_TREES, "depth": HEIGHT, "windowSize": WINDOW},
    "seeds": SEEDS,
    "sets": sets,
}))

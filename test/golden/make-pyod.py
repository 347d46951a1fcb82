"""Makes pyod.json and pyod-splits.npz: ROC AUC of PyOD's detectors on eight ADBench sets, and the splits.

python test/golden/make-pyod.py DIRECTORY_WITH_ADBENCH_CSV
Needs pyod. ADBench's protocol (its data_generator.py): numpy's global generator seeded with 1, 2 or 3; a set under
1,000 samples resampled with replacement up to 1,000, one over 10,000 cut to 10,000 without replacement; 70/30,
stratified; scaled to [0, 1] by the training samples' range; PyOD's defaults, `random_state` the seed.

The CSV files have 7 digits. On ADBench's own, of 16, HBOS bins values on edges otherwise (cardio 0.8467, here 0.8737;
mammography 0.8627, here 0.8624), and PCA gives infinite scores for seed 3 of cardio.

The resampling leaves copies of one sample on both sides of a split. Each array of the splits is the samples' indices in the
CSV, in order: `4_breastw-1-train`. `auc` has one value for each of `seeds`. `aucOfFloats` is that of the same scores in
32 bits: where the two differ, scores that are equal but for rounding errors are ranked by those errors in 64 bits.
`forestAuc` is the IForest on the split of seed 1, with `random_state` 0 to 49.
"""

import csv
import gzip
import json
import os
import pathlib
import sys

os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
import pyod.version
import scipy
import sklearn
from pyod.models.copod import COPOD
from pyod.models.ecod import ECOD
from pyod.models.hbos import HBOS
from pyod.models.iforest import IForest
from pyod.models.knn import KNN
from pyod.models.lof import LOF
from pyod.models.ocsvm import OCSVM
from pyod.models.pca import PCA
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

SEEDS = [1, 2, 3]
N_FORESTS = 50
DETECTORS = {
    "IForest": lambda seed: IForest(random_state=seed),
    "OCSVM": lambda seed: OCSVM(),
    "LOF": lambda seed: LOF(),
    "KNN": lambda seed: KNN(),
    "ECOD": lambda seed: ECOD(),
    "HBOS": lambda seed: HBOS(),
    "COPOD": lambda seed: COPOD(),
    "PCA": lambda seed: PCA(random_state=seed),
}


def read(path):
    with gzip.open(path, "rt") as lines:
        rows = np.array(list(csv.reader(lines))[1:], dtype=float)
    return rows[:, :-1], rows[:, -1].astype(int)


def split(labels, seed):
    np.random.seed(seed)
    rows = np.arange(len(labels))
    if len(rows) < 1000:
        rows = np.random.choice(rows, 1000, replace=True)
    elif len(rows) > 10000:
        rows = np.random.choice(rows, 10000, replace=False)
    return train_test_split(rows, test_size=0.3, shuffle=True, stratify=labels[rows])


def scaled(samples, train, test):
    scaler = MinMaxScaler().fit(samples[train])
    return scaler.transform(samples[train]), scaler.transform(samples[test])


def scores(detector, train, test):
    return detector.fit(train).decision_function(test)


sets, splits = {}, {}
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.csv.gz")):
    name = path.name.removesuffix(".csv.gz")
    samples, labels = read(path)
    aucs = {detector: [] for detector in DETECTORS}
    aucs_of_floats = {detector: [] for detector in DETECTORS}
    for seed in SEEDS:
        train, test = split(labels, seed)
        splits[f"{name}-{seed}-train"] = train.astype(np.int32)
        splits[f"{name}-{seed}-test"] = test.astype(np.int32)
        sides = scaled(samples, train, test)
        for detector, make in DETECTORS.items():
            found = scores(make(seed), *sides)
            aucs[detector].append(roc_auc_score(labels[test], found))
            aucs_of_floats[detector].append(roc_auc_score(labels[test], found.astype(np.float32)))
    train, test = splits[f"{name}-1-train"], splits[f"{name}-1-test"]
    sides = scaled(samples, train, test)
    found = [scores(IForest(random_state=k), *sides) for k in range(N_FORESTS)]
    forests = [roc_auc_score(labels[test], values) for values in found]
    error = np.std(forests, ddof=1) / np.sqrt(N_FORESTS)
    forest = {"mean": np.mean(forests), "standardError": error}
    sets[path.name] = {"auc": aucs, "aucOfFloats": aucs_of_floats, "forestAuc": forest}
    print(name, {detector: round(np.mean(values), 4) for detector, values in aucs.items()}, np.mean(forests), error)

here = pathlib.Path(__file__).parent
np.savez_compressed(here / "pyod-splits.npz", **splits)
versions = {"pyod": pyod.version.__version__, "scikitLearn": sklearn.__version__}
versions.update({"numpy": np.__version__, "scipy": scipy.__version__})
golden = {"versions": versions, "seeds": SEEDS, "nForests": N_FORESTS, "sets": sets}
(here / "pyod.json").write_text(json.dumps(golden, indent=2) + "\n")

"""The peers' side: answers one JSON request a line. Started by run.mts; worker.mts is the other side.

Each row imports its own peer, so that a Python with that one alone will do.
"""

import os
import platform
import sys
import time
import warnings
from importlib import import_module, metadata
from pathlib import Path

for library in ('OMP', 'OPENBLAS', 'MKL', 'NUMBA'):
    os.environ[f'{library}_NUM_THREADS'] = '1'
sys.path.insert(0, str(Path(__file__).parents[1] / 'harness'))

import numpy as np
from answer_requests import answer_requests

warnings.simplefilter('ignore')

SEED = 42
SECONDS_OF_WARMING = 1
MOST_WARMINGS = 50
PACKAGES = {'numpy': 'NumPy', 'scikit-learn': 'scikit-learn', 'pyod': 'PyOD', 'shap': 'shap'}


def isolation_forest(x):
    from sklearn.ensemble import IsolationForest

    return IsolationForest(n_jobs=1, random_state=SEED).fit(x)


def isolation_forest_fit(x):
    return lambda: isolation_forest(x), lambda: -isolation_forest(x).score_samples(x)


def isolation_forest_score(x):
    fitted = isolation_forest(x)
    return repeating(lambda: -fitted.score_samples(x))


def one_class_svm(x):
    from sklearn.svm import OneClassSVM

    return repeating(lambda: -OneClassSVM().fit(x).score_samples(x))


def lof(x):
    from sklearn.neighbors import LocalOutlierFactor

    return repeating(lambda: -LocalOutlierFactor(n_jobs=1).fit(x).negative_outlier_factor_)


def pyod_detector(module, name, **options):
    def task(x):
        detector = getattr(import_module(f'pyod.models.{module}'), name)
        return repeating(lambda: detector(**options).fit(x).decision_scores_)

    return task


def tree_shap(x):
    import shap

    explainer = shap.TreeExplainer(isolation_forest(x))
    explain = lambda: explainer.shap_values(x, check_additivity=False)
    return explain, lambda: -explain().sum(axis=1)


def repeating(scores):
    return scores, scores


TASKS = {
    'isolation_forest_fit': isolation_forest_fit,
    'isolation_forest_score': isolation_forest_score,
    'one_class_svm': one_class_svm,
    'lof': lof,
    'knn': pyod_detector('knn', 'KNN', n_jobs=1),
    'ecod': pyod_detector('ecod', 'ECOD', n_jobs=1),
    'copod': pyod_detector('copod', 'COPOD', n_jobs=1),
    'hbos': pyod_detector('hbos', 'HBOS'),
    'pca': pyod_detector('pca', 'PCA'),
    'tree_shap': tree_shap,
}


def seconds_per_run(run, repeats):
    start = time.perf_counter()
    for _ in range(repeats):
        run()
    return (time.perf_counter() - start) / repeats


def prepare(work, path):
    """The task on its samples, warmed up, and how well it ranks the anomalies."""
    from sklearn.metrics import roc_auc_score

    with np.load(path) as arrays:
        samples, labels = arrays['samples'], arrays['labels']
    run, scores = TASKS[work['row']](samples)
    auc = roc_auc_score(labels, scores())
    seconds = 0
    for _ in range(MOST_WARMINGS):
        seconds += seconds_per_run(run, 1)
        if seconds >= SECONDS_OF_WARMING:
            break
    return run, auc


def versions():
    found = {'python': platform.python_version()}
    for package, name in PACKAGES.items():
        try:
            found[name] = metadata.version(package)
        except metadata.PackageNotFoundError:
            pass
    return found


def answer(request):
    if request['ask'] == 'versions':
        return {'versions': versions()}
    if request['ask'] == 'prepare':
        state['run'], auc = prepare(request['work'], request['data'])
        return {'rocAuc': auc}
    return {'seconds': seconds_per_run(state['run'], request['repeats'])}


state = {}
answer_requests(answer)

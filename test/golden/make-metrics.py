"""Writes metrics.json: what scikit-learn says of the same labels, scores and predictions.

python -m venv venv && venv/bin/pip install scikit-learn==1.9.1
venv/bin/python test/golden/make-metrics.py
"""

import json
import warnings
from pathlib import Path

import numpy as np
import sklearn
from sklearn import metrics
from sklearn.calibration import calibration_curve

warnings.filterwarnings("ignore")
random = np.random.default_rng(3)


def det(labels, scores, drop_intermediate):
    false_positive, false_negative, thresholds = metrics.det_curve(
        labels, scores, drop_intermediate=drop_intermediate
    )
    # JSON cannot hold the Infinity that the last threshold may be.
    finite = [None if np.isinf(threshold) else float(threshold) for threshold in thresholds]
    return [false_positive.tolist(), false_negative.tolist(), finite]


def ranked(name, labels, scores):
    labels, scores = np.asarray(labels), np.asarray(scores, dtype=float)
    fpr, tpr, roc_thresholds = metrics.roc_curve(labels, scores)
    full = metrics.roc_curve(labels, scores, drop_intermediate=False)
    precision, recall, thresholds = metrics.precision_recall_curve(labels, scores)
    short = metrics.precision_recall_curve(labels, scores, drop_intermediate=True)
    return {
        "name": name,
        "labels": labels.tolist(),
        "scores": scores.tolist(),
        "rocAuc": metrics.roc_auc_score(labels, scores),
        "averagePrecision": metrics.average_precision_score(labels, scores),
        # The first threshold is Infinity, which JSON cannot hold.
        "roc": [fpr.tolist(), tpr.tolist(), roc_thresholds[1:].tolist()],
        "rocFull": [full[0].tolist(), full[1].tolist(), full[2][1:].tolist()],
        "precisionRecall": [precision.tolist(), recall.tolist(), thresholds.tolist()],
        "precisionRecallShort": [part.tolist() for part in short],
        "det": det(labels, scores, False),
        "detShort": det(labels, scores, True),
        "partialRocAuc": [
            [rate, metrics.roc_auc_score(labels, scores, max_fpr=rate)]
            for rate in (0.01, 0.05, 0.3, 0.5, 1)
        ],
        "recallAtRate": [
            [rate, float(np.max(full[1][full[0] <= rate]))] for rate in (0, 0.01, 0.05, 0.3, 1)
        ],
        "quantiles": [[q, float(np.quantile(scores, q))] for q in (0, 0.05, 0.5, 0.95, 0.999, 1)],
    }


def predicted(name, labels, predictions, names=None):
    labels, predictions = np.asarray(labels), np.asarray(predictions)
    classes = None if names is None else list(range(len(names)))
    case = {
        "name": name,
        "labels": labels.tolist(),
        "predictions": predictions.tolist(),
        "names": names,
        "counts": metrics.confusion_matrix(labels, predictions, labels=classes).tolist(),
        "text": {
            digits: metrics.classification_report(
                labels, predictions, labels=classes, target_names=names, digits=digits
            )
            for digits in (2, 4)
        },
    }
    if set(labels) | set(predictions) <= {0, 1}:
        case["binary"] = {
            "precision": metrics.precision_score(labels, predictions),
            "recall": metrics.recall_score(labels, predictions),
            "f1": metrics.f1_score(labels, predictions),
            "balancedAccuracy": metrics.balanced_accuracy_score(labels, predictions),
            "matthews": metrics.matthews_corrcoef(labels, predictions),
            "specificity": metrics.recall_score(labels, predictions, pos_label=0),
            "jaccard": metrics.jaccard_score(labels, predictions),
            "f2": metrics.fbeta_score(labels, predictions, beta=2),
            "fHalf": metrics.fbeta_score(labels, predictions, beta=0.5),
            "cohenKappa": float(np.nan_to_num(metrics.cohen_kappa_score(labels, predictions))),
        }
    return case


def rare(n, share):
    labels = (random.random(n) < share).astype(int)
    labels[:2] = [0, 1]
    return labels, random.normal(size=n) + labels


def ranked_cases():
    labels, scores = rare(120, 0.1)
    yield ranked("random", labels, scores)
    yield ranked("heavy ties", labels, np.round(scores))
    yield ranked("inverted", labels, -scores)
    yield ranked("half anomalies", *rare(60, 0.5))
    yield ranked("32-bit scores", labels, scores.astype(np.float32))
    yield ranked("large scores", labels, scores * 1e12)
    yield ranked("all equal", [0, 1, 0, 1, 1], [0.5] * 5)
    yield ranked("one of each, right", [0, 1], [0.1, 0.9])
    yield ranked("one of each, wrong", [0, 1], [0.9, 0.1])
    yield ranked("one of each, tied", [0, 1], [0.3, 0.3])
    yield ranked("perfect", [0, 0, 0, 1, 1], [1, 2, 3, 4, 5])
    yield ranked("negative and zero", [0, 1, 0, 1], [-1, 0, -0.0, -2])


def predicted_cases():
    labels = random.integers(0, 2, 50)
    flipped = np.where(random.random(50) < 0.2, 1 - labels, labels)
    yield predicted("binary", labels, flipped)
    yield predicted("binary with names", labels, flipped, ["normal", "anomaly"])
    yield predicted("nothing flagged", [0, 0, 1], [0, 0, 0])
    yield predicted("everything flagged", [0, 0, 1], [1, 1, 1])
    yield predicted("no anomaly", [0, 0, 0], [0, 1, 0])
    yield predicted("no anomaly, no flag", [0, 0, 0, 0], [0, 0, 0, 0])
    yield predicted("a class that is missing", [0, 0, 1], [0, 1, 1], ["Normal", "Suspicious", "Critical"])
    yield predicted("halves to round", [0] * 8 + [1] * 8, [0] * 5 + [1] * 3 + [1] * 7 + [0])
    five = random.integers(0, 5, 200)
    guessed = np.where(random.random(200) < 0.4, random.integers(0, 5, 200), five)
    yield predicted("five classes", five, guessed)
    yield predicted("a long name", five, guessed, ["Normal", "Suspicious", "Privilege escalation", "c", "d"])


def probable(name, labels, probabilities):
    labels, probabilities = np.asarray(labels), np.asarray(probabilities, dtype=float)
    return {
        "name": name,
        "labels": labels.tolist(),
        "probabilities": probabilities.tolist(),
        "brierScore": metrics.brier_score_loss(labels, probabilities),
        "logLoss": metrics.log_loss(labels, probabilities, labels=[0, 1]),
        "calibration": [
            {
                "nBins": n_bins,
                "strategy": strategy,
                "points": [
                    part.tolist()
                    for part in calibration_curve(
                        labels, probabilities, n_bins=n_bins, strategy=strategy
                    )
                ],
            }
            for n_bins in (1, 5, 10)
            for strategy in ("uniform", "quantile")
        ],
    }


def probable_cases():
    probabilities = random.random(200).round(3)
    labels = (random.random(200) < probabilities).astype(int)
    yield probable("calibrated", labels, probabilities)
    yield probable("on the edges of bins", labels[:11], np.arange(11) / 10)
    yield probable("rare", labels, probabilities**4)
    yield probable("sure, and wrong once", [0, 0, 1, 1], [0, 1, 1, 1])
    yield probable("all equal", [0, 1, 0], [0.3, 0.3, 0.3])


def top_k():
    labels = random.integers(0, 5, 100)
    probabilities = random.dirichlet(np.ones(5), 100).round(2)  # rounded, so that some tie
    return {
        "labels": labels.tolist(),
        "probabilities": probabilities.tolist(),
        "accuracy": [metrics.top_k_accuracy_score(labels, probabilities, k=k) for k in range(1, 6)],
    }


Path(__file__).with_name("metrics.json").write_text(
    json.dumps(
        {
            "scikitLearn": sklearn.__version__,
            "ranked": list(ranked_cases()),
            "predicted": list(predicted_cases()),
            "probable": list(probable_cases()),
            "topK": top_k(),
        },
    )
    + "\n"
)

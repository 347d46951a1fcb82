"""Writes series-metrics.json: what the authors' own packages say of the same series.

Each reference is one or two Python files that need little more than numpy, so the packages are
unpacked without their many dependencies:

python -m venv venv && venv/bin/pip install numpy==2.4.6 scikit-learn==1.9.1 pandas==3.1.1
pip download --no-deps --dest refs TSB-AD==1.5
unzip refs/TSB_AD-1.5-py3-none-any.whl -d refs/tsb-ad
git clone https://github.com/saurf4ng/eTaPR refs/etapr        # af9e7ae
git clone https://github.com/numenta/NAB refs/nab             # ea702d7
venv/bin/python test/golden/make-series-metrics.py refs
"""

import json
import sys
import types
from pathlib import Path

import numpy as np

refs = Path(sys.argv[1])
sys.modules["cv2"] = types.ModuleType("cv2")  # eTaPR imports it for its plots only
sys.path[:0] = [str(refs / "etapr"), str(refs / "nab")]
sys.path.insert(0, str(refs / "tsb-ad" / "TSB_AD" / "evaluation"))

import basic_metrics  # noqa: E402  (TSB-AD, by the authors of VUS)
from affiliation.generics import convert_vector_to_events  # noqa: E402  (Huet et al., as TSB-AD has it)
from affiliation.metrics import pr_from_events  # noqa: E402
from eTaPR_pkg import etapr  # noqa: E402
from eTaPR_pkg.DataManage import File_IO  # noqa: E402
from nab.sweeper import Sweeper  # noqa: E402

random = np.random.default_rng(7)
NAB_COSTS = {  # config/profiles.json of NAB
    "standard": {"tpWeight": 1.0, "fnWeight": 1.0, "fpWeight": 0.11},
    "rewardLowFp": {"tpWeight": 1.0, "fnWeight": 1.0, "fpWeight": 0.22},
    "rewardLowFn": {"tpWeight": 1.0, "fnWeight": 2.0, "fpWeight": 0.11},
}


def events(vector):
    return [(a, b) for a, b in convert_vector_to_events(vector)]


def etapr_of(labels, flags, theta_p, theta_r, delta):
    """None where time after an event ends on the first sample of the next, which eTaPR counts twice."""
    ranges = [(a, b - 1) for a, b in events(labels)]
    for (first, last), (following, _) in zip(ranges, ranges[1:]):
        if delta > 0 and last + 1 + int(delta * (last - first)) == following:
            return None
    result = etapr.evaluate_w_ranges(
        File_IO.load_stream_2_range(labels.tolist(), 0, 1, True),
        File_IO.load_stream_2_range(flags.tolist(), 0, 1, True),
        theta_p,
        theta_r,
        delta,
    )
    bounds = lambda found: [[r.get_time()[0], r.get_time()[1] + 1] for r in found]  # noqa: E731
    return {
        "thetaP": theta_p,
        "thetaR": theta_r,
        "delta": delta,
        "eTaP": float(result["eTaP"]),
        "eTaR": float(result["eTaR"]),
        "f1": float(result["f1"]),
        "detected": bounds(result["Detected_Anomalies"]),
        "correct": bounds(result["Correct_Predictions"]),
    }


def affiliation_of(labels, flags):
    result = pr_from_events(events(flags), events(labels), (0, len(labels)))
    return {
        "precision": float(result["Affiliation_Precision"]),
        "recall": float(result["Affiliation_Recall"]),
        "precisions": [
            None if np.isnan(p) else float(p) for p in result["individual_precision_probabilities"]
        ],
        "recalls": [float(r) for r in result["individual_recall_probabilities"]],
    }


def nab_of(labels, flags, profile, probation):
    """The score of NAB's sweeper, normalised as Runner.normalize does."""
    sweeper = Sweeper(probationPercent=probation, costMatrix=NAB_COSTS[profile])
    windows = [(a, b - 1) for a, b in events(labels)]
    times = list(range(len(labels)))
    raw = lambda scores: sweeper.scoreDataSet(times, scores, windows, "series", 1.0)[1].score  # noqa: E731
    null = raw([0.0] * len(labels))
    scored = [w for w in windows if w[1] >= sweeper._getProbationaryLength(len(labels))]
    score = 100 * (raw([float(f) for f in flags]) - null) / (len(scored) - null)
    return {"profile": profile, "probation": probation, "score": float(score)}


def vus_of(labels, scores, window, thresholds):
    *_, roc, pr = basic_metrics.generate_curve(labels, scores, window, "opt", thresholds)
    return {"window": window, "nThresholds": thresholds, "roc": float(roc), "pr": float(pr)}


def series(n, n_events, longest, at_ends=False):
    labels = np.zeros(n, dtype=int)
    for start in random.integers(0, n, size=n_events):
        labels[start : start + random.integers(2, longest + 1)] = 1
    labels[0], labels[-1] = at_ends, at_ends
    # NAB divides by zero behind an event of one sample.
    for a, b in events(labels):
        if b - a == 1:
            labels[max(0, a - 1) : b + 1] = 1
    return labels


def scores_for(labels, kind):
    noise = random.normal(size=len(labels))
    smooth = np.convolve(noise, np.ones(5) / 5, mode="same")
    scores = {
        "noise": noise,
        "smooth": smooth * 2 + labels,
        "early": smooth + np.roll(labels, -3) * 1.5,
        "ties": np.round(smooth * 2 + labels),
    }[kind]
    return np.round(scores, 6)


def case(name, labels, scores, share, windows):
    flags = (scores >= np.quantile(scores, 1 - share)).astype(int)
    settings = [(0.5, 0.1, 0.0), (0.7, 0.1, 0.0), (0.3, 0.4, 0.0), (0.5, 0.1, 0.5), (0.6, 0.3, 1.0)]
    return {
        "name": name,
        "labels": labels.tolist(),
        "scores": scores.tolist(),
        "predictions": flags.tolist(),
        "etapr": [e for e in (etapr_of(labels, flags, *s) for s in settings) if e is not None],
        "affiliation": affiliation_of(labels, flags),
        "pointAdjustedF1": float(
            basic_metrics.basic_metricor().metric_PointF1PA(labels, scores, preds=flags)
        ),
        "nab": [nab_of(labels, flags, p, share) for p in NAB_COSTS for share in (0, 0.15)],
        "vus": [vus_of(labels, scores, window, 250) for window in windows]
        + [vus_of(labels, scores, windows[-1], 20)],
    }


def cases():
    for kind in ("noise", "smooth", "early", "ties"):
        labels = series(80, 3, 8)
        yield case(f"{kind}, short", labels, scores_for(labels, kind), 0.2, [0, 5, 20])
    for kind in ("noise", "smooth", "early", "ties"):
        labels = series(400, 6, 40)
        yield case(f"{kind}, long events", labels, scores_for(labels, kind), 0.25, [0, 7, 60])
        labels = series(400, 30, 4)
        yield case(f"{kind}, many events", labels, scores_for(labels, kind), 0.15, [1, 12, 50])
    labels = series(300, 4, 30, at_ends=True)
    yield case("events at both ends", labels, scores_for(labels, "smooth"), 0.3, [10, 100])
    labels = series(300, 1, 30)
    yield case("one event", labels, scores_for(labels, "early"), 0.1, [30])
    yield case("all flagged", labels, scores_for(labels, "early"), 1.0, [30])


Path(__file__).with_name("series-metrics.json").write_text(
    json.dumps(
        {
            "TSB-AD": "1.5",
            "eTaPR": "af9e7ae",
            "NAB": "ea702d7",
            "numpy": np.__version__,
            "cases": list(cases()),
        }
    )
    + "\n"
)

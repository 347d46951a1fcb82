"""Golden values for test/evaluate/drift/adwin.test.ts: river's ADWIN.

Run: pip install river==0.26.1 && python test/golden/make-adwin.py > test/golden/adwin.json

`kept`: river's own window, which keeps the newer part after a change, as the paper has it.
`anew`: river.drift.ADWIN, which forgets all after a change.
Series are written out, so that no random numbers have to agree.
"""

import json
import random

import river
from river import drift
from river._river_rust.drift import AdaptiveWindowing

OPTIONS = [
    {"delta": 0.002, "clock": 32, "max_buckets": 5},
    {"delta": 0.05, "clock": 1, "max_buckets": 3},
]


def series():
    rng = random.Random(11)
    flags = [int(rng.random() < p) for p in [0.02] * 1500 + [0.2] * 800 + [0.05] * 1200]
    steady = [round(rng.random(), 6) for _ in range(2000)]
    slow = [round(min(max(rng.gauss(0.2 + 0.4 * i / 3000, 0.1), 0), 1), 6) for i in range(3000)]
    steps = [round(rng.gauss(m, 0.15), 6) for m in [0.5] * 400 + [0.8] * 90 + [0.1] * 600 + [0.2] * 900]
    return {"flags": flags, "steady": steady, "slow": slow, "steps": steps}


def kept(values, options):
    window = AdaptiveWindowing(min_window_length=5, grace_period=10, **options)
    found = [i for i, value in enumerate(values) if window.update(value)]
    return {"changes": found, "width": int(window.get_width()), "total": window.get_total(), "variance": window.get_variance()}


def anew(values, options):
    window = drift.ADWIN(**options)
    found = []
    for i, value in enumerate(values):
        window.update(value)
        if window.drift_detected:
            found.append(i)
    return found


print(json.dumps({
    "river": river.__version__,
    "series": [
        {
            "name": name,
            "values": values,
            "runs": [{"options": o, "kept": kept(values, o), "anew": anew(values, o)} for o in OPTIONS],
        }
        for name, values in series().items()
    ],
}))

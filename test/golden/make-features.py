"""Writes features.json: what scikit-learn's scalers and imputers make of the same samples.

python -m venv venv && venv/bin/pip install scikit-learn==1.9.1
venv/bin/python test/golden/make-features.py
"""

import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

random = np.random.default_rng(5)
SCALERS = {"standard": StandardScaler, "minmax": MinMaxScaler, "robust": RobustScaler}


def samples(n):
    """Columns: normal, skewed, large offset, constant 0.1, all but one equal, all equal but for
    the last digit of one, counts with ties."""
    one_apart = np.full(n, 3.0)
    one_apart[0] = 4
    digit_apart = np.full(n, 1e9)
    digit_apart[0] = np.nextafter(1e9, 2e9)
    return np.column_stack(
        [
            random.normal(size=n),
            random.exponential(size=n) * 1e-6,
            1e9 + random.normal(size=n),
            np.full(n, 0.1),
            one_apart,
            digit_apart,
            random.poisson(2, size=n),
        ]
    )


def with_gaps(values):
    holed = values.copy()
    holed[random.random(values.shape) < 0.2] = np.nan
    return holed


def rows(values):
    return [[None if np.isnan(value) else float(value) for value in row] for row in values]


def transformed(scaler, later):
    """MinMaxScaler has X * scale_ + min_, off by 4e-8 at an offset of 1e9 (checked with fractions);
    here its fitted figures are put together without that cancellation."""
    if isinstance(scaler, MinMaxScaler):
        return (later - scaler.data_min_) * scaler.scale_
    return scaler.transform(later)


def scaled(kind, train, later):
    scaler = SCALERS[kind]().fit(train)
    return {
        "kind": kind,
        "train": rows(train),
        "later": rows(later),
        "scaled": rows(transformed(scaler, later)),
        "inverted": rows(scaler.inverse_transform(scaler.transform(later))),
    }


def imputed(strategy, train, later):
    imputer = SimpleImputer(strategy=strategy, fill_value=-1).fit(train)
    return {
        "strategy": strategy,
        "train": rows(train),
        "later": rows(later),
        "filled": rows(imputer.transform(later)),
    }


train, later = samples(31), samples(5)
one = samples(1)
holed, holed_later = with_gaps(train), with_gaps(later)
cases = {
    "scikitLearn": sklearn.__version__,
    "scalers": [scaled(kind, train, later) for kind in SCALERS]
    + [scaled(kind, one, later) for kind in SCALERS],
    "imputers": [imputed(s, holed, holed_later) for s in ("mean", "median", "constant")],
}
Path(__file__).with_name("features.json").write_text(json.dumps(cases) + "\n")

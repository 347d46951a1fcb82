"""Writes keras-exchange-*.npz and keras-exchange.json: small Keras models and what they predict.

python -m venv venv && venv/bin/pip install tensorflow-cpu==2.18.0 keras==3.15.1
venv/bin/python test/golden/make-keras-exchange.py
"""

import json
import sys
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

HERE = Path(__file__).parent
sys.path.append(str(HERE.parents[1] / "scripts"))
from keras_weights import write_npz  # noqa: E402

N_WINDOWS, LENGTH, N_FEATURES = 4, 5, 3
random = np.random.default_rng(5)
layers = keras.layers


def draw(name, shape):
    values = np.round(random.normal(0, 0.5, shape), 3).astype(np.float32)
    return np.abs(values) + 0.5 if "variance" in name else values


def weighted(model):
    for layer in model.layers:
        layer.set_weights([draw(weight.name, weight.shape) for weight in layer.weights])
    return model


def flat(array):
    return [float(str(value)) for value in np.asarray(array, np.float32).ravel()]


window = keras.Input((LENGTH, N_FEATURES))
models = {
    "classifier": weighted(
        keras.Sequential(
            [
                window,
                layers.LSTM(4, return_sequences=True),
                layers.Dropout(0.2),
                layers.LSTM(3),
                layers.Dropout(0.2),
                layers.Dense(3, activation="softmax"),
            ]
        )
    ),
    "autoencoder": weighted(
        keras.Sequential(
            [
                window,
                layers.LSTM(4, return_sequences=True),
                layers.BatchNormalization(),
                layers.LSTM(3),
                layers.BatchNormalization(),
                layers.Dense(2),
                layers.Dense(3),
                layers.BatchNormalization(),
                layers.RepeatVector(LENGTH),
                layers.LSTM(3, return_sequences=True),
                layers.BatchNormalization(),
                layers.LSTM(4, return_sequences=True),
                layers.BatchNormalization(),
                layers.TimeDistributed(layers.Dense(N_FEATURES)),
            ]
        )
    ),
    "normalised": weighted(
        keras.Sequential(
            [
                window,
                layers.LSTM(4, return_sequences=True),
                layers.BatchNormalization(),
                layers.Dropout(0.3),
                layers.LSTM(3),
                layers.BatchNormalization(),
                layers.Dropout(0.3),
                layers.Dense(4, activation="relu"),
                layers.Dropout(0.3),
                layers.Dense(5, activation="softmax"),
            ]
        )
    ),
}
inputs = np.round(random.normal(0, 1, (N_WINDOWS, LENGTH, N_FEATURES)), 3).astype(np.float32)
golden = {"keras": keras.__version__, "tensorflow": tf.__version__}
golden |= {"shape": list(inputs.shape), "inputs": flat(inputs)}
for name, model in models.items():
    write_npz(model, HERE / f"keras-exchange-{name}.npz")
    golden[name] = flat(model.predict(inputs, verbose=0))
(HERE / "keras-exchange.json").write_text(json.dumps(golden) + "\n")

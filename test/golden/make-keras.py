"""Writes keras.json: losses and weights of a small training in Keras, from fixed weights and batches.

python -m venv venv && venv/bin/pip install tensorflow-cpu==2.18.0 keras==3.15.1
venv/bin/python test/golden/make-keras.py
"""

import json
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf

N_STEPS, N_BATCHES = 20, 5
N_SAMPLES, N_TIMESTEPS, N_FEATURES = 6, 5, 3
LEARNING_RATE = 0.02
random = np.random.default_rng(8)


def draw(shape):
    """Few digits, so that JSON holds them exactly as both sides read them."""
    return np.round(random.normal(0, 0.6, shape), 3).astype(np.float32)


def flat(array):
    """As few digits as a 32-bit float needs."""
    return [float(str(value)) for value in np.asarray(array, np.float32).ravel()]


def weights_of(model):
    return [flat(weight) for weight in model.get_weights()]


inputs = draw((N_BATCHES, N_SAMPLES, N_TIMESTEPS, N_FEATURES))
labels = (inputs[:, :, -1, 0] > inputs[:, :, -2, 1]).astype(int)
model = keras.Sequential(
    [
        keras.Input((N_TIMESTEPS, N_FEATURES)),
        keras.layers.LSTM(5, return_sequences=True),
        keras.layers.LSTM(4),
        keras.layers.Dense(2, activation="softmax"),
    ]
)
model.set_weights([draw(weight.shape) for weight in model.get_weights()])
model.compile(keras.optimizers.Adam(LEARNING_RATE), "sparse_categorical_crossentropy")
start = weights_of(model)
losses = [
    model.train_on_batch(inputs[step % N_BATCHES], labels[step % N_BATCHES])
    for step in range(N_STEPS)
]

Path(__file__).with_name("keras.json").write_text(
    json.dumps(
        {
            "keras": keras.__version__,
            "tensorflow": tf.__version__,
            "learningRate": LEARNING_RATE,
            "shape": [N_BATCHES, N_SAMPLES, N_TIMESTEPS, N_FEATURES],
            "inputs": flat(inputs),
            "labels": labels.ravel().tolist(),
            "start": start,
            "losses": flat(losses),
            "probabilities": flat(model.predict(inputs[0], verbose=0)),
            "end": weights_of(model),
        }
    )
    + "\n"
)

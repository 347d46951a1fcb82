"""Writes keras.json: losses and weights of small trainings in Keras, from fixed weights and batches.

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


def draw_weight(weight):
    values = draw(weight.shape)
    return np.abs(values) + 0.5 if "variance" in weight.name else values


def flat(array):
    """As few digits as a 32-bit float needs."""
    return [float(str(value)) for value in np.asarray(array, np.float32).ravel()]


def weights_of(layer):
    """As the library has them: the projections of attention as one, and its heads in one axis."""
    weights = layer.get_weights()
    if not isinstance(layer, keras.layers.MultiHeadAttention):
        return weights
    *projections, kernel, bias = weights
    kernels = [each.reshape(len(each), -1) for each in projections[::2]]
    biases = [each.ravel() for each in projections[1::2]]
    return [np.hstack(kernels), np.hstack(biases), kernel.reshape(-1, len(bias)), bias]


def all_weights(layers):
    return [flat(weight) for layer in layers for weight in weights_of(layer)]


def train(layers, output, labels):
    """Losses of each step before its update, and the weights at both ends, of layers with weights."""
    model = keras.Model(window, output)
    for layer in layers:
        layer.set_weights([draw_weight(weight) for weight in layer.weights])
    model.compile(keras.optimizers.Adam(LEARNING_RATE), "sparse_categorical_crossentropy")
    start = all_weights(layers)
    losses = [
        model.train_on_batch(inputs[step % N_BATCHES], labels[step % N_BATCHES])
        for step in range(N_STEPS)
    ]
    return {
        "labels": labels.ravel().tolist(),
        "start": start,
        "losses": flat(losses),
        "probabilities": flat(model.predict(inputs[0], verbose=0)),
        "end": all_weights(layers),
    }


def in_turn(layers):
    output = window
    for layer in layers:
        output = layer(output)
    return layers, output


def transformer(n_classes, embedding=4, heads=2):
    """Vaswani et al. 2017, section 3: position, one encoder block, and the last step."""
    embed, norm_1, norm_2 = L.Dense(embedding), L.LayerNormalization(), L.LayerNormalization()
    attend = L.MultiHeadAttention(heads, embedding // heads)
    widen, narrow = L.Dense(6, activation="relu"), L.Dense(embedding)
    classify = L.Dense(n_classes, activation="softmax")
    step, j = np.arange(N_TIMESTEPS)[:, None], np.arange(embedding)
    angle = step / 10_000 ** (2 * (j // 2) / embedding)
    waves = np.where(j % 2 == 0, np.sin(angle), np.cos(angle)).astype(np.float32)
    hidden = embed(window) + waves
    hidden = norm_1(hidden + attend(hidden, hidden))
    hidden = norm_2(hidden + narrow(widen(hidden)))
    return [embed, attend, norm_1, widen, narrow, norm_2, classify], classify(hidden[:, -1])


L = keras.layers
window = keras.Input((N_TIMESTEPS, N_FEATURES))
inputs = draw((N_BATCHES, N_SAMPLES, N_TIMESTEPS, N_FEATURES))
two_classes = (inputs[:, :, -1, 0] > inputs[:, :, -2, 1]).astype(int)
five_classes = two_classes + (inputs[:, :, 0, 2] > 0) + 2 * (inputs[:, :, 1, 0] > 0)
plain = [L.LSTM(5, return_sequences=True), L.LSTM(4), L.Dense(2, activation="softmax")]
normalised = [
    L.LSTM(5, return_sequences=True),
    L.BatchNormalization(),
    L.LSTM(4),
    L.BatchNormalization(),
    L.Dense(6, activation="relu"),
    L.Dense(5, activation="softmax"),
]
trainings = {
    "plain": train(*in_turn(plain), two_classes),
    "normalised": train(*in_turn(normalised), five_classes),
    "transformer": train(*transformer(5), five_classes),
}

Path(__file__).with_name("keras.json").write_text(
    json.dumps(
        {
            "keras": keras.__version__,
            "tensorflow": tf.__version__,
            "learningRate": LEARNING_RATE,
            "shape": [N_BATCHES, N_SAMPLES, N_TIMESTEPS, N_FEATURES],
            "inputs": flat(inputs),
        }
        | trainings
    )
    + "\n"
)

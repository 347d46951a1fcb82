"""The peer's side: answers one JSON request a line. Started by run.mts; worker.mts is the other side."""

import os
import platform
import resource
import sys
import time
from pathlib import Path

os.environ.setdefault('TF_CPP_MIN_LOG_LEVEL', '3')
os.environ['CUDA_VISIBLE_DEVICES'] = '-1'
os.environ['KERAS_BACKEND'] = 'tensorflow'
sys.path.insert(0, str(Path(__file__).parents[1] / 'harness'))

import keras
import numpy as np
import tensorflow as tf
from answer_requests import answer_requests
from keras import layers

PREDICT_BATCH = 1024


class PositionalEncoding(layers.Layer):
    """Adds the waves of Vaswani et al. 2017, section 3.5."""

    def build(self, shape):
        _, length, width = shape
        position = np.arange(length)[:, None]
        feature = np.arange(width)[None, :]
        angle = position / 10_000 ** (2 * (feature // 2) / width)
        waves = np.where(feature % 2 == 0, np.sin(angle), np.cos(angle))
        self.waves = tf.constant(waves[None], dtype=tf.float32)

    def call(self, inputs):
        return inputs + self.waves


def lstm_classifier(inputs, units, dropout):
    hidden = inputs
    for i, width in enumerate(units):
        hidden = layers.LSTM(width, return_sequences=i < len(units) - 1)(hidden)
        hidden = layers.Dropout(dropout)(hidden)
    return layers.Dense(2, activation='softmax')(hidden)


def transformer_classifier(inputs, embedding, heads, feedForward, dropout):
    hidden = PositionalEncoding()(layers.Dense(embedding)(inputs))
    attended = layers.MultiHeadAttention(heads, embedding // heads)(hidden, hidden)
    hidden = layers.LayerNormalization()(hidden + layers.Dropout(dropout)(attended))
    wide = layers.Dense(feedForward, activation='relu')(hidden)
    narrow = layers.Dropout(dropout)(layers.Dense(embedding)(wide))
    hidden = layers.LayerNormalization()(hidden + narrow)
    last = layers.Dropout(dropout)(hidden[:, -1])
    return layers.Dense(2, activation='softmax')(last)


def lstm_autoencoder(inputs, units, encoding):
    outer, inner = units
    _, length, n_features = inputs.shape
    hidden = layers.BatchNormalization()(layers.LSTM(outer, return_sequences=True)(inputs))
    hidden = layers.BatchNormalization()(layers.LSTM(inner)(hidden))
    hidden = layers.BatchNormalization()(layers.Dense(inner)(layers.Dense(encoding)(hidden)))
    hidden = layers.RepeatVector(length)(hidden)
    hidden = layers.BatchNormalization()(layers.LSTM(inner, return_sequences=True)(hidden))
    hidden = layers.BatchNormalization()(layers.LSTM(outer, return_sequences=True)(hidden))
    return layers.Dense(n_features)(hidden)


def dense_autoencoder(inputs, units):
    hidden = inputs
    for width in units:
        hidden = layers.Dense(width, activation='relu')(hidden)
    return layers.Dense(inputs.shape[-1])(hidden)


NETWORKS = {
    'lstmClassifier': lstm_classifier,
    'transformerClassifier': transformer_classifier,
    'lstmAutoencoder': lstm_autoencoder,
    'autoencoder': dense_autoencoder,
}


class Task:
    """A model on its data."""

    def __init__(self, work, path):
        keras.backend.clear_session()
        keras.utils.set_random_seed(42)
        with np.load(path) as arrays:
            series, labels = arrays['series'], arrays['labels']
        self.x = windows_of(series, work['length'])
        self.is_classifier = work['network'].endswith('Classifier')
        self.y = labels if self.is_classifier else self.x
        self.batch_size = work['batchSize']
        inputs = layers.Input(self.x.shape[1:])
        self.model = keras.Model(inputs, NETWORKS[work['network']](inputs, **work['options']))
        if self.is_classifier:
            self.model.compile('adam', 'sparse_categorical_crossentropy', metrics=['accuracy'])
        else:
            self.model.compile('adam', 'mse')

    def fit(self, epochs, callbacks=()):
        history = self.model.fit(
            self.x, self.y, batch_size=self.batch_size, epochs=epochs, shuffle=True, verbose=0,
            callbacks=list(callbacks),
        )
        return history.history['loss'][-1]

    def predict(self):
        return self.model.predict(self.x, batch_size=PREDICT_BATCH, verbose=0)


def windows_of(series, length):
    if length == 1:
        return series
    view = np.lib.stride_tricks.sliding_window_view(series, length, axis=0)
    return np.ascontiguousarray(view.transpose(0, 2, 1))


class Ends(keras.callbacks.Callback):
    """When each epoch was over."""

    def __init__(self):
        super().__init__()
        self.times = []

    def on_epoch_end(self, epoch, logs=None):
        self.times.append(time.perf_counter())


def prepare(task):
    start = time.perf_counter()
    loss = task.fit(1)
    seconds = time.perf_counter() - start
    task.predict()
    return {'seconds': seconds, 'loss': loss}


def train(task, epochs):
    ends = Ends()
    task.fit(epochs + 1, [ends])
    return {'seconds': (ends.times[-1] - ends.times[0]) / epochs}


def predict(task, repeats):
    start = time.perf_counter()
    for _ in range(repeats):
        task.predict()
    return {'seconds': (time.perf_counter() - start) / repeats}


def memory(task):
    task.fit(1)
    output = task.predict()
    if not task.is_classifier:
        np.mean(np.square(task.x - output), axis=tuple(range(1, output.ndim)))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {'megabytes': peak * (1 if sys.platform == 'darwin' else 1024) / 1e6}


def versions():
    found = {'python': platform.python_version(), 'tensorflow': tf.__version__}
    return {'versions': {**found, 'keras': keras.__version__}}


def answer(request):
    ask = request['ask']
    if ask == 'versions':
        return versions()
    if ask == 'memory':
        return memory(Task(request['work'], request['data']))
    if ask == 'prepare':
        state['task'] = Task(request['work'], request['data'])
        return prepare(state['task'])
    if ask == 'train':
        return train(state['task'], request['epochs'])
    return predict(state['task'], request['repeats'])


state = {}
answer_requests(answer)

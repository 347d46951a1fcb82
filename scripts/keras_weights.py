"""Moves models between Keras and anomaly-lab, as NPZ files of layers and weights.

python -m venv venv && venv/bin/pip install tensorflow-cpu==2.18.0 keras==3.15.1
venv/bin/python scripts/keras_weights.py from-keras model.keras weights.npz   # for importKerasWeights
venv/bin/python scripts/keras_weights.py to-keras weights.npz model.keras     # from exportKerasWeights
"""

import json
import sys

import keras
import numpy as np


def write_npz(model, path):
    """Writes a Sequential model's layers, and its weights as LAYER/WEIGHT."""
    arrays = {
        f"{layer.name}/{weight.name}": np.asarray(value, np.float32)
        for layer in model.layers
        for weight, value in zip(layer.weights, layer.get_weights())
    }
    np.savez_compressed(path, topology=np.array(model.to_json()), **arrays)


def read_npz(path):
    """Makes the Keras model of which the file has the layers and weights."""
    with np.load(path) as arrays:
        layers = json.loads(str(arrays["topology"]))["config"]["layers"]
        shape = layers[0]["config"]["batch_input_shape"][1:]
        model = keras.Sequential([keras.Input(shape)])
        for layer in layers[1:]:
            model.add(getattr(keras.layers, layer["class_name"]).from_config(layer["config"]))
        for layer in model.layers:
            layer.set_weights([arrays[f"{layer.name}/{weight.name}"] for weight in layer.weights])
    return model


def main(arguments):
    if len(arguments) != 3 or arguments[0] not in ("from-keras", "to-keras"):
        sys.exit(__doc__)
    command, source, target = arguments
    if command == "from-keras":
        write_npz(keras.saving.load_model(source), target)
    else:
        read_npz(source).save(target)


if __name__ == "__main__":
    main(sys.argv[1:])

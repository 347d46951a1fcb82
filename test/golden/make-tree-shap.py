"""Makes tree-shap.json: the Shapley values that shap gives for a small scikit-learn IsolationForest.

python test/golden/make-tree-shap.py
Needs scikit-learn and shap. Trees are written in this library's layout: a sample goes left where its
feature is below the threshold (scikit-learn: at most the threshold), features are 32-bit floats.
"""

import json
import pathlib

import numpy as np
import shap
import sklearn
from sklearn.ensemble import IsolationForest
from sklearn.ensemble._iforest import _average_path_length

random = np.random.default_rng(7)
train = random.normal(size=(200, 4)).astype(np.float32)
train[:, 3] = np.round(train[:, 3])  # repeated values
samples = np.concatenate([train[:6], random.normal(scale=4, size=(6, 4)).astype(np.float32)])
model = IsolationForest(n_estimators=5, max_samples=64, random_state=3).fit(train)

roots, feature, value, left, right, counts = [], [], [], [], [], []
for tree, features in zip(model.estimators_, model.estimators_features_):
    nodes, root = tree.tree_, len(feature)
    roots.append(root)
    depth = np.zeros(nodes.node_count, dtype=int)
    for node in range(nodes.node_count):
        count = int(nodes.n_node_samples[node])
        counts.append(count)
        if nodes.children_left[node] < 0:
            feature.append(-1)
            value.append(float(depth[node] + _average_path_length(np.array([count]))[0]))
            left.append(0)
            right.append(0)
            continue
        feature.append(int(features[nodes.feature[node]]))
        value.append(float(np.nextafter(nodes.threshold[node], np.inf)))
        for child, children in ((left, nodes.children_left), (right, nodes.children_right)):
            child.append(root + int(children[node]))
            depth[children[node]] = depth[node] + 1

explainer = shap.TreeExplainer(model)
golden = {
    "scikitLearn": sklearn.__version__,
    "shap": shap.__version__,
    "forest": {
        "nFeatures": 4,
        "normaliser": float(_average_path_length(np.array([64]))[0]),
        "roots": roots,
        "feature": feature,
        "value": value,
        "left": left,
        "right": right,
        "counts": counts,
    },
    "samples": samples.astype(float).tolist(),
    "scores": (-model.score_samples(samples)).tolist(),
    "baseValue": float(np.ravel(explainer.expected_value)[0]),
    "contributions": explainer.shap_values(samples).tolist(),
}
out = pathlib.Path(__file__).with_name("tree-shap.json")
out.write_text(json.dumps(golden) + "\n")

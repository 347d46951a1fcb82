"""The peer's side: answers one JSON request a line. Started by run.mts; worker.mts is the other side."""

import platform
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / 'harness'))

import numpy as np
import pandas as pd
from answer_requests import answer_requests
from pandas_features import features, read


def answer(request):
    if request['ask'] == 'versions':
        versions = {'python': platform.python_version(), 'NumPy': np.__version__}
        return {'versions': {**versions, 'pandas': pd.__version__}}
    if request['ask'] == 'prepare':
        state['path'] = request['data']
        return {'mean': float(features(read(state['path'])).mean())}
    start = time.perf_counter()
    for _ in range(request['repeats']):
        features(read(state['path']))
    return {'seconds': (time.perf_counter() - start) / request['repeats']}


state = {}
answer_requests(answer)

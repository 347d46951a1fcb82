"""Answers one JSON request a line; the workers' loop in Python, as answer-requests.ts is in Node."""

import json
import signal
import sys


def answer_requests(answer):
    """Until there are no more; what is raised is answered, too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # run.mts ends this process
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line))
        except Exception as error:
            reply = {'error': f'{type(error).__name__}: {error}'}
        print(json.dumps(reply), flush=True)

"""Golden features of CloudTrail events: random records, and what pandas makes of them in bench/cloudtrail/pandas_features.py.

Run in the repository's root: python test/golden/make-cloudtrail-features.py
"""

import json
import random
import sys
import tempfile
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, 'bench/cloudtrail')
from pandas_features import features, read

N_EVENTS = 150
CALLS = [
    ('ec2', 'DescribeInstances', True),
    ('ec2', 'RunInstances', False),
    ('iam', 'CreateUser', False),
    ('s3', 'GetObject', True),
    ('cloudtrail', 'StopLogging', False),
    ('lambda', 'UpdateFunctionCode20150331v2', False),
]
IDENTITIES = [
    {'type': 'IAMUser', 'arn': 'arn:aws:iam::1:user/a', 'accountId': '1'},
    {'type': 'AssumedRole', 'arn': 'arn:aws:sts::1:assumed-role/deploy/s1', 'accountId': '1'},
    {'type': 'AssumedRole', 'arn': 'arn:aws:sts::1:assumed-role/deploy/s2', 'accountId': '1'},
    {'type': 'AWSService', 'invokedBy': 'ec2.amazonaws.com'},
    {'type': 'IAMUser', 'principalId': 'AIDA:x', 'accountId': '1'},
]
ADDRESSES = ['192.0.2.7', '192.0.99.1', '198.51.100.3', '2001:db8::1', 'ec2.amazonaws.com', 'AWS Internal']

chance = random.Random(9)
time = datetime(2024, 1, 5, 20, tzinfo=timezone.utc)
records = []
for i in range(N_EVENTS):
    time += timedelta(seconds=chance.choice([0, 0, 1, 30, 700, 9000]))
    service, name, read_only = chance.choice(CALLS)
    record = {
        'eventVersion': '1.08',
        'userIdentity': dict(chance.choice(IDENTITIES)),
        'eventTime': time.strftime('%Y-%m-%dT%H:%M:%SZ'),
        'eventSource': f'{service}.amazonaws.com',
        'eventName': name,
        'awsRegion': chance.choice(['us-east-1', 'us-east-1', 'eu-west-1']),
        'sourceIPAddress': chance.choice(ADDRESSES),
        'eventID': f'e{i}',
        'readOnly': read_only,
    }
    if chance.random() < 0.3:
        record['errorCode'] = chance.choice(['AccessDenied', 'NoSuchBucket'])
    if chance.random() < 0.5:
        mfa = {'mfaAuthenticated': chance.choice(['true', 'false'])}
        record['userIdentity']['sessionContext'] = {'attributes': mfa}
    if chance.random() < 0.6:
        record['requestParameters'] = {'bucketName': f'b{chance.randrange(12)}', 'name': f'n{chance.randrange(9)}'}
    if chance.random() < 0.3:
        record['resources'] = [{'ARN': f'b{chance.randrange(12)}'}, {'ARN': 'arn:x'}]
    records.append(record)

with tempfile.NamedTemporaryFile('w', suffix='.jsonl') as log:
    log.write('\n'.join(map(json.dumps, records)))
    log.flush()
    values = features(read(log.name))

golden = {
    'source': f'pandas {pd.__version__}, NumPy {np.__version__}',
    'records': records,
    'features': [[float(f'{value:.12g}') for value in row] for row in values],
}
Path(__file__).with_name('cloudtrail-features.json').write_text(json.dumps(golden, separators=(',', ':')))

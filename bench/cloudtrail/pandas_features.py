"""The 20 features of CloudTrail events with pandas and NumPy, column by column; features in the library's order."""

import json
import re
from pathlib import Path

import numpy as np
import pandas as pd

MINUTE = 60
HALF_LIFE = 10 * MINUTE
DAY = 86_400
PRIOR = 5
LONGEST = 30 * DAY
VERSION = re.compile(r'_?\d{4}_?\d\d_?\d\d(?:v\d+)?$')
TACTICS = json.loads(Path('src/data/cloudtrail/attack-tactics.json').read_text())
STAGES = {
    f'{service}.{name}': (i + 1) / len(TACTICS)
    for i, techniques in enumerate(TACTICS.values())
    for services in techniques.values()
    for service, names in services.items()
    for name in names.split()
}
NAMING = """bucketName roleName roleArn userName groupName policyArn instanceProfileName secretId keyId functionName
instanceId groupId imageId snapshotId volumeId vpcId dBInstanceIdentifier dBSnapshotIdentifier trailName tableName stackName
resourceArn resourceId name""".split()


def read(path):
    """A row an event. json.loads a line is faster here than pandas.read_json and json_normalize."""
    with open(path, encoding='utf8') as lines:
        rows = [row(json.loads(line)) for line in lines]
    columns = 'time source name region address principal error read_only no_mfa resources'.split()
    events = pd.DataFrame(rows, columns=columns)
    events['time'] = pd.to_datetime(events['time']).dt.tz_localize(None).astype('datetime64[s]').astype('int64')
    return events.sort_values('time', kind='stable', ignore_index=True)


def row(record):
    identity = record.get('userIdentity') or {}
    session = (identity.get('sessionContext') or {}).get('attributes') or {}
    mfa = session.get('mfaAuthenticated')
    if record['eventName'] == 'ConsoleLogin':
        used = (record.get('additionalEventData') or {}).get('MFAUsed')
        mfa = {'Yes': 'true', 'No': 'false'}.get(used, mfa)
    return (
        record['eventTime'],
        record['eventSource'],
        record['eventName'],
        record.get('awsRegion', ''),
        record.get('sourceIPAddress', ''),
        principal_of(identity),
        record.get('errorCode', ''),
        record.get('readOnly') in (True, 'true'),
        mfa in (False, 'false'),
        resources_of(record),
    )


def principal_of(identity):
    arn = identity.get('arn', '')
    if ':assumed-role/' in arn:
        return '/'.join(arn.split('/')[:2])
    if arn:
        return arn
    principal = identity.get('principalId', '').split(':')[0]
    return principal or identity.get('invokedBy') or identity.get('accountId', '')


def resources_of(record):
    found = [one.get('ARN') or one.get('arn') for one in record.get('resources') or []]
    parameters = record.get('requestParameters') or {}
    found += [parameters[name] for name in NAMING if isinstance(parameters.get(name), str)]
    instances = parameters.get('instancesSet') or {}
    found += [one.get('instanceId') for one in instances.get('items') or []]
    return list(dict.fromkeys(one for one in found if one))[:16]


def fading(time, keys, weights, half_life):
    """Of each event: what was counted before with its key, each half after the half-life."""
    grown = weights * np.exp2((time - time.iloc[0]) / half_life)
    before = grown.groupby(keys, sort=False).cumsum() - grown
    return (before * np.exp2(-(time - time.iloc[0]) / half_life)).clip(lower=0)


def features(events):
    time, principal = events['time'], events['principal'].factorize()[0]
    principal = pd.Series(principal)
    call = pd.Series(pd.MultiIndex.from_frame(events[['source', 'name']]).factorize()[0])
    own_call = principal * (call.max() + 1) + call
    ones = pd.Series(1.0, index=events.index)
    failed = events['error'] != ''
    is_address = events['address'].str[:1].str.isdigit() | events['address'].str.contains(':')
    rate = fading(time, principal, ones, HALF_LIFE)
    usual = fading(time, principal, ones, DAY) * HALF_LIFE / DAY
    n_before = principal.groupby(principal).cumcount()
    n_of_call = call.groupby(call).cumcount()
    n_own = own_call.groupby(own_call).cumcount()
    n_calls = (n_of_call == 0).cumsum()
    overall = (n_of_call + 1) / (np.arange(len(events)) + n_calls)
    share = (n_own + PRIOR * overall) / (n_before + PRIOR)
    before = call.add(1).groupby([principal, is_address]).shift(fill_value=0)
    pair = before * (call.max() + 1) + call
    behind = (pair.groupby(pair).cumcount() + PRIOR * share) / (
        before.groupby(before).cumcount() + PRIOR
    )
    n_errors = events.groupby([call, 'error'], sort=False).cumcount()
    hour = time // 3600 % 24
    hours = pd.get_dummies(hour, dtype=float).reindex(columns=range(24), fill_value=0)
    hours = hours.groupby(principal).cumsum().to_numpy() - hours.to_numpy()
    at = np.arange(len(events))
    nearby = (hours[at, (hour + 23) % 24] + 2 * hours[at, hour] + hours[at, (hour + 1) % 24]) / 4
    new_resources = count_new_resources(events, principal)
    last = time.groupby(principal).diff().clip(upper=LONGEST).fillna(LONGEST)
    return np.column_stack(
        [
            np.log1p(rate),
            np.log1p(fading(time, own_call, ones, HALF_LIFE)),
            np.log1p(fading(time, principal, failed.astype(float), HALF_LIFE)),
            np.log((1 + rate) / (1 + usual)),
            np.log1p(last),
            -np.log2(24 * (nearby + 1) / (n_before + 24)),
            (time // DAY + 4) % 7 % 6 == 0,
            n_own == 0,
            is_new(principal, events['source']),
            -np.log2(share),
            events['no_mfa'],
            -np.log2(behind),
            ~events['read_only'],
            np.where(failed, np.log2((n_of_call + 2) / (n_errors + 1)), 0),
            stages_of(events),
            is_new(principal, network_of(events['address'], is_address)),
            is_new(principal, events['region']),
            ~is_address,
            new_resources > 0,
            np.log1p(fading(time, principal, new_resources, HALF_LIFE)),
        ]
    ).astype(float)


def is_new(principal, values):
    return ~pd.DataFrame({'principal': principal, 'value': values}).duplicated()


def network_of(address, is_address):
    two = address.str.extract(r'^(\d+\.\d+|[^:]*:[^:]*)', expand=False)
    return two.where(is_address, address)


def stages_of(events):
    calls = events[['source', 'name']].drop_duplicates()
    names = calls['source'].str.split('.').str[0] + '.' + calls['name'].str.replace(VERSION, '', regex=True)
    stages = names.map(STAGES).fillna(0)
    return calls.assign(stage=stages).merge(events[['source', 'name']], how='right')['stage']


def count_new_resources(events, principal):
    named = pd.DataFrame({'principal': principal, 'resource': events['resources']})
    named = named.explode('resource').dropna()
    first = named[~named.duplicated()]
    return first.groupby(level=0).size().reindex(events.index, fill_value=0).astype(float)

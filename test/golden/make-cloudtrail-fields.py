"""Writes cloudtrail-fields.json: names of fields of the real CloudTrail records, no values.

python test/golden/make-cloudtrail-fields.py MIRROR/cloudtrail/invictus-aws-2023-07.jsonl.gz

By type of identity: fields that every record has, and those that some have, of the record and of `userIdentity`.
By API call: fields of `requestParameters` (null where no record has any), and `readOnly`.
"""

import gzip
import json
import sys
from pathlib import Path

with gzip.open(sys.argv[1]) as lines:
    records = [json.loads(line) for line in lines]


def fields(objects):
    sets = [set(one) for one in objects]
    always = set.intersection(*sets)
    return {"always": sorted(always), "sometimes": sorted(set.union(*sets) - always)}


identities = {}
calls = {}
for record in records:
    identities.setdefault(record["userIdentity"].get("type", "none"), []).append(record)
    name = f"{record['eventSource'].split('.')[0]}:{record['eventName']}"
    calls.setdefault(name, []).append(record)

golden = {
    "identities": {
        kind: {
            "record": fields(some),
            "userIdentity": fields([one["userIdentity"] for one in some]),
        }
        for kind, some in sorted(identities.items())
    },
    "calls": {
        name: {
            "readOnly": some[0]["readOnly"],
            "requestParameters": sorted(
                set().union(*(one["requestParameters"] or {} for one in some))
            )
            or None,
        }
        for name, some in sorted(calls.items())
    },
}
path = Path(__file__).with_name("cloudtrail-fields.json")
path.write_text(json.dumps(golden, indent=1) + "\n")

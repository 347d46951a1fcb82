import { isIP } from 'node:net';
import type { AttackEntry } from './attack-techniques';
import { ATTACK_VERSION } from './attack-techniques';
import type { Finding, FindingCall } from './finding';
import { valueText } from './finding-texts';
import { SEVERITIES } from './severity';

/** A JSON value as OCSF and ECS documents hold it. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** The version of the Open Cybersecurity Schema Framework that findings are written in. */
export const OCSF_VERSION = '1.8.0';

/** `type_id` of observables; Source: OCSF 1.8.0, object `observable`. */
const OBSERVABLES = {
  hostname: { type_id: 1, type: 'Hostname' },
  address: { type_id: 2, type: 'IP Address' },
  user: { type_id: 4, type: 'User Name' },
  device: { type_id: 47, type: 'Device Object: uid' },
} as const;

const ENTITY_TYPES = {
  user: 'User',
  address: 'IP Address',
  device: 'Device',
  host: 'Host',
} as const;
const CONFIDENCE_IDS = { low: 1, medium: 2, high: 3 } as const;

/**
 * A finding as an OCSF Detection Finding (class 2004), for security lakes.
 *
 * Typical against actual stands in `anomaly_analyses`, what OCSF has no place for in `unmapped`: the
 * detector's own score, threshold and p-value, contributions, and the event. Times are epoch ms.
 * `metadata.correlation_uid` is the deduplication key, `remediation.desc` what to look at next.
 * Source: https://schema.ocsf.io/1.8.0/classes/detection_finding.
 */
export function ocsfFinding(finding: Finding): JsonObject {
  const { severity, confidence, time, title, message, kind, model } = finding;
  return {
    activity_id: 1,
    activity_name: 'Create',
    category_uid: 2,
    category_name: 'Findings',
    class_uid: 2004,
    class_name: 'Detection Finding',
    type_uid: 200401,
    type_name: 'Detection Finding: Create',
    time,
    severity_id: 1 + SEVERITIES.indexOf(severity),
    severity: captionOf(severity),
    status_id: 1,
    status: 'New',
    is_alert: finding.isAnomaly,
    message,
    confidence_id: CONFIDENCE_IDS[confidence],
    confidence: captionOf(confidence),
    risk_score: finding.score,
    metadata: {
      version: OCSF_VERSION,
      profiles: [],
      product: {
        name: 'Anomaly Lab',
        vendor_name: 'Anomaly Lab',
        feature: { name: model.name, version: model.version },
      },
      uid: finding.uid,
      correlation_uid: finding.deduplicationKey,
    },
    finding_info: {
      uid: finding.uid,
      title,
      desc: message,
      types: [kind],
      created_time: time,
      first_seen_time: time,
      last_seen_time: time,
      analytic: {
        type_id: 4,
        type: 'Learning (ML/DL)',
        name: model.name,
        uid: `${model.name}@${model.version}`,
        version: model.version,
        algorithm: model.detector,
      },
      ...(finding.attack && { attacks: [attackOf(finding)] }),
    },
    ...(finding.triage !== null && { remediation: { desc: finding.triage } }),
    ...analysesOf(finding),
    ...evidencesOf(finding),
    unmapped: {
      anomaly_score: finding.anomalyScore,
      threshold: model.threshold,
      p_value: finding.pValue,
      contributions: Object.fromEntries(
        finding.reasons.map(({ feature, contribution }) => [feature, contribution]),
      ),
      event: finding.event as JsonObject,
    },
  };
}

function captionOf(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function attackOf({ attack }: Finding): JsonObject {
  const entry = ({ id, name, url }: AttackEntry) => ({ uid: id, name, src_url: url });
  return {
    version: ATTACK_VERSION,
    ...(attack && { tactic: entry(attack.tactic) }),
    ...(attack?.technique && { technique: entry(attack.technique) }),
    ...(attack?.subtechnique && { sub_technique: entry(attack.subtechnique) }),
  };
}

function analysesOf({ reasons, entity, model }: Finding): JsonObject {
  if (reasons.length === 0) return {};
  const target = entity
    ? { name: entity.name, type: ENTITY_TYPES[entity.kind] }
    : { name: model.name, type: 'Model' };
  const observed = (feature: string, value: unknown) => ({
    observation_parameter: feature,
    observations: [{ value: valueText(value) }],
  });
  return {
    anomaly_analyses: [
      {
        analysis_targets: [target],
        anomalies: reasons.map(({ feature, actual }) => observed(feature, actual)),
        baselines: reasons.map(({ feature, typical }) => observed(feature, typical)),
      },
    ],
  };
}

function apiOf({ operation, service, error }: FindingCall): JsonObject {
  return { operation, service: { name: service }, ...(error && { response: { error } }) };
}

/** Who and from where, with the same once more as observables. */
function evidencesOf({ fields, call }: Finding): JsonObject {
  const { user, address, device, host } = fields;
  const isAddress = address !== null && isIP(address) > 0;
  const endpoint = address === null ? null : isAddress ? { ip: address } : { name: address };
  const machine = {
    ...(device !== null && { uid: device }),
    ...(host !== null && { hostname: host }),
  };
  const evidence = {
    ...(user !== null && { user: { name: user } }),
    ...(endpoint && { src_endpoint: endpoint }),
    ...((device !== null || host !== null) && { device: { type_id: 0, ...machine } }),
    ...(call && { api: apiOf(call) }),
  };
  if (Object.keys(evidence).length === 0) return {};
  const named = (key: keyof typeof OBSERVABLES, path: string, value: string | null) =>
    value === null ? [] : [{ name: `evidences[].${path}`, ...OBSERVABLES[key], value }];
  return {
    evidences: [evidence],
    observables: [
      ...named('user', 'user.name', user),
      ...named('address', 'src_endpoint.ip', isAddress ? address : null),
      ...named('device', 'device.uid', device),
      ...named('hostname', 'device.hostname', host),
    ],
  };
}

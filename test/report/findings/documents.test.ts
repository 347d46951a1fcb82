import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import callsByTactic from '../../../src/data/cloudtrail/attack-tactics.json';
import {
  ATTACK_KINDS,
  ATTACK_VERSION,
  attackMappingOf,
} from '../../../src/report/findings/attack-techniques';
import { callAttack } from '../../../src/report/findings/cloudtrail-finding';
import { ECS_VERSION, ecsDocument } from '../../../src/report/findings/ecs';
import { toJson } from '../../../src/report/findings/finding';
import { OCSF_VERSION, ocsfFinding } from '../../../src/report/findings/ocsf';
import { FINDINGS } from './examples';

const golden = (name: string) => join(__dirname, '..', '..', 'golden', name);
const verdict = JSON.parse(readFileSync(golden('findings.json'), 'utf8'));
const parsed = (document: object) => JSON.parse(toJson(document));
/** Of every call in the table of techniques, each once. */
const CALL_MAPPINGS = [
  ...new Map(
    Object.entries(callsByTactic)
      .flatMap(([, techniques]) => Object.values(techniques))
      .flatMap((services: object) =>
        Object.entries(services).map(([service, names]) => [service, names.split(' ')[0]]),
      )
      .map(([service, name]) => callAttack(service, name))
      .map((mapping) => [JSON.stringify(mapping), mapping]),
  ).values(),
].filter((mapping) => mapping !== null);
const documents = {
  ocsf: FINDINGS.map((finding) => parsed(ocsfFinding(finding))),
  ecs: FINDINGS.map((finding) => parsed(ecsDocument(finding))),
  attack: [...ATTACK_KINDS.map(attackMappingOf), ...CALL_MAPPINGS],
};

const text = z.string().min(1);
const time = z.number().int().nonnegative();
const entry = z.strictObject({ uid: text, name: text, src_url: z.url() });
const observed = z.strictObject({
  observation_parameter: text,
  observations: z.array(z.strictObject({ value: z.string() })).length(1),
});
const ocsfSchema = z.strictObject({
  activity_id: z.literal(1),
  activity_name: z.literal('Create'),
  category_uid: z.literal(2),
  category_name: z.literal('Findings'),
  class_uid: z.literal(2004),
  class_name: z.literal('Detection Finding'),
  type_uid: z.literal(200_401),
  type_name: z.literal('Detection Finding: Create'),
  time,
  severity_id: z.number().int().min(1).max(5),
  severity: z.enum(['Informational', 'Low', 'Medium', 'High', 'Critical']),
  status_id: z.literal(1),
  status: z.literal('New'),
  is_alert: z.boolean(),
  message: text,
  confidence_id: z.number().int().min(1).max(3),
  confidence: z.enum(['Low', 'Medium', 'High']),
  risk_score: z.number().int().min(0).max(100),
  metadata: z.strictObject({
    version: z.literal(OCSF_VERSION),
    profiles: z.array(text),
    product: z.strictObject({
      name: text,
      vendor_name: text,
      feature: z.strictObject({ name: text, version: text }),
    }),
    uid: text,
    correlation_uid: text,
  }),
  finding_info: z.strictObject({
    uid: text,
    title: text,
    desc: text,
    types: z.array(text),
    created_time: time,
    first_seen_time: time,
    last_seen_time: time,
    analytic: z.strictObject({
      type_id: z.literal(4),
      type: z.literal('Learning (ML/DL)'),
      name: text,
      uid: text,
      version: text,
      algorithm: text,
    }),
    attacks: z
      .array(
        z.strictObject({
          version: z.literal(ATTACK_VERSION),
          tactic: entry,
          technique: entry.optional(),
          sub_technique: entry.optional(),
        }),
      )
      .optional(),
  }),
  remediation: z.strictObject({ desc: text }).optional(),
  anomaly_analyses: z
    .array(
      z.strictObject({
        analysis_targets: z.array(z.strictObject({ name: text, type: text })).length(1),
        anomalies: z.array(observed).min(1),
        baselines: z.array(observed).min(1),
      }),
    )
    .optional(),
  evidences: z.array(z.record(z.string(), z.unknown())).optional(),
  observables: z
    .array(z.strictObject({ name: text, type_id: z.number(), type: text, value: text }))
    .optional(),
  unmapped: z.record(z.string(), z.unknown()),
});

describe('documents of findings', () => {
  it('are those that the schema packages found valid', async () => {
    const json = `${JSON.stringify(documents, null, 1)}\n`;
    await expect(json).toMatchFileSnapshot(golden('findings-documents.json'));
    expect(verdict).toMatchObject({
      documentsSha256: createHash('sha256').update(json).digest('hex'),
      versions: { ocsf: OCSF_VERSION, ecs: ECS_VERSION, attack: ATTACK_VERSION },
      errors: [],
    });
    expect(verdict.mistakesFound).toBeGreaterThanOrEqual(10);
  });

  it.each(documents.ocsf.map((document, i) => [i, document]))(
    'has OCSF document %i in the shape of a detection finding',
    (_, document) => {
      expect(ocsfSchema.safeParse(document).error?.issues).toBeUndefined();
      expect(document.risk_score).toBeLessThanOrEqual(25 * document.severity_id);
    },
  );

  it.each(documents.ecs.map((document, i) => [i, document]))(
    'has in ECS document %i only fields of their types',
    (_, document) => {
      for (const [name, value] of leavesOf(document)) {
        const field = verdict.ecsFields[name.startsWith('labels.') ? 'labels' : name];
        expect(field, name).toBeDefined();
        for (const one of [value].flat()) expectEcsType(name, field, one);
      }
    },
  );
});

/** Names with dots, and values. */
function leavesOf(object: object, path = ''): [string, unknown][] {
  return Object.entries(object).flatMap(([key, value]): [string, unknown][] => {
    const isInner = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isInner ? leavesOf(value, `${path}${key}.`) : [[`${path}${key}`, value]];
  });
}

function expectEcsType(name: string, field: { type: string; allowed: string[] }, value: unknown) {
  const isNumber = ['long', 'float'].includes(field.type);
  expect(typeof value, name).toBe(isNumber ? 'number' : 'string');
  if (field.type === 'date') expect(new Date(value as string).toISOString()).toBe(value);
  if (field.allowed.length > 0) expect(field.allowed, name).toContain(value);
}

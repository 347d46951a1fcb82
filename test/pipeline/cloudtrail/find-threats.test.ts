import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCloudTrailFeatures } from '../../../src/features/cloudtrail/features';
import { findThreats, type JudgedEvent } from '../../../src/pipeline/cloudtrail/find-threats';
import { sliceCloudTrailRows } from '../../../src/pipeline/cloudtrail/rows';
import { type CloudTrailTraining, trainCloudTrail } from '../../../src/pipeline/cloudtrail/train';
import {
  cloudTrailFinding,
  threatFindingModel,
} from '../../../src/report/findings/cloudtrail-finding';
import { ecsDocument } from '../../../src/report/findings/ecs';
import { ocsfFinding } from '../../../src/report/findings/ocsf';
import { smallRows } from './small';

const rows = smallRows();
const { events } = rows;
const OPTIONS = {
  ...{ seed: 2, epochs: 3, windowLength: 4, maxNormals: 1500 },
  labels: 'synthetic',
} as const;

async function judgedIn(training: CloudTrailTraining, sizes: readonly number[]) {
  const batches: (typeof events)[] = [];
  for (const size of sizes) {
    const from = batches.reduce((sum, batch) => sum + batch.length, 0);
    batches.push(events.slice(from, from + size));
  }
  const judged: JudgedEvent[] = [];
  for await (const some of findThreats(training.fitted, batches)) judged.push(...some);
  return judged;
}

describe('trainCloudTrail and findThreats', () => {
  let training: CloudTrailTraining;
  beforeAll(async () => {
    training = await trainCloudTrail(rows, OPTIONS);
  });
  afterAll(() => training.fitted.dispose());

  it('trains on the oldest and judges on the newest fifth', () => {
    const { borders, nTest, test } = training;
    expect(nTest / events.length).toBeCloseTo(0.2, 2);
    expect(events[events.length - nTest].eventTime).toBe(borders.testFrom);
    expect(test['ROC AUC']).toBeGreaterThan(0.75);
  });

  it('says what calling everything Normal reaches, and which labels there were', () => {
    const { nTest, mostFrequentClass } = training;
    const labels = rows.labels.slice(-nTest);
    const share = labels.filter((label) => label === 0).length / nTest;
    const nClasses = new Set(labels).size;
    const f1 = (2 * share) / (1 + share);
    expect(mostFrequentClass['accuracy']).toBeCloseTo(share, 12);
    expect(mostFrequentClass['macro F1']).toBeCloseTo(f1 / nClasses, 12);
    expect(training.fitted.state.metadata.labels).toBe('synthetic');
  });

  it('judges the same in any batches, as all at once', async () => {
    const one = await judgedIn(training, [600]);
    const three = await judgedIn(training, [1, 0, 250, 349]);
    expect(three.map(({ event }) => event)).toEqual(events.slice(0, 600));
    const part = sliceCloudTrailRows(rows, 0, 600);
    const names = part.events.map(({ principal }) => principal);
    const whole = await training.fitted.predictThreats(part.features, names);
    one.forEach(({ threat }, i) => {
      expect(threat.riskScore).toBeCloseTo(whole[i].riskScore, 6);
      expect(three[i].threat.riskScore).toBeCloseTo(whole[i].riskScore, 6);
    });
  });

  it('gives reasons of threats alone, the same in any batches', async () => {
    const risks = (await judgedIn(training, [200])).map(({ threat }) => threat.riskScore);
    const sorted = risks.toSorted((a, b) => a - b);
    const threshold = (sorted[99] + sorted[100]) / 2;
    const reasonsIn = async (batches: (typeof events)[]) => {
      const all: JudgedEvent[] = [];
      const options = { reasons: true, threshold };
      for await (const some of findThreats(training.fitted, batches, options)) all.push(...some);
      return all.map(({ reasons }) => reasons?.map(({ feature, actual }) => [feature, actual]));
    };
    const one = await reasonsIn([events.slice(0, 200)]);
    expect(await reasonsIn([events.slice(0, 77), events.slice(77, 200)])).toEqual(one);
    expect(one.map((reasons) => reasons !== undefined)).toEqual(
      risks.map((risk) => risk >= threshold),
    );
    expect(one.filter((reasons) => reasons && reasons.length > 0).length).toBeGreaterThan(50);
  });

  it('goes on from what features knew, and refuses older events', async () => {
    const features = createCloudTrailFeatures();
    features.addAll(events.slice(0, 500));
    const older = findThreats(training.fitted, [events.slice(0, 5)], { features });
    await expect(older.next()).rejects.toThrow('must not be older');
    const later = findThreats(training.fitted, [events.slice(500, 510)], { features });
    expect((await later.next()).value).toHaveLength(10);
  });

  it('refuses thresholds and options as predictThreat does', async () => {
    const first = (options: object) =>
      findThreats(training.fitted, [events.slice(0, 5)], options).next();
    for (const threshold of [-0.1, 1.5, Number.NaN, '0.5']) {
      await expect(first({ threshold })).rejects.toThrow('threshold must be in [0, 1]');
    }
    await expect(first({ treshold: 0.5 })).rejects.toThrow('option must be features, reasons or');
    await expect(first({ threshold: 0.5 })).resolves.toMatchObject({ done: false });
  });

  it('becomes findings of OCSF and ECS with ATT&CK', async () => {
    const { state } = training.fitted;
    const model = threatFindingModel(state, 'cloud');
    const [judged] = await judgedIn(training, [1]);
    const threat = {
      threatType: 'Privilege Escalation',
      confidence: 0.8,
      riskScore: 0.99,
      riskBand: 'high',
    } as const;
    const finding = cloudTrailFinding({ event: judged.event, threat }, state, model);
    expect(finding.isAnomaly).toBe(true);
    expect(finding.attack?.technique?.id).toBe('T1098');
    expect(finding.entity).toEqual({ kind: 'user', name: judged.event.principal });
    expect(finding.time).toBe(judged.event.eventTime);
    expect(ocsfFinding(finding)['class_uid']).toBe(2004);
    expect(ecsDocument(finding)['threat']).toMatchObject({ tactic: { id: ['TA0004'] } });
    const usual = { ...threat, threatType: 'Normal', riskScore: 0 } as const;
    const none = cloudTrailFinding({ event: judged.event, threat: usual }, state, model);
    expect([none.isAnomaly, none.attack]).toEqual([false, null]);
  });
});

describe('trainCloudTrail, refusing', () => {
  it('what has no parts', async () => {
    await expect(trainCloudTrail(sliceCloudTrailRows(rows, 0, 0))).rejects.toThrow(
      'events must be of different times',
    );
    const normal = sliceCloudTrailRows(rows, 0, events.length);
    const labels = new Int32Array(events.length);
    await expect(trainCloudTrail({ ...normal, labels })).rejects.toThrow('must have attacks');
  });
});

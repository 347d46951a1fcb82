import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rocAuc } from '../../../src/metrics/roc';
import type { FittedIamThreatLstm } from '../../../src/pipeline/cloudtrail/fitted-threat-lstm';
import { iamThreatLstm } from '../../../src/pipeline/cloudtrail/iam-threat-lstm';
import { loadIamThreatLstm } from '../../../src/pipeline/cloudtrail/load-threat-lstm';
import {
  indexAtTime,
  shuffleLabels,
  sliceCloudTrailRows,
} from '../../../src/pipeline/cloudtrail/rows';
import { riskBandOf, threatOf } from '../../../src/pipeline/cloudtrail/threat';
import { usualEpochs } from '../../../src/pipeline/cloudtrail/usual-epochs';
import { BORDERS, smallRows } from './small';

const folder = mkdtempSync(join(tmpdir(), 'threat-lstm-'));
afterAll(() => rmSync(folder, { recursive: true }));

const OPTIONS = { seed: 1, epochs: 4, windowLength: 5, maxNormals: 1500 };
const rows = smallRows();
const principals = rows.events.map(({ principal }) => principal);
const nBefore = indexAtTime(rows, BORDERS.validationFrom);
const nSeen = indexAtTime(rows, BORDERS.testFrom);

describe('iamThreatLstm', () => {
  let fitted: FittedIamThreatLstm;
  beforeAll(async () => {
    fitted = await iamThreatLstm(OPTIONS).train(rows, BORDERS);
  });
  afterAll(() => fitted.dispose());

  it('finds attacks of a later time better than chance', async () => {
    const { data } = await fitted.probabilities(rows.features, principals, nSeen);
    const labels = rows.labels.slice(nSeen).map((label) => (label > 0 ? 1 : 0));
    const scores = Float64Array.from(labels, (_, i) => 1 - data[5 * i]);
    expect(rocAuc(labels, scores)).toBeGreaterThan(0.8);
  });

  it('flags at most 1 % of the normal validation events', async () => {
    const { data } = await fitted.probabilities(rows.features, principals, nBefore);
    const normals = [...rows.labels.subarray(nBefore, nSeen).keys()].filter(
      (i) => rows.labels[nBefore + i] === 0,
    );
    const flagged = normals.filter((i) => 1 - data[5 * i] >= fitted.state.threshold);
    expect(flagged.length).toBeLessThanOrEqual(0.01 * normals.length);
    expect(flagged.length).toBeGreaterThan(0.005 * normals.length);
  });

  it('is better calibrated than the network alone', () => {
    const { calibrationError, calibrationErrorBefore, trainedUntil } = fitted.state.metadata;
    expect(calibrationError).toBeLessThan(0.5 * calibrationErrorBefore);
    expect(Date.parse(trainedUntil)).toBeLessThan(BORDERS.validationFrom);
  });

  it('predicts one sequence as it predicts it among many', async () => {
    const own = [...principals.keys()].filter((i) => principals[i] === principals[40]).slice(0, 12);
    const data = Float64Array.from(
      own.flatMap((i) => [...rows.features.data.subarray(20 * i, 20 * i + 20)]),
    );
    const sequence = { data, nSamples: own.length, nFeatures: 20 };
    const alone = await fitted.predictThreat(sequence, { threshold: 0.5 });
    const until = sliceCloudTrailRows(rows, 0, own[own.length - 1] + 1);
    const many = await fitted.predictThreats(
      until.features,
      principals.slice(0, until.events.length),
    );
    const among = many[many.length - 1];
    expect(alone.riskScore).toBeCloseTo(among.riskScore, 6);
    expect(alone.confidence).toBeGreaterThan(0);
    expect(alone.riskBand).toBe(riskBandOf(alone.riskScore));
  });

  it('takes all for a threat at threshold 0, and of calls that it never saw gives a probability', async () => {
    const data = new Float64Array(20).fill(1);
    const threat = await fitted.predictThreat(
      { data, nSamples: 1, nFeatures: 20 },
      { threshold: 0 },
    );
    expect(threat.threatType).not.toBe('Normal');
    expect(threat.riskScore).toBeGreaterThanOrEqual(threat.confidence);
  });

  it('refuses wrong sequences and thresholds', async () => {
    const one = { data: new Float64Array(20), nSamples: 1, nFeatures: 20 };
    await expect(fitted.predictThreat(one, { threshold: 2 })).rejects.toThrow('threshold');
    await expect(
      fitted.predictThreat({ data: new Float64Array(0), nSamples: 0, nFeatures: 20 }),
    ).rejects.toThrow(RangeError);
    await expect(
      fitted.predictThreat({ data: new Float64Array(3), nSamples: 1, nFeatures: 3 }),
    ).rejects.toThrow(RangeError);
    await expect(
      fitted.predictThreat({ ...one, data: new Float64Array(20).fill(Number.NaN) }),
    ).rejects.toThrow(RangeError);
  });

  it('is the same after saving and loading, in less than 523 kB', async () => {
    const place = join(folder, 'model');
    await fitted.save(place);
    await fitted.save(place); // replaces
    const files = readdirSync(place);
    const bytes = files.map((name) => statSync(join(place, name)).size);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(523_000);
    const loaded = await loadIamThreatLstm(place);
    const part = sliceCloudTrailRows(rows, 0, 300);
    const names = principals.slice(0, 300);
    expect(await loaded.predictThreats(part.features, names)).toEqual(
      await fitted.predictThreats(part.features, names),
    );
    expect(loaded.state.metadata).toEqual(fitted.state.metadata);
    loaded.dispose();
    const file = join(place, 'threat-model.json');
    const older = readFileSync(file, 'utf8').replace(/"labels": "unknown",\s*/, '');
    expect(older).not.toContain('"labels"');
    writeFileSync(file, older);
    const old = await loadIamThreatLstm(place);
    expect(old.state.metadata.labels).toBe('unknown');
    old.dispose();
    writeFileSync(file, readFileSync(file, 'utf8').replace('"Normal"', '"Usual"'));
    await expect(loadIamThreatLstm(place)).rejects.toThrow('threat-model.json');
    writeFileSync(join(folder, 'note.txt'), '');
    await expect(fitted.save(folder)).rejects.toThrow('must be empty');
  });

  it('passes less often over many windows, for as many steps', () => {
    expect([1, 25_600, 51_200, 1e9].map(usualEpochs)).toEqual([60, 60, 30, 1]);
    expect(fitted.state.metadata.epochs).toBe(4);
  });

  it('has some 38,000 parameters', async () => {
    const place = join(folder, 'sized');
    await fitted.save(place);
    expect(statSync(join(place, 'detector.bin')).size / 4).toBeCloseTo(38_000, -3);
  });
});

describe('iamThreatLstm on labels that were dealt anew within four weeks', () => {
  it('finds what chance finds: nothing leaks', async () => {
    const shuffled = shuffleLabels(rows, 28, 7);
    const fitted = await iamThreatLstm(OPTIONS).train(shuffled, BORDERS);
    const { data } = await fitted.probabilities(rows.features, principals, nSeen);
    fitted.dispose();
    const labels = shuffled.labels.slice(nSeen).map((label) => (label > 0 ? 1 : 0));
    const scores = Float64Array.from(labels, (_, i) => 1 - data[5 * i]);
    expect(Math.abs(rocAuc(labels, scores) - 0.5)).toBeLessThan(0.08);
  });
});

describe('iamThreatLstm, refusing', () => {
  it('a part without a class', async () => {
    const early = { validationFrom: rows.events[3].eventTime, testFrom: BORDERS.testFrom };
    await expect(iamThreatLstm(OPTIONS).train(rows, early)).rejects.toThrow('of every class');
    const late = { validationFrom: BORDERS.testFrom - 1, testFrom: BORDERS.testFrom };
    await expect(iamThreatLstm(OPTIONS).train(rows, late)).rejects.toThrow('validation events');
  });

  it('options that are none', () => {
    expect(() => iamThreatLstm({ epochs: -1 })).toThrow('epochs');
    expect(() => iamThreatLstm({ falsePositiveRate: 2 })).toThrow('falsePositiveRate');
    expect(() => iamThreatLstm({ wide: 1 } as never)).toThrow('wide');
  });
});

describe('threatOf', () => {
  it('names the most probable attack at or above the threshold', () => {
    const probabilities = [0.4, 0.1, 0.1, 0.3, 0.1];
    expect(threatOf(probabilities, 0.6).threatType).toBe('Data Exfiltration');
    expect(threatOf(probabilities, 0.61)).toEqual({
      threatType: 'Normal',
      confidence: 0.4,
      riskScore: 0.6,
      riskBand: 'medium',
    });
  });

  it('has the bands of the seed', () => {
    expect([0, 0.29, 0.3, 0.69, 0.7, 1].map(riskBandOf)).toEqual([
      'low',
      'low',
      'medium',
      'medium',
      'high',
      'high',
    ]);
    expect(() => riskBandOf(1.1)).toThrow('riskScore');
  });
});

import { describe, expect, it } from 'vitest';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { analyzeEvent } from '../../src/pipeline/analyze-event';
import { pipeline } from '../../src/pipeline/pipeline';
import { typicalRow } from '../../src/pipeline/typical-row';
import { createRandom } from '../../src/random';
import { centroids } from './centroids';

const random = createRandom(5);
const COLUMNS = { bytes: 'numeric', hour: 'numeric', country: 'oneHot' } as const;
const ROWS = Array.from({ length: 200 }, (_, i) => ({
  userId: 'ann',
  time: i,
  bytes: i % 10 === 9 ? 900 : random.normal(100, 10),
  hour: random.integer(8),
  country: i % 10 === 9 ? 'far' : random.choice(['home', 'near', 'home']),
}));
const LABELS = Int32Array.from(ROWS, (_, i) => Number(i % 10 === 9));
const options = { reference: typicalRow(ROWS, COLUMNS) };
const HISTORY = ROWS.slice(0, 19);
const usual = { userId: 'ann', time: 500, bytes: 100, hour: 4, country: 'home' };
const strange = { userId: 'ann', time: 500, bytes: 900, hour: 4, country: 'far' };

const classifier = () =>
  pipeline({
    columns: COLUMNS,
    scaler: 'standard',
    windows: { length: 3, entity: 'userId', time: 'time' },
    detector: centroids(),
    threshold: { kind: 'value', value: 0.5 },
  }).fit(ROWS, { labels: LABELS });

describe('analyzeEvent', () => {
  it('gives a classifier’s probability and what adds to it, most first', async () => {
    const fitted = await classifier();
    const analysis = await analyzeEvent(fitted, [...HISTORY, strange], options);
    const [score] = await fitted.score([strange], HISTORY);
    expect(analysis).toMatchObject({
      isAnomaly: true,
      anomalyProbability: score,
      riskLevel: 'high',
    });
    const { topFeatures } = analysis;
    const { bytes } = options.reference;
    expect(topFeatures.map((top) => [top.feature, top.value, top.typical]).sort()).toEqual([
      ['bytes', 900, bytes],
      ['country', 'far', 'home'],
    ]);
    expect(topFeatures[0].importance).toBeGreaterThanOrEqual(topFeatures[1].importance);
    expect(topFeatures[1].importance).toBeGreaterThan(0);
  });

  it('finds a usual event of low risk, with nothing that adds much', async () => {
    const analysis = await analyzeEvent(await classifier(), [...HISTORY, usual], options);
    expect(analysis).toMatchObject({ isAnomaly: false, riskLevel: 'low' });
    expect(analysis.topFeatures.every(({ importance }) => importance < 0.1)).toBe(true);
  });

  it('gives the share of calibration scores below where there is no probability', async () => {
    const normal = ROWS.filter((_, i) => LABELS[i] === 0);
    const fitted = await pipeline({ columns: COLUMNS, detector: isolationForest() }).fit(normal);
    const [score] = await fitted.score([usual]);
    const below = [...fitted.calibrationScores].filter((other) => other < score).length / 180;
    const analysis = await analyzeEvent(fitted, [usual], { ...options, nTop: 1 });
    expect(analysis.anomalyProbability).toBe(below);
    expect(analysis.topFeatures.length).toBeLessThanOrEqual(1);
    const worst = await analyzeEvent(
      fitted,
      [{ ...strange, bytes: 5000, country: 'mars' }],
      options,
    );
    expect(worst).toMatchObject({ isAnomaly: true, riskLevel: 'high' });
  });

  it('refuses no rows and half a feature', async () => {
    const fitted = await classifier();
    await expect(analyzeEvent(fitted, [], options)).rejects.toThrow('rows must not be empty');
    await expect(analyzeEvent(fitted, [usual], { ...options, nTop: 0.5 })).rejects.toThrow(
      'nTop must be an integer of at least 0, got 0.5',
    );
  });

  it.each([undefined, {}, { reference: null }])(
    'asks for the reference, given %o',
    async (given) => {
      const missing = given as unknown as typeof options;
      await expect(analyzeEvent(await classifier(), [usual], missing)).rejects.toThrow(
        /^options\.reference must be a usual row to compare with, as typicalRow gives, got n/,
      );
    },
  );
});

import { beforeAll, describe, expect, it } from 'vitest';
import type { ProcessRecording } from '../../../src/data/process/recording';
import { thinRecording } from '../../../src/features/process-recordings';
import {
  PROCESS_METHODS,
  type ProcessOutcome,
  processExperiment,
} from '../../../src/pipeline/process/experiment';
import { combineErrors, errorScale } from '../../../src/pipeline/process/methods/combine-errors';
import { fitPcaReconstruction } from '../../../src/pipeline/process/methods/pca-reconstruction';
import { splitRecordings } from '../../../src/pipeline/process/prepare/split-recordings';
import { trailingMeans } from '../../../src/pipeline/skab/smoothing';
import { smallPlant } from './small-plant';

const train = smallPlant('train1', 1200, null, 1);
const test1 = smallPlant('test1', 600, [{ start: 150, end: 190 }], 2);
const test2 = smallPlant(
  'test2',
  600,
  [
    { start: 100, end: 140 },
    { start: 400, end: 430 },
  ],
  3,
);
const sizes = { length: 10, trainWindows: 100, testStride: 5, fitStride: 2, epochs: 1, seed: 11 };

describe('processExperiment', () => {
  let outcome: ProcessOutcome;
  beforeAll(async () => {
    const methods = PROCESS_METHODS.filter((name) => name !== 'lstmAutoencoder of 20');
    outcome = await processExperiment({ train, tests: [test1, test2], ...sizes, methods });
  }, 120_000);

  it('finds both attacks where one point leaves the others', () => {
    const { scores, results } = outcome;
    expect(scores['mahalanobis'].tests.map(({ length }) => length)).toEqual([600, 600]);
    const row = results.find(
      ({ method, test, rule }) =>
        method === 'mahalanobis' && test === 'test2' && rule === 'mean + 3σ',
    );
    expect(row).toMatchObject({ nFound: 2, nAttacks: 2 });
    expect(row!.rocAuc).toBeGreaterThan(0.95);
  });

  it('reports thresholds with labels only where they were not chosen', () => {
    const tests = outcome.results.filter(({ rule }) => rule === 'best G-mean');
    expect(tests.length).toBeGreaterThan(0);
    expect(new Set(tests.map(({ test }) => test))).toEqual(new Set(['test2']));
  });

  it('holds the scores of windows over all samples, in every variant', () => {
    const { scores } = outcome;
    const ofNetwork = Object.keys(scores).filter((name) => name.startsWith('lstm'));
    expect(ofNetwork).toHaveLength(14);
    for (const name of ofNetwork) {
      expect(scores[name].validation).toHaveLength(120);
      for (const list of scores[name].tests) {
        expect(list).toHaveLength(600);
        expect(list.every((score) => Number.isFinite(score))).toBe(true);
      }
    }
    const held = scores['lstmAutoencoder'].tests[0];
    expect(new Set(held.subarray(9, 14)).size).toBe(1);
    expect(held[14]).not.toBe(held[13]);
  });

  it('shows what blind flags get, point-adjusted most of all', () => {
    const blind = outcome.results.filter(({ rule }) => rule === 'none');
    expect(blind).toHaveLength(6);
    const always = blind.find(({ method, test }) => /always/.test(method) && test === 'test2');
    expect(always).toMatchObject({ nFound: 2, recall: 1, rocAuc: null, threshold: null });
  });

  it('gives the same for the same seed', async () => {
    const methods = ['isolationForest'];
    const again = await processExperiment({ train, tests: [test1, test2], ...sizes, methods });
    expect(again.scores['isolationForest']).toEqual(outcome.scores['isolationForest']);
  });
});

describe('processExperiment refuses', () => {
  const run = (options: { train?: ProcessRecording; tests?: ProcessRecording[] } & object) =>
    processExperiment({ train, tests: [test1], methods: ['largestZ'], ...sizes, ...options });
  const withValue = (value: number) => {
    const data = test1.samples.data.slice();
    data[4 * 30 + 2] = value;
    return { ...test1, samples: { ...test1.samples, data } };
  };
  const cases: [string, object, string][] = [
    [
      'a test without an attack',
      { tests: [smallPlant('quiet', 600, [])] },
      'recording quiet must hold an attack',
    ],
    [
      'a test without labels',
      { tests: [smallPlant('bare', 600)] },
      'recording bare must have labels',
    ],
    ['no test', { tests: [] }, 'tests must have a recording'],
    [
      'NaN',
      { tests: [withValue(Number.NaN)] },
      'recording test1, sample 30, point P2_NOISE: must be finite, got NaN',
    ],
    [
      'other points',
      { tests: [{ ...test1, points: ['P1_SWING', 'P1_OTHER', 'P2_NOISE', 'P2_FIXED'] }] },
      'recording test1, column 2, must be P1_FOLLOW as in train1, got P1_OTHER',
    ],
    ['attacks in training', { train: test1 }, 'recording test1 must be normal'],
    [
      'windows longer than a recording',
      { length: 700 },
      'recording train1 must have 700 samples, got 120',
    ],
    ['an unknown method', { methods: ['oracle'] }, 'got oracle'],
    ['an unknown option', { windows: 3 }, 'got windows'],
    ['a stride of 0', { testStride: 0 }, 'testStride must be an integer of at least 1'],
  ];
  it.each(cases)('%s', async (_, options, message) => {
    await expect(run(options)).rejects.toThrow(message);
  });
});

it('scores a plant of which every point is constant in training', async () => {
  const still = (one: ProcessRecording) => ({
    ...one,
    samples: { ...one.samples, data: one.samples.data.map(() => 2) },
  });
  const methods = ['largestZ', 'mahalanobis', 'pcaReconstruction'];
  const options = { ...sizes, train: still(train), tests: [still(test1), test2], methods };
  const { scores } = await processExperiment(options);
  for (const { tests } of Object.values(scores)) {
    expect(tests.every((list) => list.every((score) => Number.isFinite(score)))).toBe(true);
  }
});

it('smooths errors of principal components across the chunks of a long recording', async () => {
  const long = smallPlant('test1', 17_000, [{ start: 16_370, end: 16_400 }], 2);
  const methods = ['pcaReconstruction'];
  const { scores } = await processExperiment({ ...sizes, train, tests: [long], methods });
  const learned = splitRecordings(train);
  const model = fitPcaReconstruction(thinRecording(learned.train[0], sizes.fitStride).samples);
  const scale = errorScale(model.errors(learned.validation[0].samples));
  const smoothed = trailingMeans(model.errors(long.samples), 100);
  combineErrors(smoothed, { scale }).forEach((score, i) => {
    expect(scores['pcaReconstruction, scaled'].tests[0][i]).toBeCloseTo(score, 9);
  });
});

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Detector, FitOptions } from '../../src/detectors/detector';
import { ecod } from '../../src/detectors/ecod';
import { ensemble } from '../../src/detectors/ensemble';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { knn } from '../../src/detectors/knn';
import { loadDetector, saveDetector } from '../../src/detectors/load';
import { oneClassSvm } from '../../src/detectors/one-class-svm';
import { matrix, rowOf } from '../../src/matrix';
import { describeDetector, plantedOutliers } from './contract';

const members = (seed: number) => [
  isolationForest({ seed }),
  oneClassSvm(),
  ecod(),
  isolationForest({ seed: seed + 100 }),
];

describe.each([
  'average',
  'maximum',
  'averageOfMaximum',
  'maximumOfAverage',
  'majorityVote',
] as const)('%s', (combination) => {
  describeDetector(`ensemble by ${combination}`, (seed) =>
    ensemble(members(seed), { combination }),
  );
});

describeDetector('ensemble of ranks', (seed) => ensemble(members(seed), { normalisation: 'rank' }));
describeDetector('ensemble of unified scores', (seed) =>
  ensemble(members(seed), { normalisation: 'unified' }),
);

/** Scores by one feature, and tells what was asked of it. */
function featureDetector(feature: number, log: string[] = []): Detector {
  const fitted = {
    name: 'feature',
    params: { feature },
    score: async (samples: Parameters<typeof rowOf>[0]) =>
      Float32Array.from({ length: samples.nSamples }, (_, i) => rowOf(samples, i)[feature]),
    save: async () => {},
    dispose: () => log.push(`dispose ${feature}`),
  };
  const fit = async (_train: unknown, options: FitOptions = {}) => {
    log.push(`fit ${feature} ${options.checkpointDirectory ?? ''}`.trim());
    return fitted;
  };
  return { name: 'feature', params: { feature }, fit };
}

describe('ensemble', () => {
  const train = matrix([
    [0, 0],
    [1, 10],
    [2, 20],
    [3, 30],
  ]);
  const test = matrix([
    [2.5, 35],
    [9, 15],
  ]);
  const both = [featureDetector(0), featureDetector(1)];

  it('brings members to one scale by their training scores', async () => {
    const scores = await (await ensemble(both).fit(train)).score(test);
    const deviation = Math.sqrt(1.25);
    expect(scores[0]).toBeCloseTo((1 / deviation + 2 / deviation) / 2, 6);
    expect(scores[1]).toBeCloseTo((7.5 / deviation + 0) / 2, 6);
  });

  it('votes by the share of training samples that each member flags', async () => {
    const vote = ensemble(both, { combination: 'majorityVote', contamination: 0.25 });
    const samples = matrix([
      [0, 0],
      [2.5, 0],
      [2.5, 35],
    ]);
    expect(await (await vote.fit(train)).score(samples)).toEqual(Float32Array.of(0, 0.5, 1));
  });

  it('votes by exactly the share that is asked for, whatever its rounding', async () => {
    for (const nSamples of [10, 100, 300]) {
      const own = matrix(Array.from({ length: nSamples }, (_, i) => [i]));
      for (let percent = 1; percent <= 50; percent++) {
        const vote = ensemble([featureDetector(0)], {
          combination: 'majorityVote',
          contamination: percent / 100,
        });
        const scores = await (await vote.fit(own)).score(own);
        const nFlagged = scores.filter((score) => score === 1).length;
        expect(nFlagged, `${percent} % of ${nSamples}`).toBe(
          Math.floor((percent * nSamples) / 100),
        );
      }
    }
  });

  it('scales nearest neighbours by what they score without the sample itself', async () => {
    const line = matrix(Array.from({ length: 10 }, (_, i) => [i])); // each 1 from its neighbour
    const fitted = await ensemble([knn({ nNeighbours: 1 })], { normalisation: 'rank' }).fit(line);
    expect(await fitted.score(matrix([[0.5], [12]]))).toEqual(Float32Array.of(0, 1));
  });

  it('deals members into groups in turn', async () => {
    const three = [featureDetector(0), featureDetector(1), featureDetector(0)];
    const options = { combination: 'maximumOfAverage', normalisation: 'rank' } as const;
    const fitted = await ensemble(three, { ...options, nGroups: 2 }).fit(train);
    expect(await fitted.score(matrix([[9, 0]]))).toEqual(Float32Array.of(1)); // 0 and 2 in a group
  });

  it('gives each member folders of its own', async () => {
    const log: string[] = [];
    const make = ensemble([featureDetector(0, log), featureDetector(1, log)]);
    (await make.fit(train, { checkpointDirectory: 'here' })).dispose();
    expect(log).toEqual([
      `fit 0 ${join('here', 'member-0')}`,
      `fit 1 ${join('here', 'member-1')}`,
      'dispose 0',
      'dispose 1',
    ]);
  });

  it('frees the members that were fitted when a later one fails', async () => {
    const log: string[] = [];
    const failing = { ...featureDetector(1), fit: () => Promise.reject(new RangeError('no')) };
    await expect(ensemble([featureDetector(0, log), failing]).fit(train)).rejects.toThrow('no');
    expect(log).toEqual(['fit 0', 'dispose 0']);
  });

  it('saves its members beside it, ensembles among them', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'ensemble-'));
    try {
      const { samples } = plantedOutliers(60, 4, 3);
      const nested = ensemble([ecod(), ensemble([isolationForest(), oneClassSvm()])]);
      const fitted = await nested.fit(samples);
      await saveDetector(fitted, directory);
      expect((await readdir(directory)).sort()).toEqual([
        'detector.bin',
        'detector.json',
        'member-0',
        'member-1',
      ]);
      const loaded = await loadDetector(directory);
      expect(await loaded.score(samples)).toEqual(await fitted.score(samples));
      await writeFile(join(directory, 'member-1', 'member-0', 'detector.json'), '{}');
      await expect(loadDetector(directory)).rejects.toThrow(join('member-1', 'member-0'));
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('ranks as its example says', async () => {
    const make = ensemble([isolationForest({ seed: 42 }), oneClassSvm()], {
      combination: 'maximum',
    });
    const fitted = await make.fit(matrix([[0], [0.1], [0.2], [0.3]]));
    const scores = await fitted.score(matrix([[0.1], [9]]));
    expect(scores[1]).toBeGreaterThan(scores[0]);
  });

  it('gives one sample and equal samples finite scores', async () => {
    for (const rows of [[[1, 2]], Array(20).fill([1, 2])]) {
      const fitted = await ensemble(members(0)).fit(matrix(rows));
      expect((await fitted.score(matrix(rows))).every(Number.isFinite)).toBe(true);
    }
  });

  it('refuses no members, and options out of range or without meaning', () => {
    const median = { combination: 'median' as 'average' };
    expect(() => ensemble([])).toThrow('members must not be empty, got 0 detectors');
    expect(() => ensemble(both, median)).toThrow('combination must be one of average, maximum');
    expect(() => ensemble(both, { normalisation: 'none' as 'rank' })).toThrow(
      'normalisation must be one of zscore',
    );
    expect(() => ensemble(both, { combination: 'averageOfMaximum', nGroups: 3 })).toThrow(
      'nGroups must be at most 2, the members, got 3',
    );
    expect(() => ensemble(both, { combination: 'majorityVote', contamination: 0.6 })).toThrow(
      'contamination must be in (0, 0.5], got 0.6',
    );
    expect(() => ensemble(both, { nGroups: 2 })).toThrow(
      "nGroups has no meaning for combination 'average', got 2",
    );
    expect(() => ensemble(both, { combination: 'majorityVote', normalisation: 'rank' })).toThrow(
      "normalisation has no meaning for combination 'majorityVote', got rank",
    );
    expect(() => ensemble(both, { weights: [1] } as object)).toThrow('option must be combination');
  });
});

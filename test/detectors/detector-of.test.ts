import { describe, expect, it } from 'vitest';
import { type DetectorName, detectorOf, usesTensorflow } from '../../src/detectors/detector-of';
import { plantedOutliers } from './contract';

const NAMES: readonly DetectorName[] = [
  'autoencoder',
  'copod',
  'ecod',
  'extendedIsolationForest',
  'hbos',
  'isolationForest',
  'knn',
  'largestZ',
  'lof',
  'mahalanobis',
  'oneClassSvm',
  'pca',
];

describe('detectorOf', () => {
  it.each(NAMES)('makes %s, and the same again of its own params', (name) => {
    const made = detectorOf(name);
    expect(made.name).toBe(name);
    expect(detectorOf(name, made.params as never).params).toEqual(made.params);
  });

  it('passes hyperparameters on', () => {
    expect(detectorOf('lof', { nNeighbours: 10 }).params).toEqual({ nNeighbours: 10 });
  });

  it('seeds what is random and has no seed', () => {
    expect(detectorOf('isolationForest', {}, 7).params['seed']).toBe(7);
    expect(detectorOf('isolationForest', { seed: 3 }, 7).params['seed']).toBe(3);
    expect(detectorOf('ecod', {}, 7).params).toEqual({});
  });

  it('makes an ensemble of members by name, each with the seed', async () => {
    const { samples } = plantedOutliers(50, 5, 1);
    const make = (seed: number) =>
      detectorOf('ensemble', { members: [{ name: 'isolationForest' }, { name: 'ecod' }] }, seed);
    expect(make(1).params['members']).toBe('isolationForest, ecod');
    const [first, again, other] = await Promise.all(
      [1, 1, 2].map(async (seed) => (await make(seed).fit(samples)).score(samples)),
    );
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
  });

  it('knows what needs TensorFlow', () => {
    expect(usesTensorflow({ name: 'autoencoder' })).toBe(true);
    expect(usesTensorflow({ name: 'ecod' })).toBe(false);
    const members = [{ name: 'ecod' }, { name: 'autoencoder' }] as const;
    expect(usesTensorflow({ name: 'ensemble', params: { members } })).toBe(true);
  });

  it('refuses names and hyperparameters that do not exist', () => {
    expect(() => detectorOf('toString' as never)).toThrow('detector must be one of autoencoder,');
    expect(() => detectorOf('ecod', { nBins: 3 } as never)).toThrow(
      'ecod must have no hyperparameters, got nBins',
    );
    expect(() => detectorOf('hbos', { bins: 3 } as never)).toThrow(
      'option must be nBins, got bins',
    );
    expect(() => detectorOf('hbos', 3 as never)).toThrow(TypeError);
    expect(() => detectorOf('ensemble')).toThrow(
      'members must be detectors by name, got undefined',
    );
  });
});

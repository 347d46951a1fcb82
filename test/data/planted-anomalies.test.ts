import { describe, expect, it } from 'vitest';
import { ANOMALY_KINDS, type AnomalyKind, plantAnomalies } from '../../src/data/planted-anomalies';
import { type Matrix, takeRows } from '../../src/matrix';

const N = 20_000;

/** Normal samples and anomalies apart, many of each. */
function partsOf(kind: AnomalyKind): { normals: Matrix; anomalies: Matrix } {
  const { samples } = plantAnomalies(kind, { nNormal: N, nAnomalies: N, nFeatures: 4, seed: 5 });
  const rows = (from: number) => Int32Array.from({ length: N }, (_, i) => from + i);
  return { normals: takeRows(samples, rows(0)), anomalies: takeRows(samples, rows(N)) };
}

/** The mean over samples of a feature, or of the product of two. */
function meanOf({ data, nSamples, nFeatures }: Matrix, j: number, k?: number): number {
  let sum = 0;
  for (let i = 0; i < nSamples; i++) {
    sum += data[i * nFeatures + j] * (k === undefined ? 1 : data[i * nFeatures + k]);
  }
  return sum / nSamples;
}

const covariance = (samples: Matrix, j: number, k: number) =>
  meanOf(samples, j, k) - meanOf(samples, j) * meanOf(samples, k);

const correlation = (samples: Matrix, j: number, k: number) =>
  covariance(samples, j, k) / Math.sqrt(covariance(samples, j, j) * covariance(samples, k, k));

const FEATURES = [0, 1, 2, 3];

describe('plantAnomalies', () => {
  it('puts normal samples first, the same for every kind of a seed', () => {
    const [first, ...others] = ANOMALY_KINDS.map((kind) => plantAnomalies(kind, { seed: 3 }));
    expect(first.samples).toMatchObject({ nSamples: 1000, nFeatures: 6 });
    expect([...first.labels]).toEqual([...Array(950).fill(0), ...Array(50).fill(1)]);
    for (const { samples } of others) {
      expect(samples.data.subarray(0, 950 * 6)).toEqual(first.samples.data.subarray(0, 950 * 6));
      expect(samples.data).not.toEqual(first.samples.data);
    }
  });

  it('repeats for a seed and differs for another', () => {
    const dataOf = (seed: number) => plantAnomalies('local', { seed }).samples.data;
    expect(dataOf(7)).toEqual(dataOf(7));
    expect(dataOf(7)).not.toEqual(dataOf(8));
  });

  it('spreads global anomalies over the range, stretched by a tenth', () => {
    const { normals, anomalies } = partsOf('global');
    for (const j of FEATURES) {
      const column = ({ data }: Matrix) => data.filter((_, i) => i % 4 === j).sort();
      const [own, planted] = [column(normals), column(anomalies)];
      expect(planted[0]).toBeCloseTo(1.1 * own[0], 1);
      expect(planted[N - 1]).toBeCloseTo(1.1 * own[N - 1], 1);
      const share = (planted[N / 4] - planted[0]) / (planted[N - 1] - planted[0]);
      expect(share).toBeCloseTo(0.25, 1); // evenly
    }
  });

  it('keeps the centres of local anomalies and widens them', () => {
    const { normals, anomalies } = partsOf('local');
    for (const j of FEATURES) {
      expect(meanOf(anomalies, j)).toBeCloseTo(meanOf(normals, j), 0);
      const ratio = covariance(anomalies, j, j) / covariance(normals, j, j);
      expect(ratio).toBeGreaterThan(3); // 5 within clusters, 1 between their centres
      expect(ratio).toBeLessThan(5.5);
    }
  });

  it('moves clustered anomalies 5 times as far from the origin', () => {
    const { normals, anomalies } = partsOf('clustered');
    for (const j of FEATURES) {
      expect(Math.abs(meanOf(anomalies, j) - 5 * meanOf(normals, j))).toBeLessThan(0.3);
    }
  });

  it('breaks the dependency of features and leaves each as it was', () => {
    const { normals, anomalies } = partsOf('dependency');
    let strongest = 0;
    for (const j of FEATURES) {
      expect(Math.abs(meanOf(anomalies, j) - meanOf(normals, j))).toBeLessThan(0.1);
      const ratio = covariance(anomalies, j, j) / covariance(normals, j, j);
      expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
      for (const k of FEATURES.slice(0, j)) {
        expect(Math.abs(correlation(anomalies, j, k))).toBeLessThan(0.05);
        strongest = Math.max(strongest, Math.abs(correlation(normals, j, k)));
      }
    }
    expect(strongest).toBeGreaterThan(0.3);
  });

  it('gives normal samples alone, and many of them', () => {
    const { samples, labels } = plantAnomalies('global', { nNormal: 300_000, nAnomalies: 0 });
    expect(samples.nSamples).toBe(300_000);
    expect(labels.includes(1)).toBe(false);
  });

  it.each([
    ['local', { nNormal: 0 }, 'nNormal must be an integer of at least 1, got 0'],
    ['local', { nAnomalies: -1 }, 'nAnomalies must be an integer of at least 0, got -1'],
    ['local', { nFeatures: 1 }, 'nFeatures must be an integer of at least 2, got 1'],
    ['local', { nFeatures: NaN }, 'nFeatures must be an integer of at least 2, got NaN'],
    ['local', { seed: 0.5 }, 'seed must be an integer, got 0.5'],
    ['local', { n: 5 }, 'option must be nNormal, nAnomalies, nFeatures or seed, got n'],
    ['odd', {}, 'kind must be one of global, local, clustered, dependency, got odd'],
  ])('refuses %s with %j', (kind, options, message) => {
    expect(() => plantAnomalies(kind as AnomalyKind, options as object)).toThrow(message);
  });
});

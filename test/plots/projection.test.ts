import { describe, expect, it } from 'vitest';
import { columnOf } from '../../src/features/column';
import { type Matrix, matrix, rowOf } from '../../src/matrix';
import { affinities } from '../../src/plots/projection/affinities';
import { componentScores } from '../../src/plots/projection/component-scores';
import {
  type Projection,
  type ProjectionMethod,
  projectSamples,
} from '../../src/plots/projection/project-samples';
import { projectionPlot } from '../../src/plots/projection/projection-plot';
import { createRandom } from '../../src/random';

const METHODS: ProjectionMethod[] = ['pca', 'tsne', 'umap'];
const samples = groups(90, 6);

/** Three groups far apart, sample i in group i % 3. */
function groups(nSamples: number, nFeatures: number): Matrix {
  const random = createRandom(4);
  const centers = [0, 1, 2].map(() => Array.from({ length: nFeatures }, () => random.normal(0, 6)));
  return matrix(
    Array.from({ length: nSamples }, (_, i) => centers[i % 3].map((x) => random.normal(x))),
  );
}

/** Share of samples whose nearest other is of their group. */
function togetherness({ coordinates }: Projection): number {
  const rows = Array.from({ length: coordinates.nSamples }, (_, i) => rowOf(coordinates, i));
  const nearest = rows.map((row, i) => {
    const distances = rows.map((other, j) =>
      j === i ? Infinity : Math.hypot(other[0] - row[0], other[1] - row[1]),
    );
    return distances.indexOf(Math.min(...distances));
  });
  return nearest.filter((j, i) => j % 3 === i % 3).length / rows.length;
}

describe.each(METHODS)('projectSamples by %s', (method) => {
  it('keeps groups together, in finite places', async () => {
    const projection = await projectSamples(samples, { method });
    expect(projection).toMatchObject({ method, nSamples: 90 });
    expect(projection.coordinates).toMatchObject({ nSamples: 90, nFeatures: 2 });
    expect(projection.coordinates.data.every(Number.isFinite)).toBe(true);
    expect(togetherness(projection)).toBe(1);
  });

  it('gives the same plane for a seed, and leaves the samples alone', async () => {
    const before = samples.data.slice();
    const planeOf = async (seed: number) =>
      Array.from((await projectSamples(samples, { method, seed })).coordinates.data);
    expect(await planeOf(3)).toEqual(await planeOf(3));
    if (method !== 'pca') expect(await planeOf(3)).not.toEqual(await planeOf(4));
    expect(samples.data).toEqual(before);
  });

  it('draws from too many, in their order', async () => {
    const { indices, coordinates, nSamples } = await projectSamples(samples, {
      method,
      maxSamples: 20,
    });
    expect([indices.length, coordinates.nSamples, nSamples]).toEqual([20, 20, 90]);
    expect(Array.from(indices)).toEqual([...new Set(indices)].sort((a, b) => a - b));
  });

  it('puts samples that are all equal at 0', async () => {
    const equal = matrix(Array.from({ length: 12 }, () => [1, 2, 3]));
    const { coordinates } = await projectSamples(equal, { method });
    expect(coordinates.data).toEqual(new Float64Array(24));
  });

  it.each([
    ['one feature', matrix(Array.from({ length: 20 }, (_, i) => [i]))],
    ['constant features', matrix(Array.from({ length: 20 }, (_, i) => [7, i, 7]))],
    ['duplicates everywhere', matrix(Array.from({ length: 40 }, (_, i) => [i % 2, 5]))],
    ['more features than samples', groups(9, 30)],
    ['huge values', matrix(Array.from({ length: 20 }, (_, i) => [i * 1e150, i]))],
  ])('takes %s', async (_, odd) => {
    const { coordinates } = await projectSamples(odd, { method });
    expect(coordinates.data.every(Number.isFinite)).toBe(true);
  });

  it('refuses no samples, and values that are not finite', async () => {
    await expect(projectSamples(matrix([]), { method })).rejects.toThrow('must not be empty');
    const missing = matrix([[1], [NaN], [3]]);
    await expect(projectSamples(missing, { method })).rejects.toThrow('sample 1, feature 0');
  });
});

describe('projectSamples', () => {
  it.each([
    ['option must be', { colour: 1 }],
    ['method must be one of pca, tsne, umap, got lda', { method: 'lda' }],
    ['seed must be an integer', { seed: 0.5 }],
    ['maxSamples must be an integer of at least 1, got 0', { maxSamples: 0 }],
    ['maxSamples must be at most 10000 for tsne', { method: 'tsne', maxSamples: 10_001 }],
    ['tsne must have at least 7 samples, got 6', { method: 'tsne', maxSamples: 6 }],
    ['umap must have at least 7 samples, got 2', { method: 'umap', maxSamples: 2 }],
    ['perplexity must be in [2, ', { method: 'tsne', perplexity: 60 }],
    ['perplexity must be in [2, ', { method: 'tsne', perplexity: NaN }],
    ['perplexity must be left out but for tsne, got 5 for umap', { method: 'umap', perplexity: 5 }],
    ['nNeighbours must be left out but for umap', { nNeighbours: 5 }],
    ['nNeighbours must be in [2, 89], got 90', { method: 'umap', nNeighbours: 90 }],
    ['nNeighbours must be an integer', { method: 'umap', nNeighbours: 4.5 }],
  ])('refuses: %s', async (message, options) => {
    await expect(projectSamples(samples, options as never)).rejects.toThrow(RangeError);
    await expect(projectSamples(samples, options as never)).rejects.toThrow(message);
  });

  it('knows the shares of the variance by PCA, 0 for one sample', async () => {
    const flat = matrix([[0, 0], [1, 2], [2, 4]]); // biome-ignore format: a grid
    const { varianceShares, coordinates } = await projectSamples(flat);
    expect(varianceShares?.[0]).toBeCloseTo(1, 12);
    expect(Math.abs(coordinates.data[0])).toBeCloseTo(Math.sqrt(3), 12); // both at -1.2247
    const one = await projectSamples(matrix([[3, 4]]));
    expect(one.varianceShares).toEqual([0, 0]);
    expect(Array.from(one.coordinates.data)).toEqual([0, 0]);
  });
});

describe('componentScores', () => {
  it('turn standardised samples, so that distances stay', () => {
    const { coordinates, varianceShares } = componentScores(samples, 6);
    const standard = componentScores(coordinates, 6).coordinates; // turned already
    expect(standard.nFeatures).toBe(6);
    const square = (j: number) => columnOf(coordinates, j).reduce((sum, x) => sum + x * x, 0);
    const total = [0, 1, 2, 3, 4, 5].reduce((sum, j) => sum + square(j), 0);
    expect(total).toBeCloseTo(90 * 6, 8); // variance 1 a feature
    expect(varianceShares[0]).toBeCloseTo(square(0) / total, 10);
  });
});

describe('affinities', () => {
  it('sum to 1, are symmetric, and reach as many neighbours as the perplexity says', () => {
    const n = samples.nSamples;
    const joint = affinities(samples, 5);
    expect(joint.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    for (let i = 0; i < n; i++) {
      expect(joint[i * n + i]).toBe(0);
      for (let j = 0; j < i; j++) expect(joint[i * n + j]).toBe(joint[j * n + i]);
    }
    const near = Array.from(joint.subarray(0, n)).filter((p) => p > 1e-4 / n);
    expect(near.length).toBeGreaterThan(5);
    expect(near.length).toBeLessThan(31); // none of another group
  });
});

describe('projectionPlot', () => {
  it('picks labels and texts of the samples that were drawn, and says how many', async () => {
    const projection = await projectSamples(samples, { maxSamples: 9 });
    const labels = Int32Array.from({ length: 90 }, (_, i) => (projection.indices[4] === i ? 1 : 0));
    const hover = Array.from(labels, (_, i) => `sample ${i}`);
    const { data, layout } = projectionPlot(projection, { labels, hover });
    expect(data[1]).toMatchObject({
      name: 'anomaly (1)',
      text: [`sample ${projection.indices[4]}`],
    });
    expect(layout['title']).toMatchObject({
      subtitle: { text: '9 of 90 samples, drawn at random' },
    });
  });

  it('names axes without meaning so', async () => {
    const { layout } = projectionPlot(await projectSamples(samples, { method: 'tsne' }));
    expect(layout).toMatchObject({ xaxis: { title: { text: 't-SNE 1 (no unit)' } } });
  });

  it('refuses labels that are not of all samples', async () => {
    const projection = await projectSamples(samples, { maxSamples: 9 });
    expect(() => projectionPlot(projection, { labels: new Int32Array(9) })).toThrow(
      'labels must have 90 entries, got 9',
    );
  });
});

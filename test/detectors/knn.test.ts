import { describe, expect, it } from 'vitest';
import { type KnnMethod, knn } from '../../src/detectors/knn';
import { matrix } from '../../src/matrix';
import { describeDetector } from './contract';
import { describeNeighbours } from './neighbours-contract';
import { aucOnSplits, pyodData, pyodGolden, readPyodSplits } from './pyod-splits';

describeDetector('knn', () => knn(), { deterministic: true });
describeNeighbours('knn', (nNeighbours) => knn(nNeighbours === undefined ? {} : { nNeighbours }));

describe('knn', () => {
  it('does as its documentation says', async () => {
    const fitted = await knn({ nNeighbours: 2 }).fit(matrix([[0], [1], [2], [9]]));
    expect([...(await fitted.score(matrix([[0.5], [6]])))]).toEqual([0.5, 4]);
    expect([...(await fitted.trainScores())]).toEqual([2, 1, 2, 8]);
  });

  it.each([
    ['largest', 3, 4],
    ['mean', 3, (1 + 2 + 4) / 3],
    ['median', 3, 2],
    ['median', 2, 1.5],
    ['mean', 1, 1],
  ] as const)('scores by the %s of %i distances', async (method, nNeighbours, expected) => {
    const fitted = await knn({ nNeighbours, method }).fit(matrix([[1], [-2], [4], [8]]));
    expect((await fitted.score(matrix([[0]])))[0]).toBeCloseTo(expected, 6);
  });

  it('has the defaults of PyOD', () => {
    expect(knn().params).toEqual({ nNeighbours: 5, method: 'largest' });
  });

  it('scores 0 where all samples are equal', async () => {
    const fitted = await knn().fit(matrix(Array(10).fill([3, 3])));
    expect([...(await fitted.trainScores())]).toEqual(Array(10).fill(0));
    expect([...(await fitted.score(matrix([[3, 7]])))]).toEqual([4]);
  });

  it('refuses an unknown method or option', () => {
    expect(() => knn({ method: 'nearest' as KnnMethod })).toThrow(
      new RangeError("method must be one of largest, mean, median, got 'nearest'"),
    );
    expect(() => knn({ k: 3 } as object)).toThrow('option must be nNeighbours or method, got k');
  });
});

/** Where scores differ only in rounding, PyOD's 64 bits tell them apart, and 32 do not. */
const TIED_IN_FLOATS = ['4_breastw.csv.gz'];

describe.each(Object.entries(pyodGolden.sets))('knn on %s', (file, golden) => {
  const path = pyodData(file);

  it.skipIf(!path)('has the ROC AUC of PyOD', async () => {
    const aucs = await aucOnSplits(knn, await readPyodSplits(path!, file));
    const expected = golden[TIED_IN_FLOATS.includes(file) ? 'aucOfFloats' : 'auc']['KNN'];
    aucs.forEach((auc, i) => {
      expect(auc).toBeCloseTo(expected[i], 7);
    });
  });
});

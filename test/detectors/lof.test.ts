import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lof } from '../../src/detectors/lof';
import { matrix } from '../../src/matrix';
import { describeDetector, plantedOutliers } from './contract';
import { describeNeighbours } from './neighbours-contract';
import { aucOnSplits, pyodData, pyodGolden, readPyodSplits } from './pyod-splits';

interface LofCase {
  readonly nNeighbours: number;
  readonly train: number[][];
  readonly test: number[][];
  readonly trainScores: number[];
  readonly scores: number[];
}

interface Tied {
  readonly byRow: number;
  readonly shuffled: { readonly least: number; readonly largest: number };
}

const golden: { readonly cases: LofCase[]; readonly ties: Readonly<Record<string, Tied[]>> } =
  JSON.parse(readFileSync(join(__dirname, '../golden/lof.json'), 'utf8'));

describeDetector('lof', () => lof(), { deterministic: true });
describeNeighbours('lof', (nNeighbours) => lof(nNeighbours === undefined ? {} : { nNeighbours }));

describe('lof', () => {
  it.each(golden.cases)('has the scores of scikit-learn, case %#', async (expected) => {
    const { nNeighbours, train, test } = expected;
    const fitted = await lof({ nNeighbours }).fit(matrix(train));
    (await fitted.score(matrix(test))).forEach((score, i) => {
      expect(score / expected.scores[i]).toBeCloseTo(1, 6);
    });
    (await fitted.trainScores()).forEach((score, i) => {
      expect(score / expected.trainScores[i]).toBeCloseTo(1, 6);
    });
  });

  it('sees a sample beside a dense cluster that lies nearer than those of a sparse one', async () => {
    const dense = plantedOutliers(100, 0, 1).samples.data.map((value) => value / 100);
    const sparse = plantedOutliers(100, 0, 2).samples.data.map((value) => value + 50);
    const train = { data: Float64Array.of(...dense, ...sparse), nSamples: 200, nFeatures: 3 };
    const [beside, inSparse] = await (await lof().fit(train)).score(
      matrix([
        [0.15, 0.05, -0.02],
        [50.5, 55.5, 47.5],
      ]),
    );
    expect(beside).toBeGreaterThan(3);
    expect(inSparse).toBeLessThan(1.5);
  });

  it('has the default of PyOD', () => {
    expect(lof().params).toEqual({ nNeighbours: 20 });
  });

  it('scores 1 where all samples are equal, and very high beside them', async () => {
    const fitted = await lof().fit(matrix(Array(30).fill([3, 3])));
    expect([...(await fitted.trainScores())]).toEqual(Array(30).fill(1));
    const [same, beside] = await fitted.score(
      matrix([
        [3, 3],
        [3, 4],
      ]),
    );
    expect(same).toBe(1);
    expect(beside / 1e10).toBeCloseTo(1, 6);
  });

  it('refuses an unknown option', () => {
    expect(() => lof({ k: 3 } as object)).toThrow('option must be nNeighbours, got k');
  });
});

describe.each(Object.entries(pyodGolden.sets))('lof on %s', (file, { auc }) => {
  const path = pyodData(file);
  const aucs = async () => aucOnSplits(lof, await readPyodSplits(path!, file));

  it.skipIf(!path || file in golden.ties)('has the ROC AUC of PyOD', async () => {
    (await aucs()).forEach((value, i) => {
      expect(Math.abs(value - auc['LOF'][i])).toBeLessThan(1e-3);
    });
  });

  it.skipIf(!path || !(file in golden.ties))(
    'takes the earlier of tied neighbours, and differs from PyOD by less than shuffling does',
    async () => {
      (await aucs()).forEach((value, i) => {
        const { byRow, shuffled } = golden.ties[file][i];
        expect(value).toBeCloseTo(byRow, 6);
        expect(Math.abs(value - auc['LOF'][i])).toBeLessThan(shuffled.largest - shuffled.least);
      });
    },
  );
});

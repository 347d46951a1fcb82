import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ANOMALY_KINDS, plantAnomalies } from '../../src/data/planted-anomalies';
import { type OneClassSvmOptions, oneClassSvm } from '../../src/detectors/one-class-svm';
import { matrix, takeRows } from '../../src/matrix';
import { createRandom } from '../../src/random';
import { describeDetector, plantedOutliers } from './contract';
import { aucOnSplits, pyodData, pyodGolden, readPyodSplits } from './pyod-splits';

interface Golden {
  readonly train: number[][];
  readonly test: number[][];
  readonly cases: { readonly options: OneClassSvmOptions; readonly decisions: number[] }[];
}

const golden: Golden = JSON.parse(
  readFileSync(join(__dirname, '../golden/one-class-svm.json'), 'utf8'),
);
const ENGINES = ['fast', 'libsvm'] as const;
/** Solvers stop where no pair of gradients is further apart: the sums of two may differ by as much. */
const SOLVER_TOLERANCE = 1e-3;

describeDetector('oneClassSvm', () => oneClassSvm(), { deterministic: true });
describeDetector('oneClassSvm on libsvm', () => oneClassSvm({ engine: 'libsvm' }), {
  deterministic: true,
});

describe.each(golden.cases)('oneClassSvm with $options', ({ options, decisions }) => {
  const scoresOf = async (engine: (typeof ENGINES)[number]) => {
    const fitted = await oneClassSvm({ ...options, engine }).fit(matrix(golden.train));
    return fitted.score(matrix(golden.test));
  };

  it("has the decision values of scikit-learn's LIBSVM", async () => {
    const scores = await scoresOf('libsvm');
    scores.forEach((score, i) => {
      expect(score).toBeCloseTo(-decisions[i], 5);
    });
  });

  it('has them by its own solver within the tolerance of both', async () => {
    const scores = await scoresOf('fast');
    scores.forEach((score, i) => {
      expect(Math.abs(score + decisions[i])).toBeLessThan(SOLVER_TOLERANCE);
    });
  });
});

describe.each(Object.entries(pyodGolden.sets))('oneClassSvm on %s', (file, { auc }) => {
  const path = pyodData(file);

  it.skipIf(!path)('has the ROC AUC of PyOD', async () => {
    const aucs = await aucOnSplits(
      () => oneClassSvm({ gamma: 'auto' }),
      await readPyodSplits(path!, file),
    );
    aucs.forEach((value, i) => {
      expect(Math.abs(value - auc['OCSVM'][i])).toBeLessThan(1e-3);
    });
  });
});

describe.each(ENGINES)('oneClassSvm by engine %s', (engine) => {
  const scoreOf = async (options: OneClassSvmOptions, train: number[][], test = train) =>
    (await oneClassSvm({ ...options, engine }).fit(matrix(train))).score(matrix(test));

  it.each(ANOMALY_KINDS)('has the scores of both engines as near as it says, %s', async (kind) => {
    const { samples } = plantAnomalies(kind);
    const [own, reference] = await Promise.all(
      ENGINES.map(async (engine) => (await oneClassSvm({ engine }).fit(samples)).score(samples)),
    );
    const range = Math.max(...reference) - Math.min(...reference);
    const apart = Math.max(...own.map((score, i) => Math.abs(score - reference[i])));
    expect(apart).toBeLessThan(2.4e-3);
    expect(apart / range).toBeLessThan(1.7e-4);
  });

  it('gives one sample, equal samples and constant features finite scores', async () => {
    expect(await scoreOf({}, [[3, 4]])).toEqual(Float32Array.of(0));
    expect(await scoreOf({}, Array(20).fill([3, 4]))).toEqual(new Float32Array(20));
    const [inside, outside] = await scoreOf(
      {},
      [
        [1, 7],
        [2, 7],
        [3, 7],
        [4, 7],
      ],
      [
        [2.5, 7],
        [40, 7],
      ],
    );
    expect(outside).toBeGreaterThan(inside);
  });

  it('scores where every coefficient is at its bound', async () => {
    const scores = await scoreOf({ nu: 1 }, [[1], [2], [3]], [[2], [9]]);
    expect(scores.every(Number.isFinite)).toBe(true);
    expect(scores[1]).toBeGreaterThan(scores[0]);
  });

  it('takes more features than samples', async () => {
    const wide = [0, 1, 2].map((i) => Array.from({ length: 30 }, (_, j) => Math.sin(i + j)));
    expect((await scoreOf({}, wide)).every(Number.isFinite)).toBe(true);
  });
});

describe('oneClassSvm', () => {
  it('scores far from the origin as near it', async () => {
    const svm = oneClassSvm({ gamma: 1 });
    const near = matrix([[0], [1], [2], [3]]);
    const far = { ...near, data: near.data.map((value) => value + 1e9) };
    const scores = await (await svm.fit(far)).score(far);
    expect(scores).toEqual(await (await svm.fit(near)).score(near));
  });

  it('leaves about a share nu of the training samples outside', async () => {
    const { samples } = plantedOutliers(1000, 0, 4);
    const scores = await (await oneClassSvm({ nu: 0.2 }).fit(samples)).score(samples);
    expect(scores.filter((score) => score > 1e-3).length / 1000).toBeCloseTo(0.2, 1);
  });

  it('ranks as its example says', async () => {
    const fitted = await oneClassSvm({ nu: 0.1 }).fit(matrix([[0], [0.1], [0.2], [0.3]]));
    const scores = await fitted.score(matrix([[0.1], [9]]));
    expect(scores[1]).toBeGreaterThan(scores[0]);
  });

  it('frees what LIBSVM took', async () => {
    const random = createRandom(0);
    const rows = Array.from({ length: 300 }, () => Array.from({ length: 200 }, random.uniform));
    const detector = oneClassSvm({ engine: 'libsvm' });
    const heapSize = () => createRequire(__filename)('libsvm-js/out/wasm/libsvm').HEAP8.length;
    await detector.fit(matrix(rows));
    const before = heapSize();
    for (let i = 0; i < 100; i++) await detector.fit(matrix(rows)); // 96 MB if it were kept
    expect(heapSize()).toBe(before);
  });

  it('keeps the process alive on rejections that others handle', async () => {
    const before = process.listeners('unhandledRejection');
    await oneClassSvm({ engine: 'libsvm' }).fit(plantedOutliers(10, 0, 4).samples);
    expect(process.listeners('unhandledRejection')).toEqual(before);
  });

  it('refuses features whose variance is 0 though they vary', async () => {
    const tiny = matrix([[1e-170], [3e-170], [9e-170]]);
    await expect(oneClassSvm().fit(tiny)).rejects.toThrow(
      new RangeError(
        'samples must have a variance that gamma can be made of, got 0; scale the features',
      ),
    );
  });

  it('refuses options out of range', () => {
    expect(() => oneClassSvm({ nu: 0 })).toThrow('nu must be in (0, 1], got 0');
    expect(() => oneClassSvm({ nu: Number.NaN })).toThrow('nu must be in (0, 1], got NaN');
    expect(() => oneClassSvm({ gamma: 0 })).toThrow("gamma must be 'scale', 'auto' or a number");
    expect(() => oneClassSvm({ degree: 1.5 })).toThrow('degree must be an integer of at least 1');
    expect(() => oneClassSvm({ coef0: Infinity })).toThrow('coef0 must be a finite number');
    expect(() => oneClassSvm({ kernel: 'rfb' as 'rbf' })).toThrow('kernel must be one of rbf');
    expect(() => oneClassSvm({ engine: 'slow' as 'fast' })).toThrow('engine must be one of fast');
    expect(() => oneClassSvm({ C: 1 } as object)).toThrow('option must be kernel, nu');
  });

  it('refuses what would overflow or take hours', async () => {
    const linear = oneClassSvm({ kernel: 'linear' });
    await expect(linear.fit(matrix([[1e200], [1]]))).rejects.toThrow('sample 0 must have a linear');
    const fitted = await linear.fit(matrix([[1], [2]]));
    await expect(fitted.score(matrix([[1], [1e200]]))).rejects.toThrow(
      'sample 1 must have a finite score',
    );
    await expect(oneClassSvm().fit(matrix([[1e200], [-1e200]]))).rejects.toThrow(
      'samples must have a variance',
    );
    const many = takeRows(matrix([[1]]), new Int32Array(2_000_000));
    await expect(oneClassSvm().fit(many)).rejects.toThrow('must have at most 1414213 samples');
  });
});

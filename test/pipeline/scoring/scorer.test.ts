import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { autoencoder } from '../../../src/detectors/autoencoder';
import type { Detector } from '../../../src/detectors/detector';
import { isolationForest } from '../../../src/detectors/isolation-forest';
import { oneClassSvm } from '../../../src/detectors/one-class-svm';
import { type Matrix, matrix } from '../../../src/matrix';
import { pipeline } from '../../../src/pipeline/pipeline';
import { createScorer, type Scorer } from '../../../src/pipeline/scoring/scorer';
import { plantedOutliers } from '../../detectors/contract';

const train = plantedOutliers(300, 0, 1).samples;
const { samples } = plantedOutliers(4900, 100, 2); // five blocks
const fittedForest = () => isolationForest({ nTrees: 20 }).fit(train);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'scorer '));
});
afterAll(() => rm(folder, { recursive: true }));

const scorers: Scorer[] = [];
afterEach(async () => {
  await Promise.all(scorers.splice(0).map((scorer) => scorer.close()));
});

/** A scorer that is closed after the test, with its worker threads. */
async function scorerWithWorkers(
  ...args: Parameters<typeof createScorer>
): Promise<{ scorer: Scorer; workers: Worker[] }> {
  const workers: Worker[] = [];
  const keep = (worker: Worker) => workers.push(worker);
  process.on('worker', keep);
  try {
    const scorer = await createScorer(...args);
    scorers.push(scorer);
    return { scorer, workers };
  } finally {
    process.off('worker', keep);
  }
}

const scorerOf = async (...args: Parameters<typeof createScorer>) =>
  (await scorerWithWorkers(...args)).scorer;

describe('createScorer', () => {
  const makers: Record<string, () => Detector> = {
    autoencoder: () => autoencoder({ epochs: 2 }),
    isolationForest,
    oneClassSvm,
  };

  it.each(Object.entries(makers))(
    'scores with %s as without workers, to the bit',
    async (_, make) => {
      const fitted = await make().fit(train);
      const scorer = await scorerOf(fitted, { workers: 2 });
      expect(await scorer.score(samples)).toEqual(await fitted.score(samples));
      fitted.dispose();
    },
  );

  it('loads saved detectors and pipelines', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => ({ bytes: i % 17, failures: i % 5 }));
    const fitted = await pipeline({
      columns: { bytes: 'numeric', failures: 'numeric' },
      scaler: 'standard',
      detector: isolationForest(),
    }).fit(rows);
    const expected = await fitted.score(rows);
    await fitted.save(join(folder, 'pipeline'));
    for (const from of [fitted, join(folder, 'pipeline'), join(folder, 'pipeline', 'detector')]) {
      const scorer = await scorerOf(from, { workers: 1 });
      expect(await scorer.score(fitted.transform(rows))).toEqual(expected);
    }
  });

  it('scores several matrices at once, also in shared memory and of one row', async () => {
    const fitted = await fittedForest();
    const scorer = await scorerOf(fitted, { workers: 2 });
    const data = new Float64Array(new SharedArrayBuffer(8 * 3 * 100), 8 * 3 * 40, 3 * 60);
    data.set(samples.data.subarray(0, data.length));
    const all = [samples, { data, nSamples: 60, nFeatures: 3 }, matrix([[0, 5, -2]])];
    const expected = await Promise.all(all.map((each) => fitted.score(each)));
    for (const _ of ['new', 'again']) {
      expect(await Promise.all(all.map((each) => scorer.score(each)))).toEqual(expected);
    }
  });

  it('names the row of the whole matrix that cannot be scored, and goes on', async () => {
    const fitted = await fittedForest();
    const scorer = await scorerOf(fitted, { workers: 2 });
    const holes: Matrix = { ...samples, data: samples.data.slice() };
    holes.data[3 * 4321 + 1] = Number.NaN;
    await expect(scorer.score(holes)).rejects.toThrow(
      new RangeError('sample 4321, feature 1 must be finite, got NaN'),
    );
    await expect(scorer.score(matrix([[1, 2]]))).rejects.toThrow(
      new RangeError('samples must have 3 features, got 2'),
    );
    await expect(scorer.score(matrix([]))).rejects.toThrow('samples must not be empty');
    expect(await scorer.score(samples)).toEqual(await fitted.score(samples));
  });

  it('stops at a signal and can be used again', async () => {
    const fitted = await fittedForest();
    const scorer = await scorerOf(fitted, { workers: 1 });
    const stop = new AbortController();
    const stopped = scorer.score(samples, { signal: stop.signal });
    const other = scorer.score(samples);
    stop.abort(new Error('enough'));
    await expect(stopped).rejects.toThrow('enough');
    await expect(scorer.score(samples, { signal: stop.signal })).rejects.toThrow('enough');
    expect(await other).toEqual(await fitted.score(samples));
  });

  it('fails clearly when a worker dies, now and later', async () => {
    const { scorer, workers } = await scorerWithWorkers(await fittedForest(), { workers: 2 });
    const scores = scorer.score(samples);
    void workers[0].terminate();
    const reason = 'a scoring worker died: it ended with exit code 1';
    await expect(scores).rejects.toThrow(reason);
    await expect(scorer.score(samples)).rejects.toThrow(reason);
    expect(workers).toHaveLength(2);
  });

  it('fails what is under way when it is closed', async () => {
    const scorer = await scorerOf(await fittedForest(), { workers: 1 });
    const scores = scorer.score(samples);
    await Promise.all([scorer.close(), expect(scores).rejects.toThrow('the scorer is closed')]);
    await expect(scorer.score(samples)).rejects.toThrow('the scorer is closed');
    await scorer.close();
  });

  it('refuses folders without a model and wrong options', async () => {
    await expect(createScorer(join(folder, 'none'))).rejects.toThrow('detector.json');
    await writeFile(join(folder, 'detector.json'), '{');
    await expect(createScorer(folder, { workers: 2 })).rejects.toThrow('detector.json');
    await expect(createScorer(folder, { workers: 0 })).rejects.toThrow(
      'workers must be an integer of at least 1, got 0',
    );
    await expect(createScorer(folder, { threads: 2 } as never)).rejects.toThrow(
      'option must be workers, got threads',
    );
  });
});

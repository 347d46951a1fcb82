import { mkdtemp, rm, stat } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkOptionNames } from '../../check-options';
import { checkInteger } from '../../detectors/check';
import type { FittedDetector } from '../../detectors/detector';
import { checkSamples, type Matrix } from '../../matrix';
import type { FittedPipeline } from '../fitted-pipeline';
import { createSharedBuffers, type SharedBuffers } from './shared-buffers';
import { startWorkerPool, type WorkerPool } from './worker-pool';

/** How a scorer is set up. */
export interface ScorerOptions {
  /** Threads that score, at least 1. Default: as many as the machine runs side by side. */
  readonly workers?: number;
}

/** How one matrix is scored. */
export interface ScoreOptions {
  /** Stops: the scores are rejected with its reason, blocks that no worker has begun are left out. */
  readonly signal?: AbortSignal;
}

/** Scores samples in worker threads; `close` it when done. */
export interface Scorer {
  readonly nWorkers: number;
  /**
   * Scores samples; those of several calls wait in turn.
   *
   * @param samples what the detector takes, of a pipeline what its `transform` gives. They are copied
   * once into shared memory, unless they lie there already, and must not change meanwhile.
   * @returns the same scores as without workers, shape `[nSamples]`.
   * @throws {RangeError} as the detector does.
   * @throws {Error} if a worker has died, or the scorer is closed.
   */
  score(samples: Matrix, options?: ScoreOptions): Promise<Float32Array>;
  /** Ends the workers; scores that are under way are rejected. */
  close(): Promise<void>;
}

/** Rows that one worker takes at a time: few enough to share out evenly, enough to be worth a message. */
const [FEWEST_ROWS, MOST_ROWS] = [1024, 8192];

/**
 * Starts worker threads that score with a fitted detector, or with that of a pipeline.
 *
 * Suits detectors of this library's own arithmetic on many samples; networks use all cores without it.
 * Each worker loads the detector, so that memory grows with their number.
 *
 * @param fitted a detector or pipeline that takes samples one by one, or the folder of a saved one.
 * @throws {RangeError} if `workers` is below 1, or an option is unknown.
 * @throws {Error} if the folder holds neither, or a file in it is corrupt.
 * @example
 * const scorer = await createScorer(fitted, { workers: 2 });
 * const scores = await scorer.score(samples); // those of fitted.score(samples)
 * await scorer.close();
 */
export async function createScorer(
  fitted: string | FittedDetector | FittedPipeline,
  options: ScorerOptions = {},
): Promise<Scorer> {
  checkOptionNames(options, ['workers']);
  const { workers = availableParallelism() } = options;
  checkInteger('workers', workers, 1);
  const pool = await withSaved(fitted, (directory) => startWorkerPool(directory, workers));
  const threads = { pool, nWorkers: workers, buffers: createSharedBuffers() };
  return {
    nWorkers: workers,
    score: (samples, { signal } = {}) => scoreIn(threads, samples, signal),
    close: () => pool.close(),
  };
}

/** Does work on the folder of a detector, which is saved in a temporary one where there is none. */
async function withSaved<T>(
  fitted: string | FittedDetector | FittedPipeline,
  work: (directory: string) => Promise<T>,
): Promise<T> {
  if (typeof fitted === 'string') return work(await detectorFolder(fitted));
  const directory = await mkdtemp(join(tmpdir(), 'anomaly-lab-scorer-'));
  try {
    await ('detector' in fitted ? fitted.detector : fitted).save(directory);
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function detectorFolder(directory: string): Promise<string> {
  const isPipeline = await stat(join(directory, 'pipeline.json')).then(
    () => true,
    () => false,
  );
  return isPipeline ? join(directory, 'detector') : directory;
}

/** Who scores, and the memory that it sees. */
interface Threads {
  readonly pool: WorkerPool;
  readonly nWorkers: number;
  readonly buffers: SharedBuffers;
}

async function scoreIn(
  { pool, nWorkers, buffers }: Threads,
  samples: Matrix,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  checkSamples(samples); // A worker would name the row of its block.
  signal?.throwIfAborted();
  const { nSamples, nFeatures } = samples;
  const nRows = rowsOfBlock(nSamples, nWorkers);
  const scores = buffers.take(nSamples * Float32Array.BYTES_PER_ELEMENT);
  const { isCopy, ...values } = sharedValues(samples, buffers);
  let isWanted = true;
  const blocks = Array.from({ length: Math.ceil(nSamples / nRows) }, (_, i) => {
    const [start, end] = [i * nRows, Math.min((i + 1) * nRows, nSamples)];
    return pool.score({ ...values, nFeatures, start, end, scores }, () => isWanted);
  });
  try {
    await orAborted(Promise.all(blocks), signal);
    return new Float32Array(scores, 0, nSamples).slice();
  } finally {
    isWanted = false;
    void Promise.allSettled(blocks).then(() => {
      buffers.giveBack(scores);
      if (isCopy) buffers.giveBack(values.samples);
    });
  }
}

function rowsOfBlock(nSamples: number, nWorkers: number): number {
  const share = Math.ceil(nSamples / (4 * nWorkers));
  return Math.min(Math.max(share, FEWEST_ROWS), MOST_ROWS);
}

function sharedValues({ data }: Matrix, buffers: SharedBuffers) {
  if (data.buffer instanceof SharedArrayBuffer) {
    return { samples: data.buffer, byteOffset: data.byteOffset, isCopy: false };
  }
  const samples = buffers.take(data.byteLength);
  new Float64Array(samples, 0, data.length).set(data);
  return { samples, byteOffset: 0, isCopy: true };
}

/** The work's result, or the signal's reason where that comes first. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

// A worker thread that scores blocks of samples; scorer.ts starts it.
import { parentPort, workerData } from 'node:worker_threads';
import { loadDetector } from '../../detectors/load';

/** Rows of a matrix in shared memory, and where their scores go. */
export interface ScoreBlock {
  /** Row-major values of all samples. */
  readonly samples: SharedArrayBuffer;
  /** Where the first sample begins in it. */
  readonly byteOffset: number;
  readonly nFeatures: number;
  /** First sample of the block. */
  readonly start: number;
  /** The one after its last. */
  readonly end: number;
  /** One 32-bit float a sample. */
  readonly scores: SharedArrayBuffer;
}

/** What a worker says once it is ready, and after each block. */
export interface ScoreReply {
  /** Why it cannot load the detector, or score the block. */
  readonly error?: unknown;
}

async function serve(): Promise<void> {
  const detector = await loadDetector((workerData as { directory: string }).directory);
  parentPort?.on('message', async (block: ScoreBlock) => {
    reply(await attempt(() => scoreBlock(block)));
  });

  async function scoreBlock({ samples, byteOffset, nFeatures, start, end, scores }: ScoreBlock) {
    const nSamples = end - start;
    const first = byteOffset + start * nFeatures * Float64Array.BYTES_PER_ELEMENT;
    const data = new Float64Array(samples, first, nSamples * nFeatures);
    new Float32Array(scores).set(await detector.score({ data, nSamples, nFeatures }), start);
  }
}

async function attempt(work: () => Promise<void>): Promise<ScoreReply> {
  try {
    await work();
    return {};
  } catch (error) {
    return { error };
  }
}

function reply(message: ScoreReply): void {
  parentPort?.postMessage(message);
}

void attempt(serve).then(reply);

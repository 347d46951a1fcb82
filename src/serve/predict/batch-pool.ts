import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelSet } from '../models/model-set';
import type { ServedModel } from '../models/served-model';
import { problem } from '../problem';
import type { Answer } from './answer';
import type { BatchReply } from './batch-message';
import { linkWorker, type WorkerLink } from './worker-link';

/** Worker threads that answer bodies of `/predict` off the event loop. */
export interface BatchPool {
  /**
   * Answers a body, in turn. Its bytes are handed over and are gone here.
   *
   * @param isWanted asked when its turn comes; one that is not wanted any more is left out.
   * @throws {Problem} 4xx as `predict` does; 503 if too much waits, or it takes too long.
   * @throws {Error} if a worker died over it.
   */
  predict(bytes: Uint8Array, isHeard: boolean, isWanted: () => boolean): Promise<Answer>;
  /** Has all workers take a model that is in the set; one that cannot is replaced. */
  load(model: ServedModel): Promise<void>;
  close(): Promise<void>;
}

/** Bytes that may wait for a worker. */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;
/** Before another worker starts in the place of one that died. */
const RESTART_MS = 1000;

interface Task {
  readonly bytes: Uint8Array;
  readonly begin: (worker: WorkerLink) => Promise<void>;
  readonly isWanted: () => boolean;
  readonly drop: () => void;
}

/**
 * Starts batch workers with the models of a set; one that dies or is stuck is replaced.
 *
 * @param timeoutMs for an answer, waiting included; and again for a worker to be at work on one body.
 * @param onDeath hears why a worker died.
 * @throws {Error} if a worker cannot load a model.
 */
export async function startBatchPool(
  nWorkers: number,
  models: ModelSet,
  timeoutMs: number,
  onDeath: (reason: string) => void,
): Promise<BatchPool> {
  const workers = new Set<WorkerLink>();
  const idle: WorkerLink[] = [];
  const queue: Task[] = [];
  let isClosed = false;

  const giveWork = () => {
    while (idle.length > 0 && queue.length > 0) {
      const task = queue.shift() as Task;
      if (!task.isWanted()) task.drop();
      else void task.begin(idle.pop() as WorkerLink);
    }
  };
  const giveBack = (worker: WorkerLink) => {
    if (!workers.has(worker)) return;
    idle.push(worker);
    giveWork();
  };
  const start = async () => {
    const worker: WorkerLink = linkWorker((reason) => {
      const wasAtWork = workers.delete(worker);
      const at = idle.indexOf(worker);
      if (at >= 0) idle.splice(at, 1);
      if (isClosed || !wasAtWork) return;
      onDeath(reason);
      restart();
    });
    const loaded = new Map<string, ServedModel>();
    const missing = () => models.names.find((name) => loaded.get(name) !== models.get(name));
    try {
      for (let name = missing(); name !== undefined; name = missing()) {
        const model = await models.use(name, (model) => loadInto(worker, model));
        loaded.set(name, model);
      }
    } catch (error) {
      await worker.end();
      throw error;
    }
    if (isClosed) return worker.end();
    workers.add(worker);
    giveBack(worker);
  };
  const restart = () => {
    const tryAgain = () => {
      if (isClosed) return;
      start().catch((error: Error) => {
        onDeath(error.message);
        restart();
      });
    };
    setTimeout(tryAgain, RESTART_MS).unref();
  };
  const close = async () => {
    isClosed = true;
    for (const { drop } of queue.splice(0)) drop();
    await Promise.all([...workers].map((worker) => worker.end()));
  };
  try {
    await Promise.all(Array.from({ length: nWorkers }, start));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    predict: (bytes, isHeard, isWanted) =>
      new Promise((resolve, reject) => {
        const nWaiting = queue.reduce((sum, task) => sum + task.bytes.length, 0);
        if (nWaiting + bytes.length > MOST_WAITING_BYTES) {
          return reject(problem(503, 'too much waits to be scored; try again later'));
        }
        let isLate = false;
        const timer = setTimeout(() => {
          isLate = true;
          reject(problem(503, 'the answer took too long; send fewer events'));
        }, timeoutMs);
        const drop = () => {
          clearTimeout(timer);
          reject(problem(503, 'the service stops, or nobody waits any more'));
        };
        const begin = async (worker: WorkerLink) => {
          const stuck = setTimeout(() => worker.end('a body took too long'), timeoutMs);
          try {
            const own = ownBytes(bytes);
            const ask = { kind: 'predict', bytes: own, isHeard } as const;
            resolve(answerOf(await worker.ask(ask, [own.buffer])));
          } catch (error) {
            reject(error);
          } finally {
            clearTimeout(stuck);
            clearTimeout(timer);
            giveBack(worker);
          }
        };
        queue.push({ bytes, begin, isWanted: () => !isLate && isWanted(), drop });
        giveWork();
      }),
    load: async (model) => {
      const loads = [...workers].map((worker) => loadInto(worker, model).catch(() => worker.end()));
      await Promise.all(loads);
    },
    close,
  };
}

/** Hands a model over by a folder that is there only meanwhile. */
async function loadInto(worker: WorkerLink, model: ServedModel): Promise<ServedModel> {
  const directory = await mkdtemp(join(tmpdir(), 'anomaly-lab-model-'));
  try {
    await model.pipeline.save(directory);
    const { name, loadedAt } = model;
    const ask = { kind: 'load', model: { name, directory, loadedAt } } as const;
    const { error } = await worker.ask(ask);
    if (error !== undefined) throw error;
    return model;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function answerOf({ answer, problem: wrong, error }: BatchReply): Answer {
  if (wrong) throw problem(wrong.statusCode, wrong.message, wrong.field);
  if (!answer) throw error;
  return answer;
}

/** Bytes that are all of their buffer, so that it can be handed over. */
function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const isWhole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  return isWhole ? (bytes as Uint8Array<ArrayBuffer>) : bytes.slice();
}

import type { Worker } from 'node:worker_threads';
import { startWorker } from '../../start-worker';
import type { BatchMessage, BatchReply } from './batch-message';

/** A message but for its id. */
export type BatchAsk = BatchMessage extends infer Message
  ? Message extends BatchMessage
    ? Omit<Message, 'id'>
    : never
  : never;

/** A worker thread that answers what it is asked. */
export interface WorkerLink {
  /**
   * Asks, and waits for the reply.
   *
   * @param transfer buffers that are handed over and are empty here afterwards.
   * @throws {Error} if the worker ends before it has replied.
   */
  ask(message: BatchAsk, transfer?: readonly ArrayBuffer[]): Promise<BatchReply>;
  /** @param why for those who hear of its end. */
  end(why?: string): Promise<void>;
}

/**
 * Starts a batch worker.
 *
 * @param onEnd called once it has ended, by itself or not.
 */
export function linkWorker(onEnd: (reason: string) => void): WorkerLink {
  const worker: Worker = startWorker('batch-worker', 'serve/predict/batch-worker');
  const waiting = new Map<number, (reply: BatchReply | Error) => void>();
  let nAsked = 0;
  let reason = '';
  worker.unref(); // the server keeps the process alive, not its workers
  worker.on('message', (reply: BatchReply) => {
    waiting.get(reply.id)?.(reply);
    waiting.delete(reply.id);
  });
  worker.on('error', (error: Error) => {
    reason = error.message;
  });
  worker.on('exit', (code) => {
    reason ||= `it ended with exit code ${code}`;
    for (const settle of waiting.values()) settle(new Error(`a batch worker died: ${reason}`));
    waiting.clear();
    onEnd(reason);
  });
  return {
    ask: (message, transfer = []) =>
      new Promise((resolve, reject) => {
        const id = nAsked++;
        waiting.set(id, (reply) => (reply instanceof Error ? reject(reply) : resolve(reply)));
        worker.postMessage({ ...message, id }, transfer);
      }),
    end: async (why = '') => {
      reason ||= why;
      await worker.terminate();
    },
  };
}

// A worker thread that answers whole bodies of /predict, from parsing to JSON; batch-pool.ts starts it.
import { parentPort } from 'node:worker_threads';
import { loadPipeline } from '../../pipeline/load';
import { createModelSet } from '../models/model-set';
import { servedModel } from '../models/served-model';
import type { Problem } from '../problem';
import type { BatchMessage, BatchReply } from './batch-message';
import { predict } from './predict';

const models = createModelSet();

parentPort?.on('message', async (message: BatchMessage) => {
  const reply = await answer(message);
  const body = reply.answer?.body;
  parentPort?.postMessage(reply, body instanceof Uint8Array ? [body.buffer] : []);
});

async function answer(message: BatchMessage): Promise<BatchReply> {
  const { id } = message;
  try {
    if (message.kind === 'load') {
      const { name, directory, loadedAt } = message.model;
      models.put(servedModel(name, await loadPipeline(directory), loadedAt));
      return { id };
    }
    const answered = await predict(models, message.bytes, message.isHeard);
    return { id, answer: { ...answered, body: new TextEncoder().encode(answered.body as string) } };
  } catch (error) {
    const { statusCode, message: text, field } = error as Problem;
    if (statusCode === undefined) return { id, error };
    return { id, problem: { statusCode, message: text, ...(field !== undefined && { field }) } };
  }
}

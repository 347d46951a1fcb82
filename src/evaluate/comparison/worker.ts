// A worker thread of `compareDetectors`: makes a detector, runs it, answers, waits for the next.
import { parentPort } from 'node:worker_threads';
import { detectorOf } from '../../detectors/detector-of';
import { runDetector } from './run-detector';
import type { Answer, Question } from './thread';

parentPort?.on('message', async (question: Question) => {
  const answer = await answerTo(question);
  parentPort?.postMessage(answer, 'scores' in answer ? [answer.scores.buffer as ArrayBuffer] : []);
});

async function answerTo({ detector, seed, train, test }: Question): Promise<Answer> {
  try {
    const made = detectorOf(detector.name, detector.params, seed);
    return await runDetector(made, { train, test });
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

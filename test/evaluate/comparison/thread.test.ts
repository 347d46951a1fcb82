import { describe, expect, it } from 'vitest';
import { openThread, type Question } from '../../../src/evaluate/comparison/thread';
import { plantedOutliers } from '../../detectors/contract';
import { startedThreads } from './started-threads';

const { samples } = plantedOutliers(60, 6, 1);
const threads = startedThreads();
const question: Question = { detector: { name: 'ecod' }, seed: 1, train: samples, test: samples };

describe('openThread', () => {
  it('answers one question after another, also after one that it did not survive', async () => {
    const thread = openThread();
    try {
      const first = await thread.ask(question);
      expect(threads.nLive).toBe(1);
      expect(first.scores).toHaveLength(66);
      const cannotBeSent = { ...question, seed: (() => 1) as never };
      await expect(thread.ask(cannotBeSent)).rejects.toThrow('could not be cloned');
      expect((await thread.ask(question)).scores).toEqual(first.scores);
    } finally {
      await thread.end();
    }
    expect([threads.nStarted, threads.nLive]).toEqual([2, 0]);
  });

  it("passes the detector's message on, and goes on", async () => {
    const thread = openThread();
    try {
      const wrong: Question = {
        ...question,
        detector: { name: 'knn', params: { nNeighbours: 99 } },
      };
      await expect(thread.ask(wrong)).rejects.toThrow('more samples than nNeighbours, 99, got 66');
      expect((await thread.ask(question)).scores).toHaveLength(66);
    } finally {
      await thread.end();
    }
  });

  it('rejects what it is asked when it is ended', async () => {
    const thread = openThread();
    const asked = thread.ask(question);
    const rejected = expect(asked).rejects.toThrow('worker thread ended');
    await thread.end();
    await rejected;
  });
});

import { describe, expect, it } from 'vitest';
import { whisFeedback } from '../../../src/pipeline/whis/feedback';

const small = { seed: 5, difficulty: 'easy', nUsers: 20, alerts: 10, rounds: 4 } as const;

describe('whisFeedback', () => {
  it('tells recall of later weeks after each round, of each table and learner', async () => {
    const recalls = await whisFeedback(small);
    expect(Object.keys(recalls)).toEqual([
      ...['no feedback', 'forest feedback', 'label regression', 'random answers'],
    ]);
    for (const own of Object.values(recalls)) {
      expect(Object.keys(own)).toHaveLength(3 * 5);
      expect(own['process_events 0']).toBe(recalls['no feedback']['process_events 4']);
      for (const recall of Object.values(own)) expect(recall >= 0 && recall <= 1).toBe(true);
    }
    expect(await whisFeedback(small)).toEqual(recalls);
  });

  it('refuses options that it does not know, and a border outside the data', async () => {
    const misspelt = { ...small, users: 3 };
    await expect(whisFeedback(misspelt)).rejects.toThrow('users');
    await expect(whisFeedback({ ...small, trainDays: 30 })).rejects.toThrow('trainDays');
  });
});

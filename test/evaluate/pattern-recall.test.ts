import { expect, it } from 'vitest';
import { patternRecall } from '../../src/evaluate/pattern-recall';

const PATTERNS = ['none', 'travel', 'brute', 'travel', 'travel', 'none'];
const FLAGS = Int32Array.of(1, 1, 0, 0, 0, 0);

it('counts events and whole attacks of each pattern', () => {
  expect(patternRecall(PATTERNS, FLAGS, [-1, 0, 1, 0, 2, -1])).toEqual([
    {
      pattern: 'brute',
      nEvents: 1,
      nFlagged: 0,
      eventRecall: 0,
      nCampaigns: 1,
      nFound: 0,
      campaignRecall: 0,
    },
    {
      pattern: 'travel',
      nEvents: 3,
      nFlagged: 1,
      eventRecall: 1 / 3,
      nCampaigns: 2,
      nFound: 1,
      campaignRecall: 0.5,
    },
  ]);
});

it('leaves attacks out where they are not known', () => {
  const [row] = patternRecall(PATTERNS, FLAGS);
  expect(row).toEqual({ pattern: 'brute', nEvents: 1, nFlagged: 0, eventRecall: 0 });
});

it('refuses lists that do not fit', () => {
  expect(() => patternRecall(['a'], [1, 0])).toThrow('patterns must be 2 as flags, got 1');
  expect(() => patternRecall(['a'], [1], [])).toThrow('campaigns must be 1 as flags, got 0');
  expect(() => patternRecall(['a'], [2])).toThrow('flags[0] must be 0 or 1, got 2');
});

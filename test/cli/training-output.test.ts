import { expect, it } from 'vitest';
import { countOf } from '../../src/cli/training-output';

it.each([
  [0, 'events', '0 events'],
  [1, 'events', '1 event'],
  [1, 'Sigma rules', '1 Sigma rule'],
  [1, 'events/s', '1 events/s'],
  [12_345, 'events', '12,345 events'],
])('counts %i %s: %s', (count, what, text) => {
  expect(countOf(count, what)).toBe(text);
});

import { expect, it } from 'vitest';
import { swarmOffsets, thinSwarm } from '../../src/plots/contributions/swarm';

it('parts points of one position alternately, and leaves lone ones in the middle', () => {
  expect(Array.from(swarmOffsets([0, 0, 0, 1], 0, 1), Math.abs)).toEqual([0, 0.1, 0.1, 0]);
  const [, up, down] = swarmOffsets([0, 0, 0], 0, 1);
  expect(up).toBe(-down);
});

it('keeps a crowd within its row', () => {
  const offsets = swarmOffsets(new Float64Array(1000), 0, 0);
  expect(Math.max(...offsets)).toBeLessThanOrEqual(0.4201);
  expect(Math.min(...offsets)).toBeGreaterThanOrEqual(-0.4201);
  expect(new Set(offsets).size).toBe(1000);
});

it('thins evenly along the values, with both ends', () => {
  const values = Float64Array.from({ length: 101 }, (_, i) => 100 - i);
  expect(Array.from(thinSwarm(values, 5), (i) => values[i])).toEqual([0, 25, 50, 75, 100]);
  expect(Array.from(thinSwarm([3, 1, 2], 5))).toEqual([1, 2, 0]);
});

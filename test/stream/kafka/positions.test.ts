import { describe, expect, it } from 'vitest';
import { createPositions } from '../../../src/stream/kafka/positions';

/** A memory that has what is given of each partition. */
const memoryOf = (remembered: Readonly<Record<number, number>>) => ({
  restore: async (partition: number, most: number) => {
    const offset = remembered[partition];
    return offset !== undefined && offset <= most ? offset : undefined;
  },
  forget: () => {},
});

describe('createPositions', () => {
  it.each([
    ['at the start where nothing is known', -1, 0, undefined, 0, 0],
    ['at the oldest message that is there', -1, 40, undefined, 40, 40],
    ['where findings end', 70, 0, undefined, 70, 70],
    ['where what is remembered ends, in silence', 70, 0, 50, 50, 70],
    ['where findings end if more is remembered', 70, 0, 80, 70, 70],
  ])('begins %s', async (_, committed, first, remembered, next, judgeFrom) => {
    const positions = createPositions();
    const memory = memoryOf(remembered === undefined ? {} : { 2: remembered });
    await positions.take([2], new Map([[2, committed]]), [0, 0, first], memory);
    expect(positions.from()).toEqual(new Map([[2, next]]));
    expect(positions.advance(2, 100)).toBe(judgeFrom);
    expect(positions.from()).toEqual(new Map([[2, 100]]));
  });

  it('keeps its place in a partition that it keeps, in silence up to where others came', async () => {
    const positions = createPositions();
    await positions.take([0, 1], new Map([[0, 10]]), [0, 0], memoryOf({}));
    positions.advance(0, 20);
    expect(positions.lose([0])).toEqual([1]);
    await positions.take([0], new Map([[0, 30]]), [0, 0], memoryOf({}));
    expect(positions.from()).toEqual(new Map([[0, 20]]));
    expect(positions.advance(0, 40)).toBe(30);
  });

  it('moves to messages that are there', async () => {
    const positions = createPositions();
    const committed = new Map([
      [0, 10],
      [1, 10],
      [2, 10],
    ]);
    await positions.take([0, 1, 2], committed, [0, 0, 0], memoryOf({}));
    expect(positions.comeInRange([15, 0, 0], [20, 20, 5])).toEqual([
      { partition: 0, before: 10, next: 15 },
      { partition: 2, before: 10, next: 5 },
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { committedBatches } from '../../../src/stream/kafka/committed-batches';

const [TRANSACTIONAL, CONTROL] = [0b010000, 0b110000];
const [ABORT, COMMIT] = [Buffer.from([0, 0, 0, 0]), Buffer.from([0, 0, 0, 1])];

const batch = (
  offset: number,
  producer: number,
  attributes: number,
  key: Buffer | null = null,
) => ({
  firstOffset: BigInt(offset),
  lastOffsetDelta: 0,
  attributes,
  producerId: BigInt(producer),
  records: [{ key }],
});
const offsets = (batches: readonly { firstOffset: bigint }[]) =>
  batches.map(({ firstOffset }) => Number(firstOffset));
const aborted = (producer: number, offset: number) => ({
  producerId: BigInt(producer),
  firstOffset: BigInt(offset),
});

describe('committedBatches', () => {
  it('keeps what is of no transaction, and of those that were committed', () => {
    const batches = [batch(0, -1, 0), batch(1, 7, TRANSACTIONAL), batch(2, 7, CONTROL, COMMIT)];
    expect(offsets(committedBatches(batches, []))).toEqual([0, 1]);
  });

  it('leaves out several transactions of a producer that gave them up, and no other', () => {
    const batches = [
      batch(0, 7, TRANSACTIONAL),
      batch(1, 8, TRANSACTIONAL),
      batch(2, 7, CONTROL, ABORT),
      batch(3, 7, TRANSACTIONAL),
      batch(4, 7, CONTROL, COMMIT),
      batch(5, 7, TRANSACTIONAL),
      batch(6, 7, CONTROL, ABORT),
      batch(7, 8, CONTROL, COMMIT),
    ];
    const found = committedBatches(batches, [aborted(7, 5), aborted(7, 0)]);
    expect(offsets(found)).toEqual([1, 3]);
  });

  it('leaves out a transaction whose end comes in the next answer', () => {
    const batches = [batch(4, 7, TRANSACTIONAL), batch(5, -1, 0)];
    expect(offsets(committedBatches(batches, [aborted(7, 2)]))).toEqual([5]);
  });
});

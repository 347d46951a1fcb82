import type { RecordsBatch } from '@platformatic/kafka';

/** A transaction that was given up. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  /** Of its first message in the partition. */
  readonly firstOffset: bigint;
}

/** What of a fetched batch tells whether it holds. */
type Marked = Pick<
  RecordsBatch,
  'firstOffset' | 'lastOffsetDelta' | 'attributes' | 'producerId'
> & { readonly records: readonly { readonly key: Buffer | null }[] };

const IS_TRANSACTIONAL = 0b010000;
const IS_CONTROL = 0b100000;
/** Type of a control record that ends a transaction without effect. */
const ABORT = 0;

/**
 * Leaves out marks of transactions, and what was written in those that were given up.
 *
 * The client leaves out such messages only where the mark of their transaction's end came in the same answer.
 * Source: Apache Kafka, `CompletedFetch.containsAbortMarker` and `consumeAbortedTransactionsUpTo`.
 *
 * @param batches of one partition, in their order.
 * @param aborted transactions that were given up, as the broker's answer has them.
 */
export function committedBatches<Batch extends Marked>(
  batches: readonly Batch[],
  aborted: readonly AbortedTransaction[],
): Batch[] {
  const coming = aborted.toSorted((a, b) => Number(a.firstOffset - b.firstOffset));
  const open = new Set<bigint>();
  return batches.filter(({ firstOffset, lastOffsetDelta, attributes, producerId, records }) => {
    const last = firstOffset + BigInt(lastOffsetDelta);
    while (coming.length > 0 && coming[0].firstOffset <= last) {
      open.add((coming.shift() as (typeof coming)[number]).producerId);
    }
    if (attributes & IS_CONTROL) {
      if (records[0]?.key?.readInt16BE(2) === ABORT) open.delete(producerId);
      return false;
    }
    return !(attributes & IS_TRANSACTIONAL && open.has(producerId));
  });
}

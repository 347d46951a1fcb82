import type { RecordsBatch } from '@platformatic/kafka';
import { MAX_LINE_BYTES } from '../file/line-batch';
import type { Message } from '../message-log';
import { type AbortedTransaction, committedBatches } from './committed-batches';
import { type BytesConsumer, clientOptions, type Kafka, type KafkaConnection } from './connection';

/** A message of Kafka, with its bytes. */
export interface KafkaMessage extends Message {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** What a fetch found in a partition. */
export interface FetchedPartition {
  readonly partition: number;
  readonly messages: readonly KafkaMessage[];
  /** Where to go on. */
  readonly next: number;
  /** Where the partition ends by now. */
  readonly end: number;
}

/** Reads a topic from any offsets. */
export interface Fetcher {
  /**
   * What is there from offsets on, a megabyte or somewhat more at most; waits a moment where there is nothing.
   *
   * @param from by partition.
   */
  fetch(from: ReadonlyMap<number, number>): Promise<FetchedPartition[]>;
  /** Where partitions begin, now that old messages were deleted, and end; by partition. */
  bounds(): Promise<{ first: readonly number[]; end: readonly number[] }>;
  close(): Promise<void>;
}

const MAX_BYTES = 1 << 20;
const MAX_PARTITION_BYTES = 1 << 18;
const MAX_WAIT_MS = 250;
const READ_COMMITTED = 1;
const [EARLIEST, LATEST] = [-2n, -1n];

/** Opens a topic to read; messages of transactions that were not committed are left out. */
export function openFetcher(kafka: Kafka, connection: KafkaConnection, topic: string): Fetcher {
  const consumer: BytesConsumer = new kafka.Consumer({
    ...clientOptions(connection, 'fetcher'),
    groupId: 'anomaly-lab-fetcher', // it joins none
    autocommit: false,
    isolationLevel: READ_COMMITTED,
  });
  consumer.on('error', () => undefined); // calls say so themselves
  consumer.topics.track(topic);
  const offsetsAt = async (timestamp: bigint) => {
    const found = await consumer.listOffsets({ topics: [topic], timestamp });
    return (found.get(topic) ?? []).map(Number);
  };
  return {
    fetch: async (from) => {
      const { topics } = await consumer.metadata({ topics: [topic] });
      const { id = '', partitions = [] } = topics.get(topic) ?? {};
      const leaders = new Set(Array.from(from.keys(), (partition) => partitions[partition].leader));
      const fetched = Array.from(leaders, async (node) => {
        const wanted = [...from].filter(([partition]) => partitions[partition].leader === node);
        const { responses } = await consumer.fetch({
          ...{ node, topics: [{ topicId: id, partitions: wanted.map(request) }] },
          ...{ maxBytes: MAX_BYTES, minBytes: 1, maxWaitTime: MAX_WAIT_MS },
        });
        return responses.flatMap((response) =>
          response.partitions.map(({ partitionIndex, highWatermark, ...fetched }) => ({
            partition: partitionIndex,
            ...messagesOf(fetched, from.get(partitionIndex) ?? 0),
            end: Number(highWatermark),
          })),
        );
      });
      return (await Promise.all(fetched)).flat();
    },
    bounds: async () => ({ first: await offsetsAt(EARLIEST), end: await offsetsAt(LATEST) }),
    close: async () => void (await consumer.close(true)),
  };
}

function request([partition, offset]: readonly [number, number]) {
  return {
    partition,
    fetchOffset: BigInt(offset),
    currentLeaderEpoch: -1,
    lastFetchedEpoch: -1,
    partitionMaxBytes: MAX_PARTITION_BYTES,
  };
}

interface Fetched {
  readonly records?: readonly RecordsBatch[];
  readonly abortedTransactions: readonly AbortedTransaction[];
}

/** A batch comes as a whole, also where it began before the offset that was asked for. */
function messagesOf(
  { records = [], abortedTransactions }: Fetched,
  from: number,
): Pick<FetchedPartition, 'messages' | 'next'> {
  const last = records.at(-1);
  const end = last ? Number(last.firstOffset) + last.lastOffsetDelta + 1 : from;
  const messages: KafkaMessage[] = [];
  for (const batch of committedBatches(records, abortedTransactions)) {
    const first = Number(batch.firstOffset);
    const time = Number(batch.firstTimestamp);
    for (const { offsetDelta, timestampDelta, key, value } of batch.records) {
      const offset = first + offsetDelta;
      if (offset < from) continue;
      const text = value && value.length > MAX_LINE_BYTES ? null : (value?.toString() ?? '');
      messages.push({ text, offset, time: time + Number(timestampDelta), key, value });
    }
  }
  return { messages, next: Math.max(from, end) };
}

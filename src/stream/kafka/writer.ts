import { randomUUID } from 'node:crypto';
import type { MessageToProduce, Producer } from '@platformatic/kafka';
import type { BatchResult } from '../message-log';
import {
  causeOf,
  clientErrorHas,
  clientOptions,
  type Kafka,
  type KafkaConnection,
  MAX_MESSAGE_BYTES,
} from './connection';
import type { KafkaMessage } from './fetcher';
import type { Assignment, GroupMember, GroupOptions } from './group-member';
import type { Patience } from './patience';

/** Where findings and rejected messages go. */
export interface WriterTopics {
  readonly findings: string;
  /** Undefined where rejected messages are only told of. */
  readonly deadLetters?: string | undefined;
}

/** Writes what was made of messages, with how far they are done with. */
export interface Writer {
  /** Returns false where that was refused, and nothing was written. */
  write(result: BatchResult<KafkaMessage>, assignment: Assignment): Promise<boolean>;
  close(): Promise<void>;
}

/** What writers are made of. */
export interface WriterParts {
  readonly kafka: Kafka;
  readonly connection: KafkaConnection;
  readonly group: GroupOptions;
  readonly topics: WriterTopics;
  readonly patience: Patience;
}

const ALL = -1;
const OVERHEAD_BYTES = 100;
/** A transaction that is open for longer, as one of a worker that was killed, is given up by the broker. */
const TRANSACTION_MS = 15_000;

/** Findings first, then how far: what is killed between the two is written again, with the same ids. */
export function atLeastOnceWriter(parts: WriterParts, member: GroupMember): Writer {
  const { kafka, connection, group, topics, patience } = parts;
  const producer = new kafka.Producer({
    ...clientOptions(connection, 'writer'),
    acks: ALL,
    partitioner: kafka.compatibilityPartitioner,
  });
  return {
    write: async (result) => {
      for (const messages of inParts(messagesOf(result, topics, group.topic))) {
        await patience('findings', () => producer.send({ messages })).catch(tell);
      }
      const offsets = new Map(result.batches.map(({ partition, next }) => [partition, next]));
      return patience('offsets', () => member.commit(offsets));
    },
    close: async () => void (await producer.close(true)),
  };
}

/**
 * Findings and how far in one transaction. The group refuses it from a worker that has lost its partitions.
 *
 * Whatever goes wrong, whether it was written is then seen by the group's offsets alone.
 */
export function exactlyOnceWriter(parts: WriterParts, onNotice: (text: string) => void): Writer {
  const { kafka, connection, group, topics } = parts;
  const transactionalId = `${group.group}-${randomUUID()}`;
  const open = () =>
    new kafka.Producer({
      ...clientOptions(connection, 'writer'),
      ...{ transactionalId, idempotent: true, producerId: -1n, producerEpoch: -1 },
      ...{ retries: 100, retryDelay: 50, timeout: TRANSACTION_MS },
      partitioner: kafka.compatibilityPartitioner,
    });
  let producer: Producer = open();
  return {
    write: async (result, { generation, memberId, coordinatorId }) => {
      const consumer = { groupId: group.group, generationId: generation, memberId, coordinatorId };
      try {
        const transaction = await producer.beginTransaction();
        for (const messages of inParts(messagesOf(result, topics, group.topic))) {
          await transaction.send({ messages });
        }
        await transaction.addConsumer(consumer as never); // of which it reads the group's name alone
        for (const { partition, next } of result.batches) {
          const last = { topic: group.topic, partition, offset: BigInt(next - 1) };
          await transaction.addOffset({ ...last, metadata: { consumer } } as never);
        }
        await transaction.commit();
        return true;
      } catch (error) {
        if (isTooLarge(error)) tell(error);
        onNotice(`transaction given up (${(error as Error).message}); goes on from its start`);
        await producer.transaction?.abort().catch(() => undefined);
        await Promise.resolve(producer.close(true)).catch(() => undefined);
        producer = open();
        return false;
      }
    },
    close: async () => void (await producer.close(true)),
  };
}

/** @throws what keeps findings from being written, in one line. */
function tell(error: unknown): never {
  throw new Error(`findings or dead letters cannot be written: ${causeOf(error)}`);
}

/** What will never be written, however often it is tried: a topic that takes less than others do. */
function isTooLarge(error: unknown): boolean {
  const ids = ['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE'];
  return ids.some((id) => clientErrorHas(error, 'apiId', id) === true);
}

/** Parts that brokers take, which is 1 MB at once where nobody changed that. */
function inParts(messages: readonly MessageToProduce[]): MessageToProduce[][] {
  const parts: MessageToProduce[][] = [];
  let room = 0;
  for (const message of messages) {
    const size = OVERHEAD_BYTES + (message.key?.length ?? 0) + (message.value?.length ?? 0);
    if (size > room) {
      parts.push([]);
      room = MAX_MESSAGE_BYTES;
    }
    parts[parts.length - 1].push(message);
    room -= size;
  }
  return parts;
}

function messagesOf(
  { findings, rejected }: BatchResult<KafkaMessage>,
  topics: WriterTopics,
  from: string,
): MessageToProduce[] {
  const found = findings.map(({ id, text }) => ({
    topic: topics.findings,
    key: Buffer.from(id),
    value: Buffer.from(text),
  }));
  const { deadLetters } = topics;
  if (deadLetters === undefined) return found;
  const refused = rejected.map(({ partition, message, reason }) => {
    const nBytes = message.value?.length ?? 0;
    const isCut = nBytes > MAX_MESSAGE_BYTES;
    const headers = {
      ...{ topic: from, partition, offset: message.offset, reason },
      ...(isCut && { cut: `${MAX_MESSAGE_BYTES} of ${nBytes} bytes` }),
    };
    const bytes = Object.entries(headers).map(
      ([name, value]) => [Buffer.from(name), Buffer.from(String(value))] as const,
    );
    return {
      topic: deadLetters,
      ...(message.key && { key: message.key }),
      ...(message.value && { value: message.value.subarray(0, MAX_MESSAGE_BYTES) }),
      headers: new Map(bytes),
    };
  });
  return [...found, ...refused];
}

import { setTimeout as wait } from 'node:timers/promises';
import type { MessageBatch, MessageLog, PartitionMemory } from '../message-log';
import {
  checkTopics,
  clientErrorHas,
  clientOptions,
  type KafkaConnection,
  loadKafka,
} from './connection';
import { type FetchedPartition, type KafkaMessage, openFetcher } from './fetcher';
import { type Assignment, joinGroup } from './group-member';
import { createPatience } from './patience';
import { createPositions } from './positions';
import { atLeastOnceWriter, exactlyOnceWriter, type WriterTopics } from './writer';

/** What a worker reads and writes. */
export interface KafkaLogOptions {
  readonly connection: KafkaConnection;
  /** Topic of the events. */
  readonly from: string;
  readonly topics: WriterTopics;
  /** Workers of the same group share the partitions of the topic. */
  readonly group: string;
  readonly isExactlyOnce: boolean;
  readonly signal?: AbortSignal | undefined;
  readonly onNotice: (text: string) => void;
}

/** Between two looks at what the group does. */
const IDLE_MS = 50;

/**
 * Joins the workers of a group on a topic.
 *
 * @throws {Error} if no broker answers, or a topic is missing.
 */
export async function openKafkaLog(options: KafkaLogOptions): Promise<MessageLog<KafkaMessage>> {
  const { connection, from, topics, signal, onNotice } = options;
  const kafka = await loadKafka();
  const { findings, deadLetters } = topics;
  await checkTopics(kafka, connection, [from, findings, ...(deadLetters ? [deadLetters] : [])]);
  const patience = createPatience(signal, onNotice);
  const group = { group: options.group, topic: from };
  const parts = { kafka, connection, group, topics, patience };
  const member = await joinGroup(kafka, connection, group, patience);
  const fetcher = openFetcher(kafka, connection, from);
  const admin = new kafka.Admin(clientOptions(connection, 'offsets'));
  const writer = options.isExactlyOnce
    ? exactlyOnceWriter(parts, onNotice)
    : atLeastOnceWriter(parts, member);
  const committed = async (partitions: readonly number[]) => {
    const wanted = [{ name: from, partitionIndexes: [...partitions] }];
    const [found] = await patience(`offsets of ${options.group}`, () =>
      admin.listConsumerGroupOffsets({
        groups: [{ groupId: options.group, topics: wanted }],
        requireStable: true, // waits for a transaction of who had the partition before
      }),
    );
    const of = found.topics.find(({ name }) => name === from)?.partitions ?? [];
    return new Map(of.map((one) => [one.partitionIndex, Number(one.committedOffset)]));
  };
  const positions = createPositions();
  const lag = new Map<number, number>();
  let settled: Assignment | undefined;

  /** Takes over what the group has given, once. */
  const settle = async (memory: PartitionMemory): Promise<boolean> => {
    await member.stay();
    const now = member.assignment();
    if (now === undefined) return false;
    if (now.generation === settled?.generation) return true;
    for (const partition of positions.lose(now.partitions)) {
      memory.forget(partition);
      lag.delete(partition);
    }
    if (now.partitions.length > 0) {
      const offsets = await committed(now.partitions);
      const { first } = await patience(from, () => fetcher.bounds());
      await positions.take(now.partitions, offsets, first, memory);
    }
    onNotice(`${from}: has partitions ${now.partitions.join(', ') || 'none'}`);
    settled = now;
    return member.assignment() === now;
  };
  const fetch = async (): Promise<readonly FetchedPartition[]> => {
    try {
      return await patience(from, () => fetcher.fetch(positions.from()));
    } catch (error) {
      if (!isOutOfRange(error)) throw error;
      const { first, end } = await fetcher.bounds();
      for (const { partition, before, next } of positions.comeInRange(first, end)) {
        onNotice(`${from}-${partition}: offset ${before} is gone; goes on at ${next}`);
      }
      return [];
    }
  };
  return {
    batches: async function* (memory) {
      while (!signal?.aborted) {
        if (!(await settle(memory)) || settled?.partitions.length === 0) {
          await wait(IDLE_MS);
          continue;
        }
        const fetched = await fetch();
        if (member.assignment()?.generation !== settled?.generation) continue;
        const batches = fetched.map(
          ({ partition, messages, next, end }): MessageBatch<KafkaMessage> => {
            lag.set(partition, end - next);
            return { partition, messages, next, judgeFrom: positions.advance(partition, next) };
          },
        );
        const full = batches.filter(({ messages }) => messages.length > 0);
        if (full.length > 0) yield full;
      }
    },
    write: async (result) => {
      if (settled === undefined) return false;
      const isWritten = await writer.write(result, settled);
      if (deadLetters === undefined && isWritten) {
        for (const { partition, message, reason } of result.rejected) {
          onNotice(`${from}-${partition} offset ${message.offset}: ${reason}`);
        }
      }
      if (!isWritten) {
        positions.lose([]);
        settled = undefined;
      }
      return isWritten;
    },
    nameOf: (partition, offset) => `${from}-${partition} offset ${offset}`,
    lag: () => lag,
    close: async () => {
      const closing = [writer.close(), fetcher.close(), admin.close(), member.leave()];
      await Promise.allSettled(closing);
    },
  };
}

function isOutOfRange(error: unknown): boolean {
  return clientErrorHas(error, 'apiId', 'OFFSET_OUT_OF_RANGE') === true;
}

import { setTimeout as wait } from 'node:timers/promises';
import { compatibilityPartitioner, Producer } from '@platformatic/kafka';
import { loadKafka } from '../../src/stream/kafka/connection';
import { type KafkaMessage, openFetcher } from '../../src/stream/kafka/fetcher';

/** A message on its way. */
export interface NewMessage {
  /** Messages of one key lie in one partition. */
  readonly key: string;
  readonly text: string;
}

const TICK_MS = 10;
const MOST_AT_ONCE = 5000;

/** Sends messages, each once, so many a second; as fast as it goes by default. Returns how many. */
export async function sendMessages(
  address: string,
  topic: string,
  messages: Iterable<NewMessage> | AsyncIterable<NewMessage>,
  perSecond: number = Infinity,
): Promise<number> {
  const producer = new Producer({
    clientId: 'anomaly-lab-send',
    bootstrapBrokers: [address],
    ...{ idempotent: true, producerId: -1n, producerEpoch: -1, retries: 100, retryDelay: 50 }, // or it sends twice when the broker restarts
    partitioner: compatibilityPartitioner,
  });
  const nAtOnce = Math.max(1, Math.min(MOST_AT_ONCE, Math.round((perSecond * TICK_MS) / 1000)));
  const start = performance.now();
  let nSent = 0;
  let batch: { topic: string; key: Buffer; value: Buffer }[] = [];
  const send = async () => {
    await wait(Math.max(0, (1000 * nSent) / perSecond - (performance.now() - start)));
    if (batch.length > 0) await producer.send({ messages: batch });
    nSent += batch.length;
    batch = [];
  };
  for await (const { key, text } of messages) {
    batch.push({ topic, key: Buffer.from(key), value: Buffer.from(text) });
    if (batch.length === nAtOnce) await send();
  }
  await send();
  await producer.close();
  return nSent;
}

/** All messages of a topic that are committed by now, by partition. */
export async function readMessages(address: string, topic: string): Promise<KafkaMessage[][]> {
  const fetcher = openFetcher(await loadKafka(), { brokers: [address] }, topic);
  try {
    const { first, end } = await fetcher.bounds();
    const found: KafkaMessage[][] = first.map(() => []);
    const next = new Map(first.entries());
    while ([...next].some(([partition, offset]) => offset < end[partition])) {
      for (const fetched of await fetcher.fetch(next)) {
        next.set(fetched.partition, fetched.next);
        found[fetched.partition].push(...fetched.messages);
      }
    }
    return found;
  } finally {
    await fetcher.close();
  }
}

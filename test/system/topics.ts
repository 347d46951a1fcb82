import { compatibilityPartitioner, Producer } from '@platformatic/kafka';
import { loadKafka } from '../../src/stream/kafka/connection';
import { type KafkaMessage, openFetcher } from '../../src/stream/kafka/fetcher';

/** Sends texts to a topic, by their keys. */
export async function sendAll(
  address: string,
  topic: string,
  messages: readonly { key: string; text: string }[],
): Promise<void> {
  const producer = new Producer({
    clientId: 'test',
    bootstrapBrokers: [address],
    ...{ idempotent: true, producerId: -1n, producerEpoch: -1, retries: 100, retryDelay: 50 }, // or it sends twice when the broker restarts
    partitioner: compatibilityPartitioner,
  });
  for (let i = 0; i < messages.length; i += 1000) {
    const some = messages.slice(i, i + 1000).map(({ key, text }) => {
      return { topic, key: Buffer.from(key), value: Buffer.from(text) };
    });
    await producer.send({ messages: some });
  }
  await producer.close();
}

/** All messages of a topic that are committed by now, by partition. */
export async function readAll(address: string, topic: string): Promise<KafkaMessage[][]> {
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

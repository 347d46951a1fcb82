import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { packSnapshot, type SnapshotStore, unpackSnapshot } from '../snapshots';
import {
  checkTopics,
  clientOptions,
  type KafkaConnection,
  loadKafka,
  MAX_MESSAGE_BYTES,
} from './connection';
import { openFetcher } from './fetcher';
import type { Patience } from './patience';

const [pack, unpack] = [promisify(gzip), promisify(gunzip)];
const ALL = -1;

/**
 * Keeps snapshots in a compacted topic, in several messages where they are long.
 *
 * Two of a partition lie side by side, and a message says which one holds, so that one that was written in part is never read.
 *
 * @param of whose snapshots they are, such as group and topic.
 * @throws {Error} if the topic is missing, or not compacted.
 */
export async function snapshotTopic(
  connection: KafkaConnection,
  topic: string,
  of: string,
  patience: Patience,
  onNotice: (text: string) => void,
): Promise<SnapshotStore> {
  const kafka = await loadKafka();
  const nPartitions = (await checkTopics(kafka, connection, [topic])).get(topic) as number;
  await checkCompacted(connection, topic);
  const producer = new kafka.Producer({ ...clientOptions(connection, 'snapshots'), acks: ALL });
  const sides = new Map<number, number>();
  const send = (partition: number, values: Readonly<Record<string, Buffer>>) => {
    const messages = Object.entries(values).map(([name, value]) => ({
      ...{ topic, partition: partition % nPartitions },
      ...{ key: Buffer.from(`${of}/${partition}/${name}`), value },
    }));
    return patience(topic, () => producer.send({ messages }));
  };
  return {
    read: async (partition) => {
      const found = await lastValues(partition % nPartitions, `${of}/${partition}/`);
      const head = found.get('head')?.toString();
      if (head === undefined) return undefined;
      const [side, nParts] = head.split(' ').map(Number);
      sides.set(partition, side);
      const parts = Array.from({ length: nParts }, (_, i) => found.get(`${side}/${i}`));
      const bytes = Buffer.concat(parts.filter((part) => part !== undefined));
      const place = `${topic}, ${of}/${partition}`;
      const text = await unpack(bytes).catch((error: Error) => {
        onNotice(`${place}: is no whole snapshot (${error.message}); begins with nothing`);
      });
      return text ? unpackSnapshot(text.toString(), place) : undefined;
    },
    write: async (partition, snapshot) => {
      const bytes = await pack(packSnapshot(snapshot));
      const side = 1 - (sides.get(partition) ?? 1);
      const nParts = Math.ceil(bytes.length / MAX_MESSAGE_BYTES);
      for (let i = 0; i < nParts; i++) {
        const part = bytes.subarray(i * MAX_MESSAGE_BYTES, (i + 1) * MAX_MESSAGE_BYTES);
        await send(partition, { [`${side}/${i}`]: part });
      }
      await send(partition, { head: Buffer.from(`${side} ${nParts}`) });
      sides.set(partition, side);
    },
    close: async () => void (await producer.close(true)),
  };

  /** The last value of each key that begins so, by the rest of it. */
  async function lastValues(partition: number, start: string): Promise<Map<string, Buffer>> {
    const fetcher = openFetcher(kafka, connection, topic);
    const found = new Map<string, Buffer>();
    try {
      const { first, end } = await patience(topic, () => fetcher.bounds());
      for (let next = first[partition]; next < end[partition]; ) {
        const from = new Map([[partition, next]]);
        for (const fetched of await patience(topic, () => fetcher.fetch(from))) {
          next = fetched.next;
          for (const { key, value } of fetched.messages) {
            const name = key?.toString() ?? '';
            if (name.startsWith(start) && value) found.set(name.slice(start.length), value);
          }
        }
      }
    } finally {
      await fetcher.close();
    }
    return found;
  }
}

/** Of a topic that is not compacted the snapshots are gone after a week. */
async function checkCompacted(connection: KafkaConnection, topic: string): Promise<void> {
  const kafka = await loadKafka();
  const admin = new kafka.Admin(clientOptions(connection, 'check'));
  try {
    const topicType = kafka.ConfigResourceTypes.TOPIC;
    const [found] = await admin.describeConfigs({
      resources: [{ resourceType: topicType, resourceName: topic }],
    });
    const policy = found.configs.find(({ name }) => name === 'cleanup.policy')?.value;
    if (policy?.includes('compact')) return;
    throw new RangeError(`topic ${topic} must be compacted, got cleanup.policy ${policy}`);
  } finally {
    await admin.close();
  }
}

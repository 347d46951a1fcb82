import { Admin } from '@platformatic/kafka';

/** A topic that is to be made. */
export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  /** Keeps the last message of each key for ever, instead of all for a week. */
  readonly isCompacted: boolean;
}

/**
 * Reads `NAME`, `NAME:PARTITIONS` or `NAME:PARTITIONS:compact`.
 *
 * @throws {RangeError} naming the word, if it is none of them.
 */
export function parseTopic(word: string): TopicSpec {
  const [, name, partitions = '1', compact] =
    /^([\w.-]+)(?::([1-9]\d{0,3}))?(:compact)?$/.exec(word) ?? [];
  if (name === undefined) {
    throw new RangeError(`topic must be NAME[:PARTITIONS[:compact]], got ${word}`);
  }
  return { name, partitions: Number(partitions), isCompacted: compact !== undefined };
}

/** Makes topics; one that is there stays as it is. Returns the names of those that were made. */
export async function makeTopics(address: string, topics: readonly TopicSpec[]): Promise<string[]> {
  const admin = new Admin({ clientId: 'anomaly-lab-topics', bootstrapBrokers: [address] });
  try {
    const there = await admin.listTopics();
    const missing = topics.filter(({ name }) => !there.includes(name));
    for (const { name, partitions, isCompacted } of missing) {
      const configs = isCompacted ? [{ name: 'cleanup.policy', value: 'compact' }] : [];
      await admin.createTopics({ topics: [name], partitions, replicas: 1, configs });
    }
    return missing.map(({ name }) => name);
  } finally {
    await admin.close();
  }
}

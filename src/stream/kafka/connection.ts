import type { BaseOptions, Consumer } from '@platformatic/kafka';

/** How brokers are reached. */
export interface KafkaConnection {
  /** `HOST:PORT` of some of them, from which the others are learned. */
  readonly brokers: readonly string[];
  /** Encrypts; PEM texts, and none of them where the broker's certificate is one that the system trusts. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  /** Who the client is. */
  readonly sasl?: {
    readonly mechanism: SaslMechanism;
    readonly username: string;
    readonly password: string;
  };
}

/** Ways of saying who one is, by user name and password. */
export const SASL_MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512'] as const;

/** One of `SASL_MECHANISMS`. */
export type SaslMechanism = (typeof SASL_MECHANISMS)[number];

/** Brokers take messages of 1 MB, with what is around them, where nobody changed that. */
export const MAX_MESSAGE_BYTES = 900_000;

/** The client's package, which is loaded by those who stream alone. */
export type Kafka = typeof import('@platformatic/kafka');

/** A consumer whose messages are bytes. */
export type BytesConsumer = Consumer<Buffer, Buffer, Buffer, Buffer>;

/** Loads the client. */
export function loadKafka(): Promise<Kafka> {
  return import('@platformatic/kafka');
}

/** What each client of the package is made with. */
export function clientOptions({ brokers, tls, sasl }: KafkaConnection, name: string): BaseOptions {
  return {
    clientId: `anomaly-lab-${name}`,
    bootstrapBrokers: [...brokers],
    retries: 3,
    retryDelay: 200,
    ...(tls && { tls: { ...tls } }),
    ...(sasl && { sasl: { ...sasl } }),
  };
}

/**
 * Finds out whether brokers answer and topics are there.
 *
 * @returns the number of partitions of each topic.
 * @throws {Error} naming the brokers or the topic.
 */
export async function checkTopics(
  kafka: Kafka,
  connection: KafkaConnection,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const admin = new kafka.Admin({ ...clientOptions(connection, 'check'), retries: 1 });
  try {
    const there = await admin.listTopics();
    const missing = names.find((name) => !there.includes(name));
    if (missing !== undefined) throw new RangeError(`topic ${missing} must exist; there is none`);
    const { topics } = await admin.metadata({ topics: [...names] });
    return new Map(names.map((name) => [name, topics.get(name)?.partitionsCount ?? 0]));
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const brokers = connection.brokers.join(', ');
    throw new Error(`${brokers}: must be Kafka brokers that answer (${causeOf(error)})`);
  } finally {
    await admin.close().catch(() => undefined);
  }
}

/** The innermost reason of an error of the client, in one line. */
export function causeOf(error: unknown): string {
  const { errors, cause, message } = error as AggregateError;
  const inner = errors?.at(-1) ?? cause;
  return inner === undefined ? message : causeOf(inner);
}

/** Whether an error of the client, or one behind it, has a property of a value; undefined where it is an error of another kind. */
export function clientErrorHas(error: unknown, name: string, value: unknown): boolean | undefined {
  const { findBy } = error as { findBy?: (name: string, value: unknown) => unknown };
  return typeof findBy === 'function' ? !!findBy.call(error, name, value) : undefined;
}

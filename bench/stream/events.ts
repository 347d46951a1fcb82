import { setTimeout as wait } from 'node:timers/promises';
import { compatibilityPartitioner, Producer } from '@platformatic/kafka';
import { type AuthEvent, createAuthLogGenerator } from '../../src/index';

const TICK_MS = 10;

/** Synthetic logins of many users. */
export function loginsOf(nUsers: number): readonly AuthEvent[] {
  return createAuthLogGenerator({ seed: 5 }).generateCompleteDataset({
    nUsers,
    normalEventsPerUser: 120,
  }).events;
}

/** The same logins over and over, each round behind the one before and the last as they are. */
export function* rounds(logins: readonly AuthEvent[], n: number): Generator<readonly AuthEvent[]> {
  const times = logins.map(({ timestamp }) => Date.parse(timestamp));
  const span = times[times.length - 1] - times[0] + 1000;
  for (let round = n - 1; round >= 0; round--) {
    const timeOf = (i: number) => new Date(times[i] - round * span).toISOString();
    yield logins.map((login, i) => ({ ...login, timestamp: timeOf(i) }));
  }
}

/** Sends logins with their users as keys, so many a second; as fast as it goes by default. */
export async function sendLogins(
  address: string,
  topic: string,
  logins: readonly AuthEvent[],
  perSecond = Infinity,
): Promise<void> {
  const producer = new Producer({
    ...{ clientId: 'bench', bootstrapBrokers: [address], acks: 1 },
    partitioner: compatibilityPartitioner,
  });
  const nAtOnce = Math.min(5000, Math.round((perSecond * TICK_MS) / 1000));
  const start = performance.now();
  for (let i = 0; i < logins.length; i += nAtOnce) {
    await wait(Math.max(0, (1000 * i) / perSecond - (performance.now() - start)));
    const messages = logins.slice(i, i + nAtOnce).map((login) => ({
      ...{ topic, key: Buffer.from(login.user_id), value: Buffer.from(JSON.stringify(login)) },
    }));
    await producer.send({ messages });
  }
  await producer.close();
}

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

import { sendMessages } from '../../scripts/kafka/messages';
import { type AuthEvent, createAuthLogGenerator } from '../../src/index';

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
  perSecond?: number,
): Promise<void> {
  await sendMessages(address, topic, messagesOf(logins), perSecond);
}

function* messagesOf(logins: readonly AuthEvent[]) {
  for (const login of logins) yield { key: login.user_id, text: JSON.stringify(login) };
}

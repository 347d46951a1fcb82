// Sends logins from a process of its own: sender.mts ADDRESS TOPIC USERS PER_SECOND [ROUNDS].
import { loginsOf, rounds, sendLogins } from './events';

const [address, topic, nUsers, perSecond, nRounds = '1'] = process.argv.slice(2);
for (const logins of rounds(loginsOf(Number(nUsers)), Number(nRounds))) {
  await sendLogins(address, topic, logins, Number(perSecond));
}

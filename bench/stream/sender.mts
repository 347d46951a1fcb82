// Sends logins from a process of its own: sender.mts ADDRESS TOPIC USERS PER_SECOND.
import { loginsOf, sendLogins } from './events';

const [address, topic, nUsers, perSecond] = process.argv.slice(2);
await sendLogins(address, topic, loginsOf(Number(nUsers)), Number(perSecond));

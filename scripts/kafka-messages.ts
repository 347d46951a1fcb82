// Sends and shows messages of the broker of `npm run kafka`: `npm run kafka:send -- auth-events auth.jsonl --key user_id`,
// `npm run kafka:read -- findings`.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Command } from 'commander';
import { type NewMessage, readMessages, sendMessages } from './kafka/messages';
import { integer, runCommand } from './server-command';

interface SendFlags {
  readonly brokers: string;
  readonly key: string;
  readonly rate?: number;
}

async function* messagesOf(file: string, key: string): AsyncGenerator<NewMessage> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file) })) {
    line++;
    if (text.trim() === '') continue;
    yield { key: keyOf(text, key, `${file} line ${line}`), text };
  }
}

function keyOf(text: string, name: string, place: string): string {
  let value: unknown;
  try {
    value = JSON.parse(text)[name];
  } catch {
    throw new RangeError(`${place}: must be a JSON object`);
  }
  if (value === undefined) throw new RangeError(`${place}: must have ${name}, which is the key`);
  return String(value);
}

async function send(topic: string, file: string, { brokers, key, rate }: SendFlags) {
  const nSent = await sendMessages(brokers, topic, messagesOf(file, key), rate);
  console.log(`${nSent.toLocaleString('en')} messages sent to ${topic}`);
}

async function read(topic: string, { brokers }: Pick<SendFlags, 'brokers'>): Promise<void> {
  process.stdout.on('error', () => process.exit()); // whoever reads has seen enough
  const messages = (await readMessages(brokers, topic)).flat();
  for (const { text } of messages) console.log(text);
}

const ADDRESS = '127.0.0.1:9092';
const program = new Command('npm run kafka --').description('Messages of a Kafka broker');
program
  .command('send <topic> <file>')
  .description('sends the lines of a file, a JSON object each')
  .requiredOption('--key <field>', 'field that is the key, such as user_id')
  .option('--rate <n>', 'messages a second (default: as fast as it goes)', integer(1, 1_000_000))
  .option('--brokers <address>', 'HOST:PORT', ADDRESS)
  .action(send);
program
  .command('read <topic>')
  .description('prints all messages that are there, one a line')
  .option('--brokers <address>', 'HOST:PORT', ADDRESS)
  .action(read);
runCommand(program);

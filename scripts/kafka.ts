// A real Kafka broker for trying things: `npm run kafka -- auth-events:4 findings`. Ctrl-C stops it; what it holds is kept.
import { once } from 'node:events';
import { Command, InvalidArgumentError } from 'commander';
import { createBroker } from './kafka/broker';
import { makeTopics, parseTopic } from './kafka/topics';

interface KafkaFlags {
  readonly port: number;
  readonly folder: string;
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new InvalidArgumentError('It must be a port from 0 to 65535.');
}

async function run(words: readonly string[], { port, folder }: KafkaFlags): Promise<void> {
  const topics = words.map(parseTopic);
  const stop = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const broker = await createBroker(folder, port);
  await broker.start();
  console.log(`Kafka listens at ${broker.address}; its data and its log are in ${folder}`);
  for (const name of await makeTopics(broker.address, topics)) console.log(`topic ${name} made`);
  console.log('Ctrl-C stops it');
  await stop;
  await broker.stop();
  console.log('stopped');
}

new Command('npm run kafka --')
  .description('Starts one Kafka broker on this machine, with jars from Maven Central')
  .argument('[topics...]', 'topics to make: NAME, NAME:PARTITIONS or NAME:PARTITIONS:compact')
  .option('--port <n>', 'where it listens, on 127.0.0.1; 0 is any that is free', portOf, 9092)
  .option('--folder <folder>', 'where its data are', '.cache/kafka-data')
  .showHelpAfterError()
  .action(run)
  .parseAsync()
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });

// A real Kafka broker for trying things: `npm run kafka -- auth-events:4 findings`. Ctrl-C stops it; what it holds is kept.
import { Command } from 'commander';
import { createBroker } from './kafka/broker';
import { makeTopics, parseTopic } from './kafka/topics';
import { integer, keepUntilSignal, runCommand } from './server-command';

interface KafkaFlags {
  readonly port: number;
  readonly folder: string;
  readonly secure?: boolean;
}

async function run(
  words: readonly string[],
  { port, folder, secure = false }: KafkaFlags,
): Promise<void> {
  const topics = words.map(parseTopic);
  await keepUntilSignal(async () => {
    const broker = await createBroker(folder, port, secure);
    await broker.start();
    console.log(`Kafka listens at ${broker.address}; its data and its log are in ${folder}`);
    if (broker.secure) {
      const { address, certificate, username, password } = broker.secure;
      console.log(`with TLS at ${address}: --tls-ca ${certificate} --sasl SCRAM-SHA-512`);
      console.log(`and KAFKA_USERNAME=${username} KAFKA_PASSWORD=${password}`);
    }
    for (const name of await makeTopics(broker.address, topics)) console.log(`topic ${name} made`);
    return broker;
  });
}

runCommand(
  new Command('npm run kafka --')
    .description('Starts one Kafka broker on this machine, with jars from Maven Central')
    .argument('[topics...]', 'topics to make: NAME, NAME:PARTITIONS or NAME:PARTITIONS:compact')
    .option('--port <n>', 'where it listens, on 127.0.0.1; 0 is any', integer(0, 65_535), 9092)
    .option('--folder <folder>', 'where its data are', '.cache/kafka-data')
    .option('--secure', 'also listens with TLS and SASL, at any port that is free')
    .action(run),
);

// A real Spark cluster for trying things: `npm run spark`. Ctrl-C stops it.
import { once } from 'node:events';
import { Command, InvalidArgumentError } from 'commander';
import { startSpark } from './spark/cluster';

interface SparkFlags {
  readonly port: number;
  readonly workers: number;
  readonly memory: number;
  readonly folder: string;
}

const integer = (least: number, most: number) => (text: string) => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new InvalidArgumentError(`It must be an integer from ${least} to ${most}.`);
};

async function run({ port, workers, memory, folder }: SparkFlags): Promise<void> {
  const stop = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  console.log('Spark is starting, which takes half a minute, the first time a minute more');
  const cluster = await startSpark(folder, { port, nWorkers: workers, memoryMb: memory });
  console.log(`Spark Connect listens at ${cluster.address}; logs are in ${folder}`);
  console.log('Ctrl-C stops it');
  await stop;
  await cluster.stop();
  console.log('stopped');
}

new Command('npm run spark --')
  .description('Starts a Spark cluster on this machine, with jars from Maven Central')
  .option('--port <n>', 'of Spark Connect, on 127.0.0.1; 0 is any', integer(0, 65_535), 15_002)
  .option('--workers <n>', 'workers of one core each', integer(1, 64), 2)
  .option('--memory <MB>', 'of each worker and of the server', integer(512, 1_000_000), 1024)
  .option('--folder <folder>', 'where logs and scratch files are', '.cache/spark-data')
  .showHelpAfterError()
  .action(run)
  .parseAsync()
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });

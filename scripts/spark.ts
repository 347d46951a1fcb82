// A real Spark cluster for trying things: `npm run spark`. Ctrl-C stops it.
import { Command } from 'commander';
import { integer, keepUntilSignal, runCommand } from './server-command';
import { startSpark } from './spark/cluster';

interface SparkFlags {
  readonly port: number;
  readonly workers: number;
  readonly memory: number;
  readonly folder: string;
}

async function run({ port, workers, memory, folder }: SparkFlags): Promise<void> {
  console.log('Spark is starting, which takes half a minute, the first time a minute more');
  await keepUntilSignal(async () => {
    const cluster = await startSpark(folder, { port, nWorkers: workers, memoryMb: memory });
    console.log(`Spark Connect listens at ${cluster.address}; logs are in ${folder}`);
    return cluster;
  });
}

runCommand(
  new Command('npm run spark --')
    .description('Starts a Spark cluster on this machine, with jars from Maven Central')
    .option('--port <n>', 'of Spark Connect, on 127.0.0.1; 0 is any', integer(0, 65_535), 15_002)
    .option('--workers <n>', 'workers of one core each', integer(1, 64), 2)
    .option('--memory <MB>', 'of each worker and of the server', integer(512, 1_000_000), 1024)
    .option('--folder <folder>', 'where logs and scratch files are', '.cache/spark-data')
    .action(run),
);

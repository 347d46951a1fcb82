import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { type JavaProcess, startJava } from '../java-process';
import { bringJars, checkProgram } from '../maven';

/** A Spark cluster on this machine: a master, workers of one core each, and a Spark Connect server. */
export interface SparkCluster {
  /** Where the Connect server listens: `127.0.0.1:15002`. */
  readonly address: string;
  /** Ends a worker as a power cut would; the cluster goes on without it. */
  killWorker(index: number): Promise<void>;
  /** Ends all of it. */
  stop(): Promise<void>;
}

/** How large a cluster is. */
export interface SparkClusterOptions {
  /** Where the Connect server listens; 0 is any port that is free. Default 15002. */
  readonly port?: number;
  /** Workers, of a core each. Default 2. */
  readonly nWorkers?: number;
  /** Memory of each worker, and of the server, in MB. Default 1024. */
  readonly memoryMb?: number;
}

const VERSION = '4.2.0';
const ARTIFACTS = ['spark-connect_2.13', 'spark-sql_2.13'].map(
  (name) => `org.apache.spark:${name}:${VERSION}`,
);

/** What Spark needs of Java 17's insides, as its own start scripts open them. */
const OPENED = [
  ...['java.lang', 'java.lang.invoke', 'java.lang.reflect', 'java.io', 'java.net', 'java.nio'],
  ...['java.util', 'java.util.concurrent', 'java.util.concurrent.atomic', 'jdk.internal.ref'],
  ...['sun.nio.ch', 'sun.nio.cs', 'sun.security.action', 'sun.util.calendar'],
].map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`);

const DEPLOY = 'org.apache.spark.deploy';

/**
 * Starts a cluster; done when statements can be sent.
 *
 * @param folder for its logs and what its workers write.
 * @throws {Error} if Java or Maven is missing, or a part of it does not come up, naming its log.
 */
export async function startSpark(
  folder: string,
  { port = 15_002, nWorkers = 2, memoryMb = 1024 }: SparkClusterOptions = {},
): Promise<SparkCluster> {
  checkProgram('java', ['-version'], 'Java 17 or newer');
  const jars = bringJars(resolve('.cache', 'spark'), ARTIFACTS);
  const place = resolve(folder);
  mkdirSync(place, { recursive: true });
  const running: JavaProcess[] = [];
  const start = async (name: string, main: string, args: readonly string[], started: RegExp) => {
    const program = await startJava({
      ...{ name, jars, main, args, started, folder: place, log: join(place, `${name}.log`) },
      options: [`-Xmx${memoryMb}m`, ...OPENED],
      env: {
        SPARK_HOME: dirname(jars),
        SPARK_LOCAL_IP: '127.0.0.1',
        SPARK_SCALA_VERSION: '2.13', // else it looks for a build of its own sources
      },
    });
    running.push(program);
    return program;
  };
  const stop = async () => {
    for (const program of running.splice(0).reverse()) await program.stop();
  };
  try {
    const host = ['--host', '127.0.0.1', '--port', '0', '--webui-port', '0'];
    const master = await start('master', `${DEPLOY}.master.Master`, host, /at (spark:\/\/\S+?)\s/);
    const [, url] = master.found;
    const workers: JavaProcess[] = [];
    for (let i = 0; i < nWorkers; i++) {
      const size = ['--cores', '1', '--memory', `${memoryMb}m`, '--work-dir', join(place, 'work')];
      const args = [...host, ...size, url];
      workers.push(
        await start(`worker-${i}`, `${DEPLOY}.worker.Worker`, args, /Successfully registered/),
      );
    }
    const server = await start(
      'connect',
      `${DEPLOY}.SparkSubmit`,
      connectArgs(url, port, memoryMb),
      /Connect server started at: \S*?(\d+)\s/,
    );
    return {
      address: `127.0.0.1:${server.found[1]}`,
      killWorker: (index) => workers[index].kill(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Arguments of `SparkSubmit` for a Connect server. */
export function connectArgs(master: string, port: number, memoryMb: number): string[] {
  const settings = {
    'spark.connect.grpc.binding.address': '127.0.0.1',
    'spark.connect.grpc.binding.port': port,
    'spark.driver.bindAddress': '127.0.0.1',
    'spark.driver.host': '127.0.0.1',
    'spark.executor.memory': `${Math.floor(memoryMb * 0.7)}m`,
    'spark.sql.shuffle.partitions': 8,
    'spark.sql.session.timeZone': 'UTC',
    'spark.ui.enabled': false,
  };
  const conf = Object.entries(settings).flatMap(([name, value]) => ['--conf', `${name}=${value}`]);
  const main = ['--class', 'org.apache.spark.sql.connect.service.SparkConnectServer'];
  return ['--master', master, ...conf, ...main, 'spark-internal'];
}

import { type Command, Option } from 'commander';
import { parseSparkAddress } from '../data/spark/address';
import { connectSpark, type SparkSession } from '../data/spark/session';
import { readPem } from './read-pem';
import { say } from './training-output';

/** Which engine works, and how it is reached. */
export interface EngineOptions {
  readonly engine: 'duckdb' | 'spark';
  readonly connect?: string;
  readonly tls?: boolean;
  readonly tlsCa?: string;
}

/** Where Spark's own clients look for it, too. */
const TOKEN = 'SPARK_CONNECT_AUTHENTICATE_TOKEN';
/** Options of Spark alone. */
export const ENGINE_FLAGS = ['connect', 'tls', 'tlsCa'] as const;

/** Adds the options of a command that DuckDB or Spark works for. */
export function addEngineOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--engine <name>',
        'duckdb works in this process; spark on a cluster, which sees the same paths',
      )
        .choices(['duckdb', 'spark'])
        .default('duckdb'),
    )
    .option(
      '--connect <host:port>',
      `Spark Connect server; a token for it may be in ${TOKEN} of the environment, and needs TLS`,
    )
    .option('--tls', 'encrypt; with the certificates that Node trusts')
    .option('--tls-ca <file>', "encrypt; certificate of who signed the server's");
}

/**
 * Does work with a session on Spark, or without one where DuckDB is the engine.
 *
 * @throws {RangeError} if options do not go together, or the address is none.
 */
export async function withEngine<T>(
  options: EngineOptions,
  work: (spark: SparkSession | undefined) => Promise<T>,
): Promise<T> {
  const { engine, connect, tls, tlsCa } = options;
  if (engine !== 'spark') {
    checkWithoutSpark(options);
    return work(undefined);
  }
  if (connect === undefined) throw new RangeError('--engine spark needs --connect HOST:PORT');
  const { [TOKEN]: token } = process.env;
  const spark = connectSpark(connect, {
    ...(token && { token }),
    ...(tls && { tls }),
    ...(tlsCa !== undefined && { tlsCa: await readPem(tlsCa) }),
  });
  say(`asking Spark at ${parseSparkAddress(connect).target}`); // the address may hold a token
  try {
    return await work(spark);
  } finally {
    await spark.close();
  }
}

function checkWithoutSpark(options: EngineOptions): void {
  const wrong = ENGINE_FLAGS.find((name) => options[name] !== undefined);
  if (wrong !== undefined) throw new RangeError(`${flagOf(wrong)} goes with --engine spark only`);
}

/** An option as the command line has it. */
export const flagOf = (name: string): string =>
  `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

import { basename, resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { loadPipeline } from '../pipeline/load';
import type { EventFieldColumns } from '../report/findings/event-fields';
import {
  type KafkaConnection,
  SASL_MECHANISMS,
  type SaslMechanism,
} from '../stream/kafka/connection';
import type { FindingsFormat } from '../stream/pipeline-judge';
import { type StreamOptions, streamEvents } from '../stream/stream-events';
import { createStreamMetrics, serveMetrics } from '../stream/stream-metrics';
import { fieldColumn } from './follow';
import { followProgressPrinter } from './follow-progress';
import { integer } from './options';
import { readPem } from './read-pem';
import { countOf, say } from './training-output';

/** Where figures are given. */
interface MetricsAddress {
  readonly host: string;
  readonly port: number;
}

interface StreamCommandOptions {
  readonly brokers: readonly string[];
  readonly from: string;
  readonly to: string;
  readonly model: string;
  readonly group: string;
  readonly deadLetters?: string;
  readonly snapshots?: string;
  readonly snapshotSeconds: number;
  readonly metrics?: MetricsAddress;
  readonly exactlyOnce?: boolean;
  readonly findings: FindingsFormat;
  readonly all?: boolean;
  readonly field?: EventFieldColumns;
  readonly alertMinutes: number;
  readonly tls?: boolean;
  readonly tlsCa?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly sasl?: SaslMechanism;
}

/** Adds `anomaly-lab stream`: a worker that scores the events of a Kafka topic. */
export function addStreamCommand(program: Command, signal: AbortSignal): void {
  program
    .command('stream')
    .description('score the events of a Kafka topic as they come; start more to share its work')
    .requiredOption('--brokers <host:port,...>', 'Kafka brokers', hostsAndPorts)
    .requiredOption('--from <topic>', 'topic of the events: JSON, with the user as the key')
    .requiredOption('--to <topic>', 'topic that findings go to')
    .requiredOption('--model <folder>', 'pipeline that was saved')
    .option('--group <name>', 'workers of a group share the partitions', groupName, 'anomaly-lab')
    .option('--dead-letters <topic>', 'topic of messages that hold no event (default: said here)')
    .option(
      '--snapshots <topic|folder/>',
      'compacted topic, or folder with a / in its name, that keeps what is remembered of users',
    )
    .option('--snapshot-seconds <n>', 'between two snapshots', integer(1), 30)
    .option('--exactly-once', 'write findings in transactions')
    .addOption(
      new Option('--findings <format>', 'documents that are written')
        .choices(['plain', 'ocsf', 'ecs'])
        .default('ocsf'),
    )
    .option('--all', 'write a document of every event, not of anomalies alone')
    .option('--field <field=column>', 'column of a field; repeat for more', fieldColumn)
    .option('--alert-minutes <n>', 'minutes that one alert spans', integer(1), 60)
    .option(
      '--metrics <[host:]port>',
      'where figures for Prometheus are given; a port alone is of 127.0.0.1',
      metricsAddress,
    )
    .option('--tls', 'encrypt; with the certificates that the system trusts')
    .option('--tls-ca <file>', 'encrypt; certificate of who signed those of the brokers')
    .option('--tls-cert <file>', "the worker's own certificate")
    .option('--tls-key <file>', 'and its key')
    .addOption(
      new Option(
        '--sasl <mechanism>',
        'log in, with KAFKA_USERNAME and KAFKA_PASSWORD of the environment',
      ).choices(SASL_MECHANISMS),
    )
    .action((options: StreamCommandOptions) => stream(options, signal));
}

async function stream(options: StreamCommandOptions, signal: AbortSignal): Promise<void> {
  const { model, from, to, group, deadLetters, metrics: address, snapshotSeconds } = options;
  const connection = await connectionOf(options);
  const pipeline = await loadPipeline(model);
  const metrics = address && (await createStreamMetrics());
  const server = address && metrics && (await serveMetrics(metrics, address.port, address.host));
  const printer = followProgressPrinter(process.stderr);
  say(`${from} to ${to} as one of ${group}`);
  try {
    const counts = await streamEvents({
      ...{ connection, from, to, group, pipeline, modelName: basename(resolve(model)) },
      ...{ snapshotSeconds, findings: options.findings, bucketMinutes: options.alertMinutes },
      ...(deadLetters !== undefined && { deadLetters }),
      ...(options.snapshots !== undefined && { snapshots: snapshotsOf(options.snapshots) }),
      ...(options.exactlyOnce && { exactlyOnce: true }),
      ...(options.all && { all: true }),
      ...(options.field && { fields: options.field }),
      ...(metrics && { metrics }),
      signal,
      onProgress: printer.onProgress,
      onNotice: printer.onNotice,
    });
    printer.end();
    say(
      `${from}: ${countOf(counts.nEvents, 'events')}, ${countOf(counts.nFindings, 'findings')}, ` +
        `${countOf(counts.nRejected, 'messages')} rejected; the same command goes on from here`,
    );
  } finally {
    server?.close();
    pipeline.dispose();
  }
}

function hostsAndPorts(text: string): string[] {
  const brokers = text.split(',');
  if (brokers.every((broker) => /^[\w.:[\]-]+:\d{1,5}$/.test(broker))) return brokers;
  throw new InvalidArgumentError('It must be HOST:PORT, with commas between several.');
}

function groupName(text: string): string {
  if (/^\S+$/.test(text)) return text;
  throw new InvalidArgumentError('It must have no spaces, and not be empty.');
}

function metricsAddress(text: string): MetricsAddress {
  const [, host = '127.0.0.1', port] = /^(?:\[?([\w.:-]+?)\]?:)?(\d{1,5})$/.exec(text) ?? [];
  if (Number(port) <= 65_535) return { host, port: Number(port) };
  throw new InvalidArgumentError('It must be PORT or HOST:PORT.');
}

/** What has a slash in it is a folder. */
function snapshotsOf(text: string): NonNullable<StreamOptions['snapshots']> {
  return /[\\/]/.test(text) ? { folder: text } : { topic: text };
}

async function connectionOf(options: StreamCommandOptions): Promise<KafkaConnection> {
  const { brokers, tls, tlsCa, tlsCert, tlsKey, sasl } = options;
  const { KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = process.env;
  if (sasl && !(username && password)) {
    throw new RangeError('--sasl needs KAFKA_USERNAME and KAFKA_PASSWORD in the environment');
  }
  const files = { ca: tlsCa, cert: tlsCert, key: tlsKey };
  const given = Object.entries(files).filter(([, file]) => file !== undefined);
  const texts = await Promise.all(
    given.map(async ([name, file]) => [name, await readPem(file as string)] as const),
  );
  return {
    brokers,
    ...((tls || texts.length > 0) && { tls: Object.fromEntries(texts) }),
    ...(sasl && { sasl: { mechanism: sasl, username: username ?? '', password: password ?? '' } }),
  };
}

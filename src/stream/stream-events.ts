import { checkOptionNames } from '../check-options';
import type { Windows } from '../features/window';
import type { Matrix } from '../matrix';
import type { FittedPipeline } from '../pipeline/fitted-pipeline';
import type { EventFieldColumns } from '../report/findings/event-fields';
import { memoryFor } from './auth-memory';
import { eventParser } from './event-parser';
import { type KafkaConnection, MAX_MESSAGE_BYTES } from './kafka/connection';
import { openKafkaLog } from './kafka/kafka-log';
import { createPatience } from './kafka/patience';
import { snapshotTopic } from './kafka/snapshot-topic';
import type { MessageLog } from './message-log';
import { DOCUMENTS, type FindingsFormat, pipelineJudge } from './pipeline-judge';
import { snapshotFolder } from './snapshot-folder';
import type { SnapshotStore } from './snapshots';
import type { StreamJudge } from './stream-judge';
import type { StreamMetrics } from './stream-metrics';
import { runStream, type StreamProgress } from './stream-worker';

/** What a worker of a stream on Kafka does. */
export interface StreamOptions {
  readonly connection: KafkaConnection;
  /** Topic of the events: JSON objects, with the user as the message's key, so that a user's events are in one partition. */
  readonly from: string;
  /** Topic that findings go to, with their ids as keys. */
  readonly to: string;
  /** Of windows, too: their entity is in the message's key then. */
  readonly pipeline: FittedPipeline<Matrix | Windows>;
  /** What findings call it. */
  readonly modelName: string;
  /** Workers of the same group share the topic's partitions. Default `anomaly-lab`. */
  readonly group?: string;
  /** Topic that messages go to which no finding can be made of, with the reason in a header. Default: they are only told of. */
  readonly deadLetters?: string;
  /** Where what is remembered of users is kept. Default: nowhere, so that each start begins with nothing. */
  readonly snapshots?: { readonly topic: string } | { readonly folder: string };
  /** Seconds between two snapshots. Default 30. */
  readonly snapshotSeconds?: number;
  /** Writes findings and offsets in one transaction, so that none is repeated for those who read what is committed. Default false. */
  readonly exactlyOnce?: boolean;
  /** Default `ocsf`. */
  readonly findings?: FindingsFormat;
  /** Writes a document of every event, not of anomalies alone. Default false. */
  readonly all?: boolean;
  /** Columns of the events' fields that have no usual names. */
  readonly fields?: EventFieldColumns;
  /** Minutes that one alert spans. Default 60. */
  readonly bucketMinutes?: number;
  /** Counts what is done. */
  readonly metrics?: StreamMetrics;
  /** Ends it behind the messages that are being judged. */
  readonly signal?: AbortSignal;
  /** Called after each write. */
  readonly onProgress?: (progress: StreamProgress) => void;
  /** Told of partitions that come and go, and of brokers that are away. */
  readonly onNotice?: (text: string) => void;
}

const OPTION_NAMES = [
  ...['connection', 'from', 'to', 'pipeline', 'modelName', 'group', 'deadLetters', 'snapshots'],
  ...['snapshotSeconds', 'exactlyOnce', 'findings', 'all', 'fields', 'bucketMinutes', 'metrics'],
  ...['signal', 'onProgress', 'onNotice'],
];

/**
 * Scores the events of a Kafka topic as one worker of a group, and writes findings to another topic.
 *
 * No event is lost, whatever is killed. At least once by default: a worker that dies, or a group that shares out anew, has some
 * messages judged again, and the findings of an event have the same id then. Pipelines with columns of `AUTH_HISTORY_COLUMNS` get
 * them from the logins before, of the same partition: what is counted by address there is less than all where a topic has more than one.
 *
 * @returns when the signal is aborted.
 * @throws {RangeError} if an option is unknown or out of range, or two of the topics are one.
 * @throws {Error} if no broker answers, a topic is missing, or a snapshot is none.
 */
export async function streamEvents(options: StreamOptions): Promise<StreamProgress> {
  checkOptions(options);
  const { connection, from, to, deadLetters, group = 'anomaly-lab', signal, onProgress } = options;
  const { exactlyOnce = false, snapshotSeconds, metrics, onNotice = () => {} } = options;
  const snapshots = await openSnapshots(options, `${group}-${from}`, onNotice);
  const log = await openKafkaLog({
    ...{ connection, from, group, signal, onNotice },
    topics: { findings: to, deadLetters },
    isExactlyOnce: exactlyOnce,
  });
  metrics?.watch(log);
  return runStream({
    ...{ log: log as MessageLog, judge: judgeOf(options, log.nameOf) },
    ...{ snapshots, snapshotSeconds, signal, onProgress, onNotice },
    onWritten: metrics?.count,
  });
}

function judgeOf(options: StreamOptions, nameOf: MessageLog['nameOf']): StreamJudge {
  const { pipeline, modelName, findings = 'ocsf', all, fields, bucketMinutes } = options;
  return pipelineJudge({
    ...{ pipeline, modelName, findings, all, fields, bucketMinutes },
    parser: eventParser('json', pipeline),
    nameOf: (offset) => nameOf(0, offset),
    memory: memoryFor(pipeline),
    ...{ idsByOffset: true, maxFindingBytes: MAX_MESSAGE_BYTES },
  });
}

async function openSnapshots(
  { snapshots, connection, signal }: StreamOptions,
  of: string,
  onNotice: (text: string) => void,
): Promise<SnapshotStore | undefined> {
  if (snapshots === undefined) return undefined;
  if ('folder' in snapshots) return snapshotFolder(snapshots.folder, of);
  const patience = createPatience(signal, onNotice);
  return snapshotTopic(connection, snapshots.topic, of, patience, onNotice);
}

function checkOptions(options: StreamOptions): void {
  checkOptionNames(options, OPTION_NAMES);
  const { findings = 'ocsf', bucketMinutes = 60, snapshotSeconds = 30 } = options;
  checkTopicsDiffer(options);
  if (!Object.hasOwn(DOCUMENTS, findings)) {
    throw new RangeError(`findings must be plain, ocsf or ecs, got ${findings}`);
  }
  for (const [name, value] of Object.entries({ bucketMinutes, snapshotSeconds })) {
    if (!(value > 0)) throw new RangeError(`${name} must be above 0, got ${value}`);
  }
}

/** A worker that reads what it writes would never end. */
function checkTopicsDiffer({ from, to, deadLetters, snapshots }: StreamOptions): void {
  const kept = snapshots && 'topic' in snapshots ? snapshots.topic : undefined;
  const topics = { from, to, deadLetters, snapshots: kept };
  const given = Object.entries(topics).filter(([, topic]) => topic !== undefined);
  for (const [i, [name, topic]] of given.entries()) {
    const same = given.slice(0, i).find(([, other]) => other === topic);
    if (same) throw new RangeError(`${name} must be another topic than ${same[0]}, got ${topic}`);
  }
}

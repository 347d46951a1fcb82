import type { BatchResult, MessageBatch, MessageLog, PartitionMemory } from './message-log';
import type { SnapshotStore } from './snapshots';
import type { PartitionJudge, StreamJudge } from './stream-judge';

/** Counts since the start of this run. */
export interface StreamProgress {
  readonly nEvents: number;
  /** Documents written. */
  readonly nFindings: number;
  /** Messages that hold no event that can be scored. */
  readonly nRejected: number;
}

/** What a worker works with. */
export interface StreamWork {
  readonly log: MessageLog;
  readonly judge: StreamJudge;
  /** Where what is remembered is kept; undefined begins with nothing at each start. */
  readonly snapshots?: SnapshotStore | undefined;
  /** Seconds between two snapshots of a partition: the longest that is read again after a crash. Default 30. */
  readonly snapshotSeconds?: number | undefined;
  /** Ends it behind the messages that are being judged. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each write. */
  readonly onProgress?: ((progress: StreamProgress) => void) | undefined;
  /** Told where a snapshot is of no use. */
  readonly onNotice?: ((text: string) => void) | undefined;
  /** Called with what was written. */
  readonly onWritten?: ((result: BatchResult) => void) | undefined;
}

/**
 * Judges the messages of a log as they come and writes what it finds, until the log ends or the signal is aborted.
 *
 * @returns what it did.
 */
export async function runStream(work: StreamWork): Promise<StreamProgress> {
  const { log, signal, onProgress, onWritten } = work;
  const memory = partitionMemory(work);
  const counts = { nEvents: 0, nFindings: 0, nRejected: 0 };
  try {
    for await (const batches of log.batches(memory)) {
      const { nEvents, ...result } = await judgeBatches(memory, batches);
      if (await log.write(result)) {
        counts.nEvents += nEvents;
        counts.nFindings += result.findings.length;
        counts.nRejected += result.rejected.length;
        onWritten?.(result);
        onProgress?.({ ...counts });
        await memory.save(batches);
      } else memory.forgetAll();
      if (signal?.aborted) break;
    }
    await memory.saveAll();
  } finally {
    await log.close();
    await work.snapshots?.close();
  }
  return counts;
}

async function judgeBatches(memory: Memory, batches: readonly MessageBatch[]) {
  const result = {
    batches,
    nEvents: 0,
    findings: [] as BatchResult['findings'][number][],
    rejected: [] as BatchResult['rejected'][number][],
  };
  for (const { partition, messages, judgeFrom } of batches) {
    const judged = await memory.judgeOf(partition).judge(messages, judgeFrom);
    result.nEvents += judged.nEvents;
    for (const finding of judged.findings) result.findings.push(finding);
    for (const [i, reason] of judged.refused) {
      result.rejected.push({ partition, message: messages[i], reason });
    }
  }
  return result;
}

/** What is remembered of each partition, and how far its snapshot is behind. */
interface Memory extends PartitionMemory {
  judgeOf(partition: number): PartitionJudge;
  /** Snapshots those of the partitions whose last one is old enough. */
  save(batches: readonly MessageBatch[]): Promise<void>;
  /** Snapshots all that changed. */
  saveAll(): Promise<void>;
  /** It is of messages whose findings were not written, and must not be saved. */
  forgetAll(): void;
}

interface Remembered {
  readonly judge: PartitionJudge;
  /** Behind the last message that it is of. */
  next: number;
  savedNext: number;
  savedAt: number;
}

function partitionMemory(work: StreamWork): Memory {
  const { judge, snapshots, snapshotSeconds = 30, onNotice = () => {} } = work;
  const { remembers = '' } = judge;
  const partitions = new Map<number, Remembered>();
  const store = remembers ? snapshots : undefined;
  const write = async (partition: number, of: Remembered) => {
    if (of.next === of.savedNext) return;
    await store?.write(partition, { offset: of.next, of: remembers, state: of.judge.state() });
    of.savedNext = of.next;
    of.savedAt = performance.now();
  };
  return {
    restore: async (partition, most) => {
      const found = await store?.read(partition);
      const isOfOther = found !== undefined && found.of !== remembers;
      if (isOfOther) {
        onNotice(
          `partition ${partition}: its snapshot is of a model that reads other columns; reads from the start`,
        );
      }
      const saved = found && !isOfOther && found.offset <= most ? found : undefined;
      const next = saved?.offset ?? -1;
      const savedAt = performance.now();
      partitions.set(partition, {
        judge: judge.start(saved?.state),
        ...{ next, savedNext: next, savedAt },
      });
      return store ? (saved?.offset ?? 0) : undefined;
    },
    forget: (partition) => void partitions.delete(partition),
    judgeOf: (partition) => {
      const found = partitions.get(partition);
      if (found === undefined) throw new Error(`partition ${partition} must be restored first`);
      return found.judge;
    },
    save: async (batches) => {
      for (const { partition, next } of batches) {
        const found = partitions.get(partition);
        if (found === undefined) continue;
        found.next = next;
        if (performance.now() - found.savedAt >= 1000 * snapshotSeconds) {
          await write(partition, found);
        }
      }
    },
    saveAll: async () => {
      for (const [partition, found] of partitions) await write(partition, found);
    },
    forgetAll: () => partitions.clear(),
  };
}

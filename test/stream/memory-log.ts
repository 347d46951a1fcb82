import type { BatchResult, Message, MessageLog } from '../../src/stream/message-log';
import type { Snapshot, SnapshotStore } from '../../src/stream/snapshots';
import type { StreamJudge } from '../../src/stream/stream-judge';

/** A log of one partition in memory, whose offsets are indices; it outlives the workers that read it. */
export function memoryLog(texts: readonly string[], batchSize = 3) {
  const written: string[] = [];
  const rejected: string[] = [];
  const log = { committed: 0, written, rejected, refuseNext: false, open };

  function open(): MessageLog {
    let isLost = true;
    return {
      batches: async function* (memory) {
        let next = 0;
        for (;;) {
          if (isLost) next = (await memory.restore(0, log.committed)) ?? log.committed;
          isLost = false;
          if (next >= texts.length) return;
          const messages: Message[] = texts
            .slice(next, next + batchSize)
            .map((text, i) => ({ text, offset: next + i }));
          next += messages.length;
          yield [{ partition: 0, messages, judgeFrom: log.committed, next }];
        }
      },
      write: async ({ batches, findings, rejected: refused }: BatchResult) => {
        isLost = log.refuseNext;
        log.refuseNext = false;
        if (isLost) return false;
        written.push(...findings.map(({ text }) => text));
        rejected.push(...refused.map(({ message, reason }) => `${message.text}: ${reason}`));
        log.committed = Math.max(log.committed, batches[0].next);
        return true;
      },
      nameOf: (_, offset) => `message ${offset}`,
      lag: () => new Map(),
      close: async () => {},
    };
  }
  return log;
}

/** Finds each message, with how many there were so far; `bad` is refused, and not counted. */
export function countingJudge(): StreamJudge {
  return {
    remembers: 'count',
    start: (state = 0) => {
      let count = state as number;
      return {
        state: () => count,
        judge: async (messages, judgeFrom) => {
          const refused = messages.flatMap(({ text, offset }, i) =>
            text === 'bad' && offset >= judgeFrom ? [[i, 'is bad'] as const] : [],
          );
          const findings = messages.flatMap(({ text, offset }) => {
            if (text === 'bad') return [];
            count++;
            return offset < judgeFrom ? [] : [{ id: `${offset}`, text: `${text}${count}` }];
          });
          return { nEvents: findings.length, findings, refused };
        },
      };
    },
  };
}

/** Snapshots in memory. */
export function memorySnapshots() {
  const kept = new Map<number, Snapshot>();
  const store: SnapshotStore = {
    read: async (partition) => kept.get(partition),
    write: async (partition, snapshot) => void kept.set(partition, snapshot),
    close: async () => {},
  };
  return { kept, store };
}

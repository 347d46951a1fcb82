import type { PartitionMemory } from '../message-log';

/** How far the partitions of a worker are read. */
export interface Positions {
  /** Where each goes on. */
  from(): ReadonlyMap<number, number>;
  /** Drops those that are not among the partitions, and says which. */
  lose(kept: readonly number[]): number[];
  /**
   * Takes over partitions: what is new goes on where what is remembered of it ends, in silence up to where findings are written.
   *
   * @param committed offsets up to which findings are written; -1 for none.
   * @param first of the messages that are still there.
   */
  take(
    partitions: readonly number[],
    committed: ReadonlyMap<number, number>,
    first: readonly number[],
    memory: PartitionMemory,
  ): Promise<void>;
  /** Goes on behind what was read. Returns from where on its findings are to be written. */
  advance(partition: number, next: number): number;
  /**
   * Goes on at messages that are there.
   *
   * @returns the partitions that had to move, with the offsets between which they did.
   */
  comeInRange(
    first: readonly number[],
    end: readonly number[],
  ): { partition: number; before: number; next: number }[];
}

interface Position {
  next: number;
  judgeFrom: number;
}

/** The positions of a worker that has no partitions yet. */
export function createPositions(): Positions {
  const positions = new Map<number, Position>();
  return {
    from: () => new Map(Array.from(positions, ([partition, { next }]) => [partition, next])),
    lose: (kept) => {
      const lost = [...positions.keys()].filter((partition) => !kept.includes(partition));
      for (const partition of lost) positions.delete(partition);
      return lost;
    },
    take: async (partitions, committed, first, memory) => {
      for (const partition of partitions) {
        const done = Math.max(committed.get(partition) ?? -1, first[partition] ?? 0);
        const before = positions.get(partition);
        if (before) {
          before.judgeFrom = done;
          continue;
        }
        const restored = await memory.restore(partition, done);
        positions.set(partition, { next: restored ?? done, judgeFrom: done });
      }
    },
    advance: (partition, next) => {
      const position = positions.get(partition) as Position;
      position.next = next;
      return position.judgeFrom;
    },
    comeInRange: (first, end) =>
      Array.from(positions, ([partition, position]) => {
        const { next: before } = position;
        position.next = Math.min(Math.max(before, first[partition]), end[partition]);
        return { partition, before, next: position.next };
      }).filter(({ before, next }) => before !== next),
  };
}

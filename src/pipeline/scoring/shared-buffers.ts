/** Shared memory that is used again. */
export interface SharedBuffers {
  /** A buffer of at least so many bytes, which nobody else has; what it holds is left from before. */
  take(nBytes: number): SharedArrayBuffer;
  /** Gives it back, once no thread reads or writes it. */
  giveBack(buffer: SharedArrayBuffer): void;
}

/** A larger buffer is not kept. */
const MOST_BYTES = 32 * 2 ** 20;

/**
 * Buffers for one matrix after the other: shared ones that are dropped stay in memory for long, for each
 * thread that has seen one has to collect it.
 */
export function createSharedBuffers(): SharedBuffers {
  const free: SharedArrayBuffer[] = [];
  return {
    take: (nBytes) => {
      const found = free.findIndex(({ byteLength }) => byteLength >= nBytes);
      return found < 0 ? new SharedArrayBuffer(nBytes) : free.splice(found, 1)[0];
    },
    giveBack: (buffer) => {
      if (buffer.byteLength <= MOST_BYTES) free.push(buffer);
    },
  };
}

/** What may hold an event, as it lies in a log. */
export interface Message {
  /** Null where there is none, or it is too long. */
  readonly text: string | null;
  /** Ascending within its partition; of a file the number of its line, from 1. */
  readonly offset: number;
  /** When the log got it, epoch ms; undefined where the log does not know. */
  readonly time?: number;
}

/** Messages of one partition that came at once, in order. */
export interface MessageBatch<Of extends Message = Message> {
  /** From 0; a file has no other. */
  readonly partition: number;
  readonly messages: readonly Of[];
  /** Findings of messages before this offset are written already: those only bring what is remembered up to date. */
  readonly judgeFrom: number;
  /** Where the partition goes on behind them. */
  readonly next: number;
}

/** A finding on its way. */
export interface FindingDocument {
  /** The same for the same event, however often it is read. */
  readonly id: string;
  /** JSON in one line. */
  readonly text: string;
}

/** A message that no finding can be made of. */
export interface RejectedMessage<Of extends Message = Message> {
  readonly partition: number;
  readonly message: Of;
  readonly reason: string;
}

/** What was made of batches that came together. */
export interface BatchResult<Of extends Message = Message> {
  readonly batches: readonly MessageBatch<Of>[];
  readonly findings: readonly FindingDocument[];
  readonly rejected: readonly RejectedMessage<Of>[];
}

/** What is remembered of partitions, as far as a log has to know. */
export interface PartitionMemory {
  /**
   * Brings back what was remembered of a partition, or begins with nothing.
   *
   * @param most what was remembered behind this offset is of no use: findings from there on are still to be written.
   * @returns the offset to read on from, 0 where nothing is kept of the partition yet; undefined where nothing ever is.
   */
  restore(partition: number, most: number): Promise<number | undefined>;
  /** Another worker has the partition now. */
  forget(partition: number): void;
}

/** Where a stream of events comes from and where its findings go: a file, or topics of Kafka. */
export interface MessageLog<Of extends Message = Message> {
  /**
   * The messages as they come, those of a poll together. Nothing is read ahead of who iterates, so that whatever is slow slows the
   * reading. It ends at the end of the log, or by the signal that the log was opened with.
   */
  batches(memory: PartitionMemory): AsyncIterable<readonly MessageBatch<Of>[]>;
  /**
   * Writes findings, rejected messages, and how far the partitions are done with; then all of that outlasts a crash.
   *
   * @returns false where other workers have the partitions by now: nothing was written, and what was remembered does not hold.
   */
  write(result: BatchResult<Of>): Promise<boolean>;
  /** What a message is called in notices: `/var/log/app.log line 7`. */
  nameOf(partition: number, offset: number): string;
  /** Messages that are there and not read yet, by partition; none where the log does not know. */
  lag(): ReadonlyMap<number, number>;
  /** Lets go of files and connections; a group shares out anew. */
  close(): Promise<void>;
}

/** What was remembered of a partition. */
export interface Snapshot {
  /** It is of all messages before this one. */
  readonly offset: number;
  readonly state: unknown;
}

/** Keeps what is remembered of partitions. */
export interface SnapshotStore {
  /** The last one that was written of a partition as a whole; undefined where there is none. */
  read(partition: number): Promise<Snapshot | undefined>;
  write(partition: number, snapshot: Snapshot): Promise<void>;
  close(): Promise<void>;
}

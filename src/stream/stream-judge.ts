import type { FindingDocument, Message } from './message-log';

/** What is found in messages of one partition. */
export interface JudgedMessages {
  /** Messages that hold an event which could be scored. */
  readonly nEvents: number;
  readonly findings: readonly FindingDocument[];
  /** Why no finding can be made of a message, by its place among them, ascending. */
  readonly refused: readonly (readonly [index: number, reason: string])[];
}

/** Judges the messages of one partition, in their order. */
export interface PartitionJudge {
  /**
   * Judges messages, and remembers of them what later ones need.
   *
   * @param judgeFrom messages before this offset are only remembered.
   */
  judge(messages: readonly Message[], judgeFrom: number): Promise<JudgedMessages>;
  /** All that is remembered, as JSON; undefined where nothing is. */
  state(): unknown;
}

/** Makes findings of messages. What it remembers it remembers by partition, so that partitions can move between workers. */
export interface StreamJudge {
  /** Names what is remembered from message to message: a state of another name is of no use. Undefined where nothing is. */
  readonly remembers: string | undefined;
  /**
   * Begins with a partition.
   *
   * @param state what an earlier one remembered; undefined for nothing.
   * @throws {Error} if the state is none.
   */
  start(state?: unknown): PartitionJudge;
}

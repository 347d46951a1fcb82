import type { Sides, Workers } from './measure';
import type { GroupName, GrowthPoint, Row } from './results';

/** What a task measures with. */
export interface Bench {
  readonly sides: Sides;
  readonly workers: Workers;
  readonly nPairs: number;
  /** Folder for the data that both workers read. */
  readonly directory: string;
  /** Says something while `share` of the task is done. */
  readonly say: (text: string, share: number) => void;
}

/** What a task finds. */
export type Finding =
  | { readonly row: Row }
  | { readonly growth: readonly GrowthPoint[]; readonly peerName: string };

/** A row at one size, or the growth along some sizes. */
export interface Task {
  readonly name: string;
  /** A guess of the seconds it takes, by which the time left is told. */
  readonly cost: (nPairs: number) => number;
  readonly measure: (bench: Bench) => Promise<Finding>;
}

/** Tasks of the same two workers. */
export interface Group {
  readonly name: GroupName;
  readonly peerName: string;
  /** The command that starts our worker. */
  readonly ours: () => readonly string[];
  /** The command that starts the peer's; `python` gives the one that has the peers, set up first where it must be. */
  readonly peer: (python: () => string) => readonly string[];
  /** Cores that both may use where the user does not say; all where not given. */
  readonly cores?: number;
  /** All of them, or only the smallest size of each row. */
  readonly tasks: (smallestOnly: boolean) => readonly Task[];
}

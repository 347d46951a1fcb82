import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, platform, release } from 'node:os';
import type { Comparison, Pair } from './pairs';

/** Rows that are measured by the same two workers. */
export type GroupName = 'networks' | 'detectors' | 'threads' | 'cloudtrail';

/** A row of the results: ours beside the peer's; a ratio below 1 is less time, or less memory. */
export interface Row extends Comparison {
  readonly name: string;
  /** Windows or samples, samples of each window, and features. */
  readonly size: string;
  readonly unit: 's' | 'MB';
  readonly peerName: string;
  readonly pairs: number;
  /** Seconds of an epoch from a standing start: with the building of graphs, which `ours` and `peer` leave out. */
  readonly firstEpoch?: Pair;
  /** The mean loss of that epoch, from first weights of the same kind: a sign that both do the same work. */
  readonly firstLoss?: Pair;
  /** How well the scores of both rank the anomalies: the same sign. */
  readonly rocAuc?: Pair;
  /** The mean of all features that both make: the same sign. */
  readonly mean?: Pair;
  /** When, in ISO 8601. */
  readonly measuredAt: string;
}

/** A row as the results keep it. */
export interface GroupRow extends Row {
  readonly group: GroupName;
}

/** Seconds of a training step of one LSTM layer, along one of its sizes. */
export interface GrowthPoint extends Comparison {
  readonly along: 'length' | 'units' | 'batchSize';
  readonly value: number;
}

export interface Machine {
  readonly cpu: string;
  /** That both were let use. */
  readonly cores: number;
  readonly os: string;
}

/** What a group's rows were measured on. */
export interface Setting {
  readonly machine: Machine;
  readonly versions: {
    readonly ours: Readonly<Record<string, string>>;
    readonly peer: Readonly<Record<string, string>>;
  };
}

/** `bench/results.json`. */
export interface Results {
  readonly generatedAt: string;
  readonly settings: Readonly<Partial<Record<GroupName, Setting>>>;
  readonly rows: readonly GroupRow[];
  /** Of the networks. */
  readonly growth: readonly GrowthPoint[];
}

const FILE = 'bench/results.json';

const NONE: Results = { generatedAt: '', settings: {}, rows: [], growth: [] };

/** The machine as the results name it. */
export function describeMachine(cores: number = availableParallelism()): Machine {
  return { cpu: cpus()[0].model.trim(), cores, os: `${platform()} ${release()}` };
}

/**
 * The results so far, to which rows of a group are added; without those of the group where they are of another
 * machine or of other versions, which would not stand beside new ones.
 */
export function continueResults(
  group: GroupName,
  setting: Setting,
  earlier: Results = NONE,
): Results {
  const settings = { ...earlier.settings, [group]: setting };
  const generatedAt = new Date().toISOString();
  const isSame = JSON.stringify(earlier.settings[group]) === JSON.stringify(setting);
  if (isSame) return { ...earlier, generatedAt, settings };
  const rows = earlier.rows.filter((row) => row.group !== group);
  const growth = group === 'networks' ? [] : earlier.growth;
  return { generatedAt, settings, rows, growth };
}

/** The results with a row added, or put in the place of the one of its name and size. */
export function withRow(results: Results, row: GroupRow): Results {
  const isOld = ({ name, size }: Row) => name === row.name && size === row.size;
  const rows = results.rows.some(isOld)
    ? results.rows.map((old) => (isOld(old) ? row : old))
    : [...results.rows, row];
  return { ...results, generatedAt: row.measuredAt, rows };
}

export function readResults(): Results | undefined {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : undefined;
}

export function writeResults(results: Results): void {
  const text = JSON.stringify(
    results,
    (_, value) => (isFraction(value) ? rounded(value) : value),
    2,
  );
  writeFileSync(FILE, `${text}\n`);
}

function isFraction(value: unknown): value is number {
  return typeof value === 'number' && !Number.isInteger(value);
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

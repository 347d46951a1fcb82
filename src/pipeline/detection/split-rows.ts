import { temporalSplit } from '../../data/split';
import { createRandom } from '../../random';

/** Rows that detectors learn from, and later or other rows that they are held against. */
export interface RowSplit {
  /** Indices of rows, ascending. */
  readonly train: Int32Array;
  readonly test: Int32Array;
}

/** How rows were split. */
export interface RowSplits {
  readonly kind: 'time' | 'random' | 'entity';
  readonly splits: readonly RowSplit[];
  /** Why another split than the first choice was taken. */
  readonly notes: readonly string[];
}

/** What rows are split by. */
export interface SplitInput {
  readonly nRows: number;
  /** Whether to split by time where there is one. */
  readonly by: 'time' | 'random';
  readonly times: ArrayLike<number> | undefined;
  readonly entities: readonly unknown[] | undefined;
  /** 1 is an anomaly. */
  readonly labels: ArrayLike<number> | undefined;
  readonly seed: number;
}

const TEST_SHARE = 0.3;
const MOST_FOLDS = 5;

/**
 * Splits rows: the earliest 70 % train and the latest test; where there is no time, five parts of which each tests once
 * what was learned from the others, so that every row is scored by detectors that have not seen it.
 *
 * Parts have as many anomalies each as can be, where labels are known; an entity is in one part.
 */
export function splitRows(input: SplitInput): RowSplits {
  const { by, times, entities, labels, seed } = input;
  const notes: string[] = [];
  if (by === 'time' && times !== undefined) {
    const split = byTime(times);
    const problem =
      split === undefined ? 'too many rows have the same time' : oneClass(split, labels);
    if (split !== undefined && problem === undefined)
      return { kind: 'time', splits: [split], notes };
    notes.push(`Rows were split at random and not by time: ${problem}.`);
  }
  const random = createRandom(seed);
  const parts = entities
    ? entityParts(entities, labels, random.shuffle)
    : rowParts(input, random.shuffle);
  const splits = parts.map((test, k) => ({
    train: Int32Array.from(parts.filter((_, other) => other !== k).flat()).sort(),
    test: Int32Array.from(test).sort(),
  }));
  const oneEntity = parts.length < 2 ? 'there is one entity alone' : undefined;
  const problem = oneEntity ?? splits.map((split) => oneClass(split, labels)).find(Boolean);
  if (entities && problem) {
    notes.push(`Entities are in several parts of the split: ${problem}.`);
    return { ...splitRows({ ...input, by: 'random', entities: undefined }), notes };
  }
  return { kind: entities ? 'entity' : 'random', splits, notes };
}

function byTime(times: ArrayLike<number>): RowSplit | undefined {
  try {
    const { train, test } = temporalSplit(times, { test: TEST_SHARE });
    return test.length >= 0.05 * times.length ? { train, test } : undefined;
  } catch {
    return undefined;
  }
}

function oneClass({ test }: RowSplit, labels: ArrayLike<number> | undefined): string | undefined {
  if (labels === undefined) return undefined;
  const nAnomalies = test.reduce((sum, i) => sum + labels[i], 0);
  if (nAnomalies > 0 && nAnomalies < test.length) return undefined;
  return `a test part has ${nAnomalies === 0 ? 'no anomalies' : 'only anomalies'}`;
}

type Shuffle = <T>(values: readonly T[]) => T[];

/** Each class is dealt out in turn. */
function rowParts({ nRows, labels }: SplitInput, shuffle: Shuffle): number[][] {
  const order = shuffle(Array.from({ length: nRows }, (_, i) => i));
  const anomalies = labels ? order.filter((i) => labels[i] === 1) : [];
  const rest = labels ? order.filter((i) => labels[i] !== 1) : order;
  const most = labels ? Math.min(anomalies.length, rest.length) : MOST_FOLDS;
  const nParts = Math.max(2, Math.min(MOST_FOLDS, most));
  const parts = Array.from({ length: nParts }, (): number[] => []);
  for (const [at, i] of [...anomalies, ...rest].entries()) parts[at % nParts].push(i);
  return parts;
}

/** An entity's rows. */
interface Group {
  readonly rows: number[];
  nAnomalies: number;
}

/**
 * Entities with the most anomalies first, each to the part that has the fewest; then those with the most rows, each to the
 * smallest part; equals in random order.
 */
function entityParts(
  entities: readonly unknown[],
  labels: ArrayLike<number> | undefined,
  shuffle: Shuffle,
): number[][] {
  const groups = new Map<unknown, Group>();
  for (const [i, entity] of entities.entries()) {
    const group = groups.get(entity) ?? { rows: [], nAnomalies: 0 };
    groups.set(entity, group);
    group.rows.push(i);
    group.nAnomalies += labels?.[i] ?? 0;
  }
  const ordered = shuffle([...groups.values()]).sort(
    (a, b) => b.nAnomalies - a.nAnomalies || b.rows.length - a.rows.length,
  );
  const nParts = Math.min(MOST_FOLDS, ordered.length);
  const parts = Array.from({ length: nParts }, (): Group => ({ rows: [], nAnomalies: 0 }));
  for (const { rows, nAnomalies } of ordered) {
    const sizeOf = (part: Group) => (nAnomalies > 0 ? part.nAnomalies : part.rows.length);
    const part = parts.reduce((least, other) => (sizeOf(other) < sizeOf(least) ? other : least));
    for (const i of rows) part.rows.push(i);
    part.nAnomalies += nAnomalies;
  }
  return parts.map(({ rows }) => rows).filter((rows) => rows.length > 0);
}

import { detectorOf } from '../../detectors/detector-of';
import { medianSample, occlusion } from '../../explain/occlusion';
import { countBelow, countUpTo } from '../../features/sorted-search';
import type { Matrix } from '../../matrix';
import type { ColumnChoice, ColumnUse } from './choose-columns';
import type { ComparableDetector } from './detectors';
import { featureColumns, hourOf, splitFeatures, weekdayOf } from './log-features';
import type { LogRows } from './log-rows';
import type { RowSplit } from './split-rows';

/** Why a row stands high: one of its columns, the actual beside the typical value. */
export interface RowReason {
  readonly column: string;
  /** Its part of what all columns together add to the scores, (0, 1]. */
  readonly share: number;
  readonly actual: number | string | null;
  /** The median, the most frequent text, or the most frequent hour and weekday. */
  readonly typical: number | string | null;
  /** How many rows are like that, in words. */
  readonly rarity: string;
}

/** Detectors that explain: quick, and of three kinds. */
const EXPLAINERS: readonly ComparableDetector[] = ['isolationForest', 'ecod', 'knn'];
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/**
 * Reasons for tested rows, by occlusion: how much the scores of three detectors fall when a column has the median of
 * the training rows. Blind to columns that matter only together.
 *
 * @param indices of rows, each in the test part of a split.
 * @param compared detectors; of them those explain that are quick, else the first.
 * @returns a list a row, the largest share first; empty where no column raises the scores.
 */
export async function reasonsOfRows(
  rows: LogRows,
  choice: Pick<ColumnChoice, 'used'>,
  splits: readonly RowSplit[],
  indices: readonly number[],
  compared: readonly ComparableDetector[],
  seed: number,
  nReasons = 3,
): Promise<RowReason[][]> {
  const quick = EXPLAINERS.filter((name) => compared.includes(name));
  const names = quick.length > 0 ? quick : compared.slice(0, 1);
  const parts = new Map<number, Float64Array>();
  for (const { train, test } of splits) {
    const own = indices.filter((index) => test.includes(index));
    if (own.length === 0) continue;
    const features = splitFeatures(rows, choice, train, Int32Array.from(own));
    const shares = await sharesOf(features.train, features.test, choice, names, seed);
    own.forEach((index, i) => {
      parts.set(index, shares[i]);
    });
  }
  const describe = createDescriber(rows);
  return indices.map((index) => {
    const shares = parts.get(index)!;
    const order = choice.used.map((_, j) => j).sort((a, b) => shares[b] - shares[a]);
    return order
      .filter((j) => shares[j] > 0.01)
      .map((j) => {
        const described = describe(choice.used[j], index);
        return { column: choice.used[j].name, share: shares[j], ...described };
      })
      .filter(({ actual, typical }) => actual !== typical)
      .slice(0, nReasons);
  });
}

/** Of each row, what share of the rise each column has, as the mean over detectors, shape `[nUsed]`. */
async function sharesOf(
  train: Matrix,
  samples: Matrix,
  { used }: Pick<ColumnChoice, 'used'>,
  names: readonly ComparableDetector[],
  seed: number,
): Promise<Float64Array[]> {
  const columns = featureColumns({ used });
  const position = new Map(used.map(({ name }, j) => [name, j]));
  const shares = Array.from({ length: samples.nSamples }, () => new Float64Array(used.length));
  const usable = [];
  for (const name of names) {
    try {
      const fitted = await detectorOf(name, {} as never, seed).fit(train);
      usable.push(await occlusion(fitted, samples, medianSample(train)));
      fitted.dispose();
    } catch {
      // It failed in the comparison as well, and is reported there.
    }
  }
  for (const { data, nFeatures } of usable) {
    shares.forEach((row, i) => {
      const rises = new Float64Array(used.length);
      columns.forEach((column, f) => {
        rises[position.get(column)!] += data[i * nFeatures + f];
      });
      const total = rises.reduce((sum, rise) => sum + Math.max(rise, 0), 0);
      if (total <= 0) return;
      rises.forEach((rise, j) => {
        row[j] += Math.max(rise, 0) / total / usable.length;
      });
    });
  }
  return shares;
}

type Description = Pick<RowReason, 'actual' | 'typical' | 'rarity'>;
type UsedColumn = { readonly name: string; readonly use: ColumnUse };

/** Describes values beside those of all rows that were read; what it has sorted or counted it keeps. */
function createDescriber(rows: LogRows): (column: UsedColumn, index: number) => Description {
  const sorted = new Map<string, Float64Array>();
  const counts = new Map<string, Map<string | null, number>>();
  const sortedOf = (name: string) => {
    const known =
      sorted.get(name) ??
      rows.numbers
        .get(name)!
        .filter((value) => !Number.isNaN(value))
        .sort();
    sorted.set(name, known);
    return known;
  };
  const countsOf = (name: string, textOf: (i: number) => string | null) => {
    const known = counts.get(name) ?? countTexts(rows.nRows, textOf);
    counts.set(name, known);
    return known;
  };
  return ({ name, use }, index) => {
    if (use === 'number') return describeNumber(sortedOf(name), rows.numbers.get(name)![index]);
    const textOf =
      use === 'share'
        ? (i: number) => rows.texts.get(name)![i]
        : (i: number) => hourWords(rows.numbers.get(name)![i]);
    return describeText(countsOf(name, textOf), textOf(index), rows.nRows);
  };
}

function describeNumber(sorted: Float64Array, actual: number): Description {
  const typical = sorted[sorted.length >> 1];
  if (Number.isNaN(actual)) return { actual: null, typical, rarity: 'missing' };
  const below = countBelow(sorted, actual) / sorted.length;
  const above = 1 - countUpTo(sorted, actual) / sorted.length;
  const isHigh = actual >= typical;
  const share = percentWords(isHigh ? 1 - below : 1 - above);
  const rarity =
    actual === typical
      ? 'the usual value'
      : `${share} of rows as ${isHigh ? 'high' : 'low'} or ${isHigh ? 'higher' : 'lower'}`;
  return { actual, typical, rarity };
}

function describeText(
  counts: ReadonlyMap<string | null, number>,
  actual: string | null,
  nRows: number,
): Description {
  const [[typical]] = [...counts].sort((a, b) => b[1] - a[1]);
  const rarity = `${percentWords(counts.get(actual)! / nRows)} of rows`;
  return { actual, typical, rarity };
}

function countTexts(nRows: number, textOf: (i: number) => string | null) {
  const counts = new Map<string | null, number>();
  for (let i = 0; i < nRows; i++) counts.set(textOf(i), (counts.get(textOf(i)) ?? 0) + 1);
  return counts;
}

function hourWords(time: number): string | null {
  if (Number.isNaN(time)) return null;
  return `${WEEKDAYS[weekdayOf(time)]}, ${String(hourOf(time)).padStart(2, '0')} h`;
}

function percentWords(share: number): string {
  const percent = 100 * share;
  if (percent >= 10) return `${percent.toFixed(0)} %`;
  return percent >= 0.1 ? `${percent.toFixed(1)} %` : `${percent.toPrecision(1)} %`;
}

import { checkInteger, checkList, checkOptionNames } from '../check-options';
import { confusionMatrix } from './confusion-matrix';

/** How well one class, or the average of all, was predicted. */
export interface ClassScores {
  /** Share of the samples predicted as the class that are of it; 0 where none was predicted. */
  readonly precision: number;
  /** Share of the samples of the class that were predicted as it; 0 where there are none. */
  readonly recall: number;
  /** Harmonic mean of both; 0 where both are. */
  readonly f1: number;
  /** Samples of the class. */
  readonly support: number;
}

/** Figures for each class and their averages. */
export interface ClassificationReport {
  /** One entry a class, in the order of the classes. */
  readonly classes: ReadonlyArray<ClassScores & { readonly name: string }>;
  /** Share of samples predicted right. */
  readonly accuracy: number;
  /** Mean over classes, each counting the same. */
  readonly macro: ClassScores;
  /** Mean over classes, each counting by its support. */
  readonly weighted: ClassScores;
}

/** What the classes are called. */
export interface ClassificationReportOptions {
  /** Names of the classes 0, 1, …, in order. Default: every class seen, by its number. */
  readonly names?: readonly string[];
}

/**
 * Precision, recall, F1 and support of each class, with accuracy and averages.
 *
 * A figure whose denominator is zero is 0, scikit-learn's default, and counts as 0 in the averages.
 *
 * @throws {RangeError} if lengths differ or are 0, a class is not an integer, or has no name, or an option is unknown.
 */
export function classificationReport(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  options: ClassificationReportOptions = {},
): ClassificationReport {
  checkOptionNames(options, ['names']);
  const { names } = options;
  if (names !== undefined) checkList('names', names);
  const wanted = names ? { classes: Array.from(names, (_, i) => i) } : {};
  const { classes, counts } = confusionMatrix(labels, predictions, wanted);
  const rows = classes.map((label, i) => ({
    name: names?.[i] ?? String(label),
    ...scoresOf(counts, i),
  }));
  const nRight = counts.reduce((sum, row, i) => sum + row[i], 0);
  return {
    classes: rows,
    accuracy: nRight / labels.length,
    macro: averageOf(rows, () => 1),
    weighted: averageOf(rows, (row) => row.support),
  };
}

/**
 * The report as text, in scikit-learn's layout to the character.
 *
 * @param options - `digits`: digits after the point, at most 100. Default 2.
 * @throws {RangeError} if an option is unknown or out of range.
 */
export function formatReport(
  report: ClassificationReport,
  options: { readonly digits?: number } = {},
): string {
  checkOptionNames(options, ['digits']);
  const { digits = 2 } = options;
  checkInteger('digits', digits, 0, 100);
  const width = Math.max(12, digits, ...report.classes.map(({ name }) => name.length));
  const line = (heading: string, cells: readonly string[]) =>
    `${heading.padStart(width)} ${cells.map((cell) => ` ${cell.padStart(9)}`).join('')}\n`;
  const fixed = (value: number) => toFixedHalfEven(value, digits);
  const row = (heading: string, { precision, recall, f1, support }: ClassScores) =>
    line(heading, [fixed(precision), fixed(recall), fixed(f1), String(support)]);
  const nSamples = String(report.macro.support);
  return [
    line('', ['precision', 'recall', 'f1-score', 'support']),
    '\n',
    ...report.classes.map((scores) => row(scores.name, scores)),
    '\n',
    line('accuracy', ['', '', fixed(report.accuracy), nSamples]),
    row('macro avg', report.macro),
    row('weighted avg', report.weighted),
  ].join('');
}

function scoresOf(counts: readonly number[][], i: number): ClassScores {
  const nRight = counts[i][i];
  const support = counts[i].reduce((sum, count) => sum + count, 0);
  const nPredicted = counts.reduce((sum, row) => sum + row[i], 0);
  const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return {
    precision: ratio(nRight, nPredicted),
    recall: ratio(nRight, support),
    f1: ratio(2 * nRight, nPredicted + support),
    support,
  };
}

function averageOf(
  rows: readonly ClassScores[],
  weightOf: (row: ClassScores) => number,
): ClassScores {
  const total = rows.reduce((sum, row) => sum + weightOf(row), 0);
  const mean = (key: 'precision' | 'recall' | 'f1') =>
    rows.reduce((sum, row) => sum + weightOf(row) * row[key], 0) / total;
  return {
    precision: mean('precision'),
    recall: mean('recall'),
    f1: mean('f1'),
    support: rows.reduce((sum, { support }) => sum + support, 0),
  };
}

/** Rounds a half to the even digit as Python does; `toFixed` rounds it up: 0.625 is '0.62', not '0.63'. */
function toFixedHalfEven(value: number, digits: number): string {
  const isHalf = Math.abs((value * 2 ** (digits + 1)) % 2) === 1;
  if (!isHalf) return value.toFixed(digits);
  const below = Math.floor(value * 10 ** digits);
  return ((below + (below % 2)) / 10 ** digits).toFixed(digits);
}

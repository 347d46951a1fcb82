import { DETECTOR_METHODS } from '../../src/pipeline/skab/detector-methods';
import { SKAB_CONSTANTS, type SkabResult } from '../../src/pipeline/skab/experiment';
import { f1Difference, figuresOfCounts } from '../../src/pipeline/skab/judge-flags';
import { formatTable, type TableRow, tableToMarkdown } from '../../src/plots/table';

/** Constants of each method, in the order of the table. */
export function constantRows(): TableRow[] {
  return Object.entries(SKAB_CONSTANTS).map(([method, constants]) => ({
    method,
    'smoothing, rows': constants.smoothing,
    threshold: constants.threshold.toPrecision(4),
    'F1 on planted faults': constants.plantedF1.toFixed(3),
  }));
}

/** Figures of each method and threshold. */
export function resultRows(results: readonly SkabResult[]): TableRow[] {
  const percent = (share: number) => (100 * share).toFixed(1);
  return results.map(({ method, threshold, figures }) => {
    const { f1, meanF1, falseAlarmRate, missedAlarmRate, wholeF1 } = figures;
    return {
      method,
      threshold,
      'pooled F1': f1.estimate.toFixed(3),
      '95 %': `${f1.lower.toFixed(2)} to ${f1.upper.toFixed(2)}`,
      'mean F1': meanF1.toFixed(3),
      'FAR, %': percent(falseAlarmRate),
      'MAR, %': percent(missedAlarmRate),
      'F1, whole files': wholeF1.toFixed(3),
    };
  });
}

/** The method that was named before the other experiments were scored. */
const NAMED = 'mahalanobis of trailing means';

/** How much higher the pooled F1 of the named method is than that of each detector of the library, by set. */
export function differenceRows(sets: Readonly<Record<string, readonly SkabResult[]>>): TableRow[] {
  const countsOf = (results: readonly SkabResult[], name: string) =>
    results.find(({ method, threshold }) => method === name && threshold === 'planted faults')!
      .figures.counts;
  return DETECTOR_METHODS.map(({ name }) => {
    const cells = Object.entries(sets).map(([set, results]) => {
      const difference = f1Difference(countsOf(results, NAMED), countsOf(results, name));
      const [middle, lower, upper] = [difference.estimate, difference.lower, difference.upper].map(
        (value) => value.toFixed(3),
      );
      return [set, `${middle} (${lower} to ${upper})`];
    });
    return { 'higher than': name, ...Object.fromEntries(cells) };
  });
}

/** Results as they are kept: with the F1 of each experiment in the place of its counts. */
export function shortResults(results: readonly SkabResult[]): object[] {
  return results.map(({ method, threshold, figures: { counts, ...figures } }) => ({
    ...{ method, threshold, ...figures },
    experimentF1: counts.map((one) => Number(figuresOfCounts([one]).f1.estimate.toFixed(4))),
  }));
}

const LINE_WIDTH = 100;

/** Results as JSON, with lists of numbers filled into lines as the formatter of this project does. */
export function resultsJson(results: object): string {
  const text = JSON.stringify(results, null, 2);
  const filled = text.replace(
    /^( *)(.*)\[\n([\d.,\s]+)\n *\](,?)$/gm,
    (_, indent: string, key: string, body: string, comma: string) => {
      const numbers = body.split(',').map((number) => number.trim());
      const whole = `${indent}${key}[${numbers.join(', ')}]${comma}`;
      if (whole.length <= LINE_WIDTH) return whole;
      return `${indent}${key}[\n${fill(numbers, `${indent}  `)}\n${indent}]${comma}`;
    },
  );
  return `${filled}\n`;
}

/** As many numbers on a line as fit, with their commas. */
function fill(numbers: readonly string[], indent: string): string {
  const lines = [indent];
  numbers.forEach((number, i) => {
    const item = i < numbers.length - 1 ? `${number},` : number;
    const line = lines[lines.length - 1];
    const longer = line === indent ? `${line}${item}` : `${line} ${item}`;
    if (longer.length <= LINE_WIDTH) lines[lines.length - 1] = longer;
    else lines.push(`${indent}${item}`);
  });
  return lines.join('\n');
}

/**
 * A page with its tables made anew, each between two comments that name it.
 *
 * @throws {RangeError} if the page has no place for one.
 */
export function withTables(page: string, tables: Readonly<Record<string, TableRow[]>>): string {
  return Object.entries(tables).reduce((text, [name, rows]) => {
    const place = new RegExp(`(<!-- ${name} -->\n)[^]*?(\n<!-- /${name} -->)`);
    if (!place.test(text)) throw new RangeError(`page must have a place for ${name}, got none`);
    const table = tableToMarkdown(formatTable(rows, { maxRows: rows.length })).trim();
    return text.replace(place, (_, open, close) => `${open}\n${table}\n${close}`);
  }, page);
}

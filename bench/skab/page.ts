import { SKAB_CONSTANTS, type SkabResult } from '../../src/pipeline/skab/experiment';
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

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type CsvColumns, writeCsv } from '../../data/csv';
import type { ColumnType } from '../../data/csv-reader';
import { writeWhole } from '../../data/whole-file';
import type { Detection } from '../../pipeline/detection/detect-anomalies';
import { detectionPage } from './detection-page';

/**
 * Writes a detection into a folder: `index.html` for people, which needs no other file; `results.json`; and `scores.csv`, the
 * scores of each tested row. Older files of these names are replaced.
 *
 * @throws {Error} if the folder cannot be written.
 */
export async function writeDetectionReport(detection: Detection, directory: string): Promise<void> {
  const page = await detectionPage(detection);
  await mkdir(directory, { recursive: true });
  await writeScores(detection, join(directory, 'scores.csv'));
  await writeWhole(
    join(directory, 'results.json'),
    `${JSON.stringify(detectionResults(detection), null, 2)}\n`,
  );
  await writeWhole(join(directory, 'index.html'), page);
}

/** All figures of a detection as plain JSON; undefined and NaN become null. */
function detectionResults(detection: Detection): object {
  const { profile, choice, rows, split, labels, summary, top, leftOut, seed, notes, k } = detection;
  const { columns: _, ...table } = profile;
  return {
    ...{ table, seed, choice, notes, leftOut, nRowsTaken: rows.nRows, alertRows: k },
    split: {
      kind: split.kind,
      parts: split.splits.map(({ train, test }) => ({ nTrain: train.length, nTest: test.length })),
    },
    nAnomalies: labels?.reduce((sum, label) => sum + label, 0) ?? null,
    detectors: summary.detectors,
    agreement: { names: summary.scored, rankCorrelation: summary.agreement },
    top: top.map(({ row, consensus, reasons }) => ({ row: row + 1, consensus, reasons })),
  };
}

async function writeScores(detection: Detection, path: string): Promise<void> {
  const { rows, choice, profile, labels, summary } = detection;
  const roles = (['time', 'entity'] as const).filter((role) => choice[role] !== undefined);
  const typeOf = (name: string): ColumnType => {
    if (rows.texts.has(name)) return 'string';
    const isTime = profile.columns.some(
      (column) => column.name === name && column.content === 'time',
    );
    return isTime ? 'time' : 'number';
  };
  const columns: CsvColumns = {
    row: 'integer',
    ...Object.fromEntries(roles.map((role) => [role, typeOf(choice[role]!)])),
    ...(labels && { label: 'integer' }),
    meanPercentile: 'number',
    ...Object.fromEntries(summary.scored.map((name) => [name, 'number'])),
  };
  const cellOf = (name: string, index: number) => {
    const value = rows.numbers.get(name)?.[index] ?? rows.texts.get(name)?.[index] ?? null;
    return typeof value === 'number' && Number.isNaN(value) ? null : value;
  };
  const records = Array.from(summary.tested, (index, at) => ({
    row: rows.rows[index] + 1,
    ...Object.fromEntries(roles.map((role) => [role, cellOf(choice[role]!, index)])),
    ...(labels && { label: labels[index] }),
    meanPercentile: summary.consensus[at],
    ...Object.fromEntries(summary.scored.map((name) => [name, summary.scores[name][at]])),
  }));
  await writeCsv(path, records, columns);
}

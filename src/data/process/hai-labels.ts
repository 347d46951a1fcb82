import { readCsv } from '../csv';
import { lineOfRecord, readCsvHeader } from '../csv-reader';

/**
 * Reads labels from a file of their own, as 23.05 has them: two columns, the time and 0 or 1.
 *
 * @param times of the samples that the labels are for, epoch ms.
 * @throws {RangeError} if there are other than two columns, a label is not 0 or 1, a time is repeated, or a sample has none.
 * @throws {TypeError} at the first value that is no number or time, with line and column.
 */
export async function readHaiLabels(path: string, times: Float64Array): Promise<Int32Array> {
  const names = await readCsvHeader(path, ',');
  if (names.length !== 2) {
    throw new RangeError(`${path}: must have columns timestamp and label, got ${names.join(', ')}`);
  }
  const [time, label] = names;
  const rows = await readCsv(path, { [time]: 'time', [label]: 'number' });
  const wrong = rows.findIndex((row) => row[label] !== 0 && row[label] !== 1);
  if (wrong >= 0) {
    const line = await lineOfRecord(path, wrong);
    const got = rows[wrong][label] ?? 'nothing';
    throw new RangeError(`${path} line ${line}, column ${label}: must be 0 or 1, got ${got}`);
  }
  const labelAt = new Map<unknown, number>();
  for (const [i, row] of rows.entries()) {
    if (!labelAt.has(row[time])) labelAt.set(row[time], row[label] as number);
    else throw await repeated(path, i, time);
  }
  return Int32Array.from(times, (ms) => {
    const found = labelAt.get(ms);
    if (found !== undefined) return found;
    throw new RangeError(`${path}: must have a label for ${new Date(ms).toISOString()}, got none`);
  });
}

async function repeated(path: string, record: number, column: string): Promise<RangeError> {
  const line = await lineOfRecord(path, record);
  return new RangeError(`${path} line ${line}, column ${column}: times must not be repeated`);
}

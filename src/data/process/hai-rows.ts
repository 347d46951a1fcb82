import { wrongType } from '../csv-reader';
import { parseIsoTime } from '../iso-time';
import { readLineBatches } from '../lines';
import type { HaiHeader } from './hai-header';
import { createHaiRepairer, type HaiRepair, type HaiRepairs } from './hai-repair';
import { QUOTED, readNumbers } from './number-line';

/** The rows of a file: times, and all further columns. */
export interface HaiRows {
  readonly times: Float64Array;
  /** Blocks of rows, a value for each column but the time, in the order of the file; the last is not full. */
  readonly blocks: readonly Float64Array[];
  readonly repairs: HaiRepairs;
}

/** Rows in a block, so that memory grows with a file and never has to be moved. */
export const BLOCK_ROWS: number = 1 << 14;

/**
 * Reads the rows of a file of HAI, checked or repaired.
 *
 * @throws {RangeError} or {@link TypeError} naming line and column.
 * @throws {Error} if there are no rows, one is ragged, or the gzip is broken.
 */
export async function readHaiRows(
  path: string,
  header: HaiHeader,
  repair: HaiRepair,
): Promise<HaiRows> {
  const parse = createRowParser(path, header);
  const repairer = createHaiRepairer(path, header, repair);
  const width = header.names.length - 1;
  const values = new Float64Array(width);
  const times: number[] = [];
  const blocks: Float64Array[] = [];
  let number = 0;
  for await (const lines of readLineBatches(path)) {
    for (const line of lines) {
      if (++number === 1 || line === '') continue;
      const time = parse(line, number, values);
      if (!repairer.isInOrder(time, number)) continue;
      repairer.fill(values, number);
      const row = times.push(time) - 1;
      if (row % BLOCK_ROWS === 0) blocks.push(new Float64Array(BLOCK_ROWS * width));
      blocks[blocks.length - 1].set(values, (row % BLOCK_ROWS) * width);
    }
  }
  if (times.length === 0) throw new Error(`${path}: must have samples, got only a header`);
  return { times: Float64Array.from(times), blocks, repairs: repairer.repairs() };
}

/** Reads a line: the time is returned, the values behind it are filled in. */
function createRowParser(path: string, { names, delimiter, label, processLabels }: HaiHeader) {
  const code = delimiter.charCodeAt(0);
  const labels = [...(label ? [label] : []), ...processLabels];
  return (line: string, number: number, values: Float64Array): number => {
    const end = line.indexOf(delimiter);
    const text = (end < 0 ? line : line.slice(0, end)).replace(QUOTED, '$1');
    const time = parseIsoTime(text);
    if (Number.isNaN(time)) throw wrongType(path, number, names[0], 'time', text || 'nothing');
    const wrong = (index: number, value: string): never => {
      throw wrongType(path, number, names[index + 1] ?? 'beyond the last', 'number', value);
    };
    const nValues = end < 0 ? 1 : 1 + readNumbers(line, end + 1, code, values, wrong);
    if (nValues !== names.length) {
      throw new Error(`${path} line ${number}: must have ${names.length} values, got ${nValues}`);
    }
    for (const { name, index } of labels) {
      const value = values[index - 1];
      if (value !== 0 && value !== 1) {
        const got = Number.isNaN(value) ? 'nothing' : value;
        throw new RangeError(`${path} line ${number}, column ${name}: must be 0 or 1, got ${got}`);
      }
    }
    return time;
  };
}

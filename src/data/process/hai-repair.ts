import type { HaiHeader } from './hai-header';

/** What to do about values that are missing and times out of order. */
export type HaiRepair = 'error' | 'carry';

/** What was repaired; all 0 in a clean file. */
export interface HaiRepairs {
  /** Values that were missing and taken from the sample before. */
  readonly nCarried: number;
  /** Most samples in a row for which a point was carried. */
  readonly longestCarried: number;
  /** Samples left out since their time is that of the one before. */
  readonly nRepeated: number;
  /** Samples left out since their time lies before that of a sample above. */
  readonly nBackward: number;
}

/** Checks or repairs rows, one after the other. */
export interface HaiRepairer {
  /** Whether a row is to be kept. */
  isInOrder(time: number, line: number): boolean;
  /** Fills what is missing in a row that is kept: all values but the time, in the order of the file. */
  fill(values: Float64Array, line: number): void;
  repairs(): HaiRepairs;
}

/**
 * Refuses rows that are not whole or not in order, or repairs and counts them.
 *
 * Carried is what a point had in the sample before, as a display that is not told anything new would show it; labels never are.
 */
export function createHaiRepairer(path: string, header: HaiHeader, repair: HaiRepair): HaiRepairer {
  const { names, points } = header;
  const before = new Float64Array(names.length - 1).fill(Number.NaN);
  const runs = new Int32Array(before.length);
  const isPoint = new Set(points.map(({ index }) => index - 1));
  const counts = { nCarried: 0, longestCarried: 0, nRepeated: 0, nBackward: 0 };
  let last = -Infinity;

  function carry(values: Float64Array, j: number, line: number): void {
    const where = `${path} line ${line}, column ${names[j + 1]}`;
    if (repair === 'error' || !isPoint.has(j)) {
      const hint = isPoint.has(j) ? "; repair: 'carry' takes the value before" : '';
      throw new RangeError(`${where}: must have a value, got nothing${hint}`);
    }
    if (Number.isNaN(before[j])) {
      throw new RangeError(`${where}: must have a value to carry on, got nothing so far`);
    }
    values[j] = before[j];
    counts.nCarried++;
    counts.longestCarried = Math.max(counts.longestCarried, ++runs[j]);
  }

  return {
    isInOrder: (time, line) => {
      if (time > last) {
        last = time;
        return true;
      }
      if (repair === 'error') throw timeError(path, line, names[0], time, last);
      counts[time === last ? 'nRepeated' : 'nBackward']++;
      return false;
    },
    fill: (values, line) => {
      for (let j = 0; j < values.length; j++) {
        if (Number.isNaN(values[j])) carry(values, j, line);
        else runs[j] = 0;
      }
      before.set(values);
    },
    repairs: () => ({ ...counts }),
  };
}

function timeError(
  path: string,
  line: number,
  column: string,
  time: number,
  last: number,
): RangeError {
  const [got, after] = [time, last].map((ms) => new Date(ms).toISOString());
  const how = time === last ? 'must not be repeated' : 'must not run back';
  return new RangeError(
    `${path} line ${line}, column ${column}: times ${how}, got ${got} after ${after}; repair: 'carry' leaves such samples out`,
  );
}

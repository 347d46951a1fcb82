import { checkNumber } from '../../check-options';
import { checkScores } from '../../metrics/check';
import { type AdwinOptions, type AdwinState, adwinSettings, checkAdwinState } from './adwin-state';
import { createBucketWindow } from './bucket-window';

/** A window of a series that is as long as its mean is steady. */
export interface Adwin {
  /** How many values the window holds. */
  readonly width: number;
  /** Mean of the window; 0 before the first value. */
  readonly mean: number;
  /**
   * Takes the next value, and every `clock` values looks whether older ones have another mean than newer ones.
   *
   * @returns whether a change was found; the older values are forgotten then.
   * @throws {RangeError} if the value is not in [-1e100, 1e100].
   */
  update(value: number): boolean;
  /** All that is known, for `restoreAdwin`, which goes on to the bit. */
  state(): AdwinState;
}

/** Neither part of a window may be shorter, and no look is taken before twice as many values. Source: MOA and river. */
const MIN_LENGTH = 5;
const GRACE = 10;
/** Its square and the sums of it are finite. */
const MOST = 1e100;

/**
 * ADWIN: finds changes in the mean of a series, such as errors, flags or scores, without a window's length to choose.
 *
 * Assumes values in [0, 1] or about so, and independent: the bound has a term in the values' own unit, so that scores in the
 * thousands seem to change all the time, and scores in the thousandths never; scale them first. It sees the
 * mean only. A slow drift is found late, and in several steps.
 *
 * Memory: some 5 kB, for any number of values: at most `maxBuckets` buckets of each size, of which the oldest goes first.
 * The state is two numbers a bucket.
 *
 * Source: Bifet and Gavaldà 2007, Learning from time-changing data with adaptive windowing, section 3.1 (the bound with the
 * variance) and 3.2 (buckets). As in the authors' MOA, and in river, both lengths count less by 4 in the bound and looks are taken every 32 values.
 * Unlike in river, what is newer stays known after a change, as the paper has it; river begins anew. So first changes are
 * at the same values, later ones may not be.
 *
 * @throws {RangeError} if an option is unknown or out of range.
 * @example
 * const window = adwin();
 * const changes = flags.flatMap((isFlagged, i) => (window.update(Number(isFlagged)) ? [i] : []));
 */
export function adwin(options: AdwinOptions = {}): Adwin {
  const params = adwinSettings(options);
  return adwinFrom({ version: 1, params, nValues: 0, total: 0, squares: 0, rows: [] });
}

/**
 * Where `adwin` finds changes in a whole series, such as the flags that `streamScores` gives.
 *
 * @param values in order of time, in [0, 1] or about so; shape `[nValues]`.
 * @returns indices of the values after which a change was found, ascending; the change itself lies some values before.
 * @throws {RangeError} if there are no values, one is not in [-1e100, 1e100], or an option is unknown or out of range.
 * @example
 * adwinChanges([...Array(1000).fill(0), ...Array(1000).fill(1)]); // Int32Array [1023, 1055, 1087]
 */
export function adwinChanges(values: ArrayLike<number>, options: AdwinOptions = {}): Int32Array {
  checkScores(values, 'values');
  const window = adwin(options);
  const changes: number[] = [];
  for (let i = 0; i < values.length; i++) if (window.update(values[i])) changes.push(i);
  return Int32Array.from(changes);
}

/**
 * ADWIN from its `state()`, also after `JSON.stringify` and back.
 *
 * @param from where it was read from, named in errors. Default `state`.
 * @throws {Error} naming the first field that is not as `state()` gives it.
 */
export function restoreAdwin(state: unknown, from: string = 'state'): Adwin {
  return adwinFrom(checkAdwinState(state, from));
}

function adwinFrom(state: AdwinState): Adwin {
  const { params } = state;
  const window = createBucketWindow(params.maxBuckets, state);
  let { nValues } = state;
  const isCut = (n: number, difference: number) => {
    const { width, squares } = window;
    const nNewer = width - n;
    if (n < MIN_LENGTH || nNewer < MIN_LENGTH) return false;
    const lengths = 1 / (n - MIN_LENGTH + 1) + 1 / (nNewer - MIN_LENGTH + 1);
    const doubt = Math.log((2 * Math.log(width)) / params.delta);
    const variance = Math.max(squares, 0) / width; // rounding may leave it below 0
    const bound = Math.sqrt(2 * lengths * variance * doubt) + (2 / 3) * doubt * lengths;
    return Math.abs(difference) > bound;
  };
  return {
    get width() {
      return window.width;
    },
    get mean() {
      return window.width === 0 ? 0 : window.total / window.width;
    },
    update: (value) => {
      checkNumber('value', value, -MOST, MOST, '[]');
      window.add(value);
      nValues++;
      if (nValues % params.clock !== 0 || window.width <= GRACE) return false;
      let isChanged = false;
      while (window.someCut(isCut)) {
        window.dropOldest();
        isChanged = true;
      }
      return isChanged;
    },
    state: () => ({
      version: 1,
      params,
      nValues,
      total: window.total,
      squares: window.squares,
      rows: window.rows(),
    }),
  };
}

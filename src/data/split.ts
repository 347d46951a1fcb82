import { checkNumber } from '../check-options';
import { createRandom } from '../random';

/** Shares of the whole. */
export interface SplitFractions {
  /** Default, and the only right value: what validation and test leave. */
  readonly train?: number;
  /** In (0, 1). */
  readonly test: number;
  /** In [0, 1). Default 0: no validation part. */
  readonly validation?: number;
}

/** The same with a seed. */
export interface SeededFractions extends SplitFractions {
  /** Default 0. */
  readonly seed?: number;
}

/** Indices of samples, ascending; each sample is in one part. */
export interface Split {
  readonly train: Int32Array;
  /** Empty where no validation part was asked for. */
  readonly validation: Int32Array;
  readonly test: Int32Array;
}

/**
 * Splits by time: the earliest samples train, the latest test.
 *
 * Samples of one time stay together, so a part may be smaller or larger than its share.
 *
 * @param times epoch ms in any order, shape `[nSamples]`.
 * @throws {RangeError} if the fractions leave nothing for training or do not sum to 1, a time is not finite, or a part would be empty.
 */
export function temporalSplit(times: ArrayLike<number>, fractions: SplitFractions): Split {
  const { validation, test } = checkFractions(fractions);
  const n = times.length;
  const order = Int32Array.from({ length: n }, (_, i) => i).sort((a, b) => times[a] - times[b]);
  const wrong = order.find((i) => !Number.isFinite(times[i]));
  if (wrong !== undefined) {
    throw new RangeError(`time ${wrong} must be finite, got ${times[wrong]}`);
  }
  const border = (share: number) => endOfTie(times, order, Math.round(share * n));
  const trainEnd = border(1 - validation - test);
  const validationEnd = validation === 0 ? trainEnd : border(1 - test);
  const parts = {
    train: order.slice(0, trainEnd).sort(),
    validation: order.slice(trainEnd, validationEnd).sort(),
    test: order.slice(validationEnd).sort(),
  };
  return checkParts(parts, validation > 0);
}

/**
 * Splits at random so that each class has its share of each part, to within one sample.
 *
 * @param labels class indices, shape `[nSamples]`.
 * @throws {RangeError} if the fractions leave nothing for training, or a part would be empty.
 */
export function stratifiedSplit(labels: ArrayLike<number>, fractions: SeededFractions): Split {
  const shares = checkFractions(fractions);
  const random = createRandom(fractions.seed ?? 0);
  const classes = groupIndices(labels);
  const ordered = [...classes.keys()].sort((a, b) => a - b);
  const parts: Parts = { train: [], validation: [], test: [] };
  for (const label of ordered) {
    deal(random.shuffle(classes.get(label)!), shares, parts);
  }
  return checkParts(sorted(parts), shares.validation > 0);
}

/**
 * Splits at random by entity: all samples of a user, host or role are in one part.
 *
 * The fractions are of the entities, so a part may have more or fewer samples than its share.
 *
 * @param entities the entity of each sample, shape `[nSamples]`.
 * @throws {RangeError} if the fractions leave nothing for training, or a part would be empty.
 */
export function groupSplit<Entity>(entities: ArrayLike<Entity>, fractions: SeededFractions): Split {
  const shares = checkFractions(fractions);
  const groups = [...groupIndices(entities).values()];
  const dealt: { [Part in keyof Split]: number[][] } = { train: [], validation: [], test: [] };
  deal(createRandom(fractions.seed ?? 0).shuffle(groups), shares, dealt);
  const { train, validation, test } = dealt;
  const parts = { train: train.flat(), validation: validation.flat(), test: test.flat() };
  return checkParts(sorted(parts), shares.validation > 0);
}

type Shares = Pick<Required<SplitFractions>, 'validation' | 'test'>;

interface Parts {
  readonly train: number[];
  readonly validation: number[];
  readonly test: number[];
}

function checkFractions({ train, test, validation = 0 }: SplitFractions): Shares {
  checkNumber('test', test, 0, 1, '()');
  checkNumber('validation', validation, 0, 1 - test, '[)');
  if (train !== undefined && !(Math.abs(train + validation + test - 1) < 1e-9)) {
    throw new RangeError(`train must be what validation and test leave, got ${train}`);
  }
  return { test, validation };
}

function checkParts(split: Split, hasValidation: boolean): Split {
  for (const part of ['train', 'validation', 'test'] as const) {
    if (split[part].length === 0 && (part !== 'validation' || hasValidation)) {
      const { train, validation, test } = split;
      throw new RangeError(
        `${part} must have samples, got ${train.length}, ${validation.length} and ${test.length}`,
      );
    }
  }
  return split;
}

/** The border moved up until it does not cut a tie. */
function endOfTie(times: ArrayLike<number>, order: Int32Array, border: number): number {
  let end = border;
  while (end > 0 && end < order.length && times[order[end]] === times[order[end - 1]]) {
    end++;
  }
  return end;
}

function groupIndices<Key>(keys: ArrayLike<Key>): Map<Key, number[]> {
  const groups = new Map<Key, number[]>();
  for (let i = 0; i < keys.length; i++) {
    const group = groups.get(keys[i]);
    if (group === undefined) {
      groups.set(keys[i], [i]);
    } else {
      group.push(i);
    }
  }
  return groups;
}

/** Borders are rounded, so each part is within one of its share. */
function deal<T>(
  values: readonly T[],
  { validation, test }: Shares,
  parts: { readonly [Part in keyof Split]: T[] },
): void {
  const testEnd = Math.round(test * values.length);
  const validationEnd = Math.round((test + validation) * values.length);
  parts.test.push(...values.slice(0, testEnd));
  parts.validation.push(...values.slice(testEnd, validationEnd));
  parts.train.push(...values.slice(validationEnd));
}

function sorted({ train, validation, test }: Parts): Split {
  const sort = (indices: readonly number[]) => Int32Array.from(indices).sort();
  return { train: sort(train), validation: sort(validation), test: sort(test) };
}

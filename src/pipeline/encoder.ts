import type { Category } from '../features/categories';
import {
  applyFrequencyEncoder,
  type FrequencyEncoderState,
  fitFrequencyEncoder,
} from '../features/frequency-encoder';
import { hourOfTime } from '../features/hour-of-time';
import {
  applyLabelEncoder,
  fitLabelEncoder,
  type LabelEncoderState,
} from '../features/label-encoder';
import {
  applyOneHotEncoder,
  fitOneHotEncoder,
  type OneHotEncoderState,
  oneHotNames,
} from '../features/one-hot-encoder';
import type { Matrix } from '../matrix';

/**
 * What becomes of a column: `numeric` is taken as it is (true is 1), `hour` is the hour, 0 to 23, of a
 * time of day as text (`HH:MM:SS`), the others are encodings of categories, each with a place for
 * categories not seen in training.
 */
export type ColumnKind = 'numeric' | 'hour' | 'oneHot' | 'label' | 'frequency';

/** A fitted encoder of one column: plain JSON. */
export type EncoderState =
  | { readonly kind: 'hour' }
  | ({ readonly kind: 'oneHot' } & OneHotEncoderState)
  | ({ readonly kind: 'label' } & LabelEncoderState)
  | ({ readonly kind: 'frequency' } & FrequencyEncoderState);

/**
 * Learns the encoder of a column that is not numeric.
 *
 * @throws {RangeError} naming row and column of a value that does not fit, or the column of an unknown kind.
 * @internal
 */
export function fitEncoder(
  kind: ColumnKind,
  name: string,
  values: readonly Category[],
): EncoderState {
  switch (kind) {
    case 'hour':
      hoursOf(name, values);
      return { kind };
    case 'oneHot':
      return { kind, ...fitOneHotEncoder(values) };
    case 'label':
      return { kind, ...fitLabelEncoder(values) };
    case 'frequency':
      return { kind, ...fitFrequencyEncoder(values) };
    default:
      throw new RangeError(
        `column "${name}" must be numeric, hour, oneHot, label or frequency, got ${kind}`,
      );
  }
}

/**
 * Turns the values of a column into features.
 *
 * @throws {RangeError} naming row and column of a value that does not fit.
 * @internal
 */
export function applyEncoder(
  encoder: EncoderState,
  name: string,
  values: readonly Category[],
): Matrix {
  const oneFeature = (data: Float64Array) => ({ data, nSamples: values.length, nFeatures: 1 });
  switch (encoder.kind) {
    case 'hour':
      return oneFeature(hoursOf(name, values));
    case 'oneHot':
      return applyOneHotEncoder(encoder, values);
    case 'label':
      return oneFeature(Float64Array.from(applyLabelEncoder(encoder, values)));
    case 'frequency':
      return oneFeature(applyFrequencyEncoder(encoder, values));
  }
}

/** Names of the features that `applyEncoder` makes of a column. @internal */
export function encodedNames(encoder: EncoderState, name: string): string[] {
  return encoder.kind === 'oneHot' ? oneHotNames(encoder, name) : [name];
}

function hoursOf(name: string, times: readonly Category[]): Float64Array {
  return Float64Array.from(times, (time, i) => {
    const hour = hourOfTime(time);
    if (Number.isNaN(hour)) throw new RangeError(`row ${i}, column "${name}" ${notATime(time)}`);
    return hour;
  });
}

/** What is wrong with a value that is no time of day, for an error that says where it stands. @internal */
export function notATime(value: unknown): string {
  return `must be a time as HH:MM:SS, got ${describeValue(value)}`;
}

/** A value as an error shows it. @internal */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 40));
  const isObject = typeof value === 'object' && value !== null;
  return isObject ? Object.prototype.toString.call(value) : String(value);
}

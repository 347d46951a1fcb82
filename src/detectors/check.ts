import type { Windows } from '../features/window';
import { checkSamples, type Matrix } from '../matrix';

export { checkChoice, checkInteger, checkOptionNames } from '../check-options';

/**
 * Refuses windows that no detector can learn from or score.
 *
 * @throws {TypeError} if they are no windows.
 * @throws {RangeError} if there are none, they have another length or width, or a value is not finite.
 */
export function checkWindows(
  windows: Windows,
  shape: { readonly length: number; readonly nFeatures: number } = windows,
): void {
  if (!(windows?.ends instanceof Int32Array)) {
    throw new TypeError('samples must be windows, as makeWindows makes them');
  }
  checkSamples(windows.samples, shape.nFeatures);
  checkFloats(windows.samples);
  if (windows.ends.length === 0) throw new RangeError('windows must not be empty, got 0 windows');
  if (windows.length !== shape.length) {
    throw new RangeError(`windows must have ${shape.length} samples, got ${windows.length}`);
  }
}

/** Networks compute in 32 bits: a larger number becomes infinite there. */
function checkFloats({ data, nFeatures }: Matrix): void {
  const index = data.findIndex((value) => !Number.isFinite(Math.fround(value)));
  if (index < 0) return;
  throw new RangeError(
    `sample ${Math.floor(index / nFeatures)}, feature ${index % nFeatures} must be finite in 32 bits, got ${data[index]}`,
  );
}

/**
 * Refuses labels that a classifier cannot learn from.
 *
 * @returns the number of classes: one more than the largest index.
 * @throws {TypeError} if there are no labels.
 * @throws {RangeError} if there is not one a sample, one is no class index, or all are of one class.
 */
export function checkClassLabels(labels: Int32Array, nSamples: number): number {
  if (!(labels instanceof Int32Array)) {
    const got = labels === undefined ? 'none' : Object.prototype.toString.call(labels).slice(8, -1);
    throw new TypeError(`labels must be an Int32Array of class indices, got ${got}`);
  }
  if (labels.length !== nSamples) {
    throw new RangeError(`labels must have ${nSamples} values, got ${labels.length}`);
  }
  let largest = 0;
  for (const label of labels) {
    if (label < 0) throw new RangeError(`labels must be class indices from 0, got ${label}`);
    if (label > largest) largest = label;
  }
  if (largest >= nSamples) {
    throw new RangeError(
      `labels must be class indices below the ${nSamples} windows, got ${largest}`,
    );
  }
  if (labels.every((label) => label === labels[0])) {
    throw new RangeError(`labels must hold at least two classes, got only ${labels[0]}`);
  }
  return largest + 1;
}

/**
 * Scores in 32 bits.
 *
 * @throws {RangeError} if one is too large for them, or is no number.
 */
export function finiteScores(scores: Float32Array | Float64Array): Float32Array {
  const floats = scores instanceof Float32Array ? scores : Float32Array.from(scores);
  const index = floats.findIndex((score) => !Number.isFinite(score));
  if (index < 0) return floats;
  throw new RangeError(
    `sample ${index} must have a score that is finite in 32 bits, got ${scores[index]}; scale the features`,
  );
}

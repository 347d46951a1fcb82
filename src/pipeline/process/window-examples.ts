import { checkInteger, checkOptionNames } from '../../check-options';
import type { FittedAutoencoder } from '../../detectors/network-autoencoder';
import { flag } from '../../evaluate/thresholds/flag';
import { compactWindows } from '../../features/compact-windows';
import type { RecordingWindows } from '../../features/process-windows';
import { batchOf, takeWindows, type Windows } from '../../features/window';
import { type Matrix, rowOf } from '../../matrix';
import { checkLabels } from '../../metrics/check';
import { createRandom } from '../../random';

/** How a window was judged, by its label and by its score. */
export type JudgementKind = 'true positive' | 'false positive' | 'true negative' | 'false negative';

/** A window as it was and as the network gave it back, ready to be drawn. */
export interface WindowExample {
  readonly kind: JudgementKind;
  /** Among the windows. */
  readonly index: number;
  /** Of the last sample, epoch ms. */
  readonly time: number;
  readonly score: number;
  /** Shape `[length, nPoints]`, as are the others. */
  readonly original: Matrix;
  readonly reconstruction: Matrix;
  readonly absoluteError: Matrix;
  /** Mean absolute error of each point, shape `[nPoints]`. */
  readonly pointErrors: Float64Array;
}

/** Which examples are drawn. */
export interface WindowExamplesOptions {
  /** Of each kind at most. Default 2. */
  readonly nEach?: number;
  /** Of the draw. Default 0. */
  readonly seed?: number;
}

const KINDS: readonly {
  readonly kind: JudgementKind;
  readonly label: number;
  readonly flagged: number;
}[] = [
  { kind: 'true positive', label: 1, flagged: 1 },
  { kind: 'false positive', label: 0, flagged: 1 },
  { kind: 'true negative', label: 0, flagged: 0 },
  { kind: 'false negative', label: 1, flagged: 0 },
];

/**
 * Windows drawn at random among those that were judged right and wrong, each with its reconstruction.
 *
 * @param windows with labels.
 * @param scores of the windows, shape `[nWindows]`; at least `threshold` is flagged.
 * @returns by kind, fewer of a kind where there are fewer.
 * @throws {RangeError} if there are no labels, scores are not one a window, one is not finite, the windows' shape is not that of training, or an
 * option is unknown or out of range.
 */
export async function windowExamples(
  detector: FittedAutoencoder<Windows>,
  { windows, labels, times }: RecordingWindows,
  scores: ArrayLike<number>,
  threshold: number,
  options: WindowExamplesOptions = {},
): Promise<WindowExample[]> {
  checkOptionNames(options, ['nEach', 'seed']);
  const { nEach = 2, seed = 0 } = options;
  checkInteger('nEach', nEach, 1);
  if (labels === null) throw new RangeError('windows must have labels, got none');
  checkLabels(labels);
  if (scores.length !== labels.length) {
    throw new RangeError(
      `scores must be as many as windows, ${labels.length}, got ${scores.length}`,
    );
  }
  const flags = flag(scores, threshold);
  const random = createRandom(seed);
  const chosen = KINDS.flatMap(({ kind, label, flagged }) => {
    const all = Array.from(labels.keys()).filter(
      (i) => labels[i] === label && flags[i] === flagged,
    );
    const drawn = random.sample(all.length, Math.min(nEach, all.length)).sort();
    return Array.from(drawn, (place) => ({ kind, index: all[place] }));
  });
  const taken = compactWindows(
    takeWindows(
      windows,
      chosen.map(({ index }) => index),
    ),
  );
  const rebuilt = await detector.reconstruct(taken);
  const original = batchOf(taken, 0, chosen.length);
  const size = windows.length * windows.nFeatures;
  return chosen.map(({ kind, index }, i) => {
    const part = (values: Float32Array) =>
      asMatrix(values.subarray(i * size, (i + 1) * size), windows);
    const parts = { original: part(original), reconstruction: part(rebuilt) };
    const absoluteError = {
      ...parts.original,
      data: parts.original.data.map((value, k) => Math.abs(value - parts.reconstruction.data[k])),
    };
    const pointErrors = meanRow(absoluteError);
    const { [index]: score } = scores;
    return { kind, index, time: times[index], score, ...parts, absoluteError, pointErrors };
  });
}

function asMatrix(values: Float32Array, { length, nFeatures }: Windows): Matrix {
  return { data: Float64Array.from(values), nSamples: length, nFeatures };
}

function meanRow(errors: Matrix): Float64Array {
  const means = new Float64Array(errors.nFeatures);
  for (let i = 0; i < errors.nSamples; i++) {
    rowOf(errors, i).forEach((error, j) => {
      means[j] += error / errors.nSamples;
    });
  }
  return means;
}

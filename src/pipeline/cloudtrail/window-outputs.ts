import type { FittedClassifier } from '../../detectors/detector';
import { compactWindows } from '../../features/compact-windows';
import { applyScaler, type ScalerState } from '../../features/scale';
import type { Windows } from '../../features/window';
import type { Matrix } from '../../matrix';

/** How scoring is watched and stopped. */
export interface ScoringControls {
  /** Stops between two parts, which take a second at most. */
  readonly signal?: AbortSignal;
  /** Called after each part. */
  readonly onScored?: (nDone: number, nTotal: number) => void;
}

/** Windows that are scored at a time: what is in memory stays small. */
const CHUNK = 20_000;

/** Windows over the same samples, scaled, and over no more of them than they need. */
export function scaledWindows(scaler: ScalerState, windows: Windows): Windows {
  const compact = compactWindows(windows);
  return { ...compact, samples: applyScaler(scaler, compact.samples) };
}

/**
 * A network's probabilities for windows over unscaled features.
 *
 * @returns shape `[nWindows, nClasses]`.
 * @throws {DOMException} named `AbortError` if the signal stops it.
 */
export async function windowOutputs(
  detector: FittedClassifier<Windows>,
  scaler: ScalerState,
  windows: Windows,
  nClasses: number,
  { signal, onScored }: ScoringControls = {},
): Promise<Matrix> {
  const nSamples = windows.ends.length;
  const data = new Float64Array(nSamples * nClasses);
  for (let start = 0; start < nSamples; start += CHUNK) {
    const ends = windows.ends.subarray(start, start + CHUNK);
    const chunk = scaledWindows(scaler, { ...windows, ends });
    data.set((await detector.predictProbabilities(chunk)).data, start * nClasses);
    signal?.throwIfAborted();
    onScored?.(start + ends.length, nSamples);
  }
  return { data, nSamples, nFeatures: nClasses };
}

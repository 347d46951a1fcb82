import type {
  FitOptions,
  FittedClassifier,
  SupervisedDetector,
} from '../../src/detectors/detector';
import { batchOf, type Windows } from '../../src/features/window';
import { type Matrix, matrix } from '../../src/matrix';

/** What a fit was given, for tests to look at. */
export interface FittedCentroids extends FittedClassifier<Windows> {
  readonly given: { readonly labels: Int32Array; readonly options: FitOptions<Windows> };
  readonly disposed: { yet: boolean };
}

/** A small classifier of windows: the nearer of two centroids of each window's last and mean values. */
export function centroids(): SupervisedDetector<Windows, FittedCentroids> {
  const name = 'centroids';
  return {
    name,
    params: {},
    learnsFromLabels: true,
    fit: async (train, labels, options = {}) => {
      const rows = describeWindows(train);
      const centers = [0, 1].map((label) => mean(rows.filter((_, i) => labels[i] === label)));
      const probabilities = (samples: Windows): Matrix =>
        matrix(
          describeWindows(samples).map((row) => {
            const [normal, anomaly] = centers.map((center) => distance(row, center));
            const share = normal / (normal + anomaly);
            return [1 - share, share];
          }),
        );
      const disposed = { yet: false };
      return {
        name,
        params: {},
        given: { labels, options },
        disposed,
        history: { train: { loss: [0] }, validation: {}, bestEpoch: 0, stopped: 'finished' },
        predictProbabilities: async (samples) => probabilities(samples),
        score: async (samples) =>
          Float32Array.from(probabilities(samples).data.filter((_, i) => i % 2 === 1)),
        save: async () => {},
        dispose: () => {
          disposed.yet = true;
        },
      };
    },
  };
}

function describeWindows(windows: Windows): number[][] {
  const { length, nFeatures, ends } = windows;
  return Array.from(ends, (_, window) => {
    const values = batchOf(windows, window, window + 1);
    const steps = Array.from({ length }, (_, step) => [
      ...values.subarray(step * nFeatures, (step + 1) * nFeatures),
    ]);
    return [...steps[length - 1], ...mean(steps)];
  });
}

function mean(rows: readonly number[][]): number[] {
  return rows[0].map((_, j) => rows.reduce((sum, row) => sum + row[j], 0) / rows.length);
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((value, j) => value - b[j]));
}

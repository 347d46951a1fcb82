import type { Detector, FitOptions } from '../../detectors/detector';
import type { SampleSplit } from './sample-split';

/** What came of fitting and scoring once. */
export interface Scoring {
  /** Of the test samples, shape `[nTest]`. */
  readonly scores: Float32Array;
  readonly fitSeconds: number;
  readonly scoreSeconds: number;
}

/** Fits on the training samples, scores the test samples and frees the detector, with the times of both. */
export async function runDetector(
  detector: Detector,
  { train, test }: Pick<SampleSplit, 'train' | 'test'>,
  options: FitOptions = {},
): Promise<Scoring> {
  const start = performance.now();
  const fitted = await detector.fit(train, options);
  try {
    const middle = performance.now();
    const scores = await fitted.score(test);
    const scoreSeconds = (performance.now() - middle) / 1000;
    return { scores, fitSeconds: (middle - start) / 1000, scoreSeconds };
  } finally {
    fitted.dispose();
  }
}

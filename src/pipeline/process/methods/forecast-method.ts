import type { ProcessRecording } from '../../../data/process/recording';
import { type FittedForecaster, lstmForecaster } from '../../../detectors/lstm-forecaster';
import { recordingWindows } from '../../../features/process-windows';
import type { Windows } from '../../../features/window';
import type { Matrix } from '../../../matrix';
import { trailingMeans } from '../../skab/smoothing';
import { combineErrors, errorScale } from './combine-errors';
import { holdScores } from './hold-scores';
import { type ProcessMethod, type ProcessTraining, SMOOTHED_SAMPLES } from './method';
import { trainingWindows } from './training-windows';

/**
 * Says the next sample instead of giving a window back; the error of each window's last sample is held until the next one, or averaged
 * over the last 100 samples' worth of windows, with each point over its usual error or not.
 */
export function forecastMethod(): ProcessMethod {
  const name = 'lstmForecaster';
  return {
    name,
    fit: async (training) => {
      const { seed, epochs, fitOptions, testStride } = training;
      const { train, validation } = trainingWindows(training, training.length);
      const detector = lstmForecaster({ epochs, seed });
      const fitted = await detector.fit(train, {
        ...fitOptions,
        validation: { samples: validation },
      });
      const nRows = Math.max(1, Math.round(SMOOTHED_SAMPLES / testStride));
      const scale = errorScale((await errorsOf(fitted, training.validation, training)).errors);
      return {
        score: async (recording) => {
          const { errors, windows } = await errorsOf(fitted, recording, training);
          const held = (scores: Float64Array) =>
            holdScores(scores, windows.ends, windows.samples.nSamples);
          const smoothed = trailingMeans(errors, nRows);
          return {
            [name]: held(combineErrors(errors)),
            [`${name}, mean of ${SMOOTHED_SAMPLES}`]: held(combineErrors(smoothed)),
            [`${name}, scaled`]: held(combineErrors(smoothed, { scale })),
            [`${name}, scaled, largest`]: held(combineErrors(smoothed, { scale, by: 'largest' })),
          };
        },
        dispose: () => fitted.dispose(),
      };
    },
  };
}

/** Squared errors of each window's last sample, shape `[nWindows, nPoints]`. */
async function errorsOf(
  fitted: FittedForecaster,
  recordings: ProcessRecording | readonly ProcessRecording[],
  { length, testStride: stride }: ProcessTraining,
): Promise<{ readonly errors: Matrix; readonly windows: Windows }> {
  const { windows } = recordingWindows(recordings, { length, stride });
  const { ends, nFeatures, samples } = windows;
  const forecasts = await fitted.forecast(windows);
  const data = new Float64Array(ends.length * nFeatures);
  for (let i = 0; i < ends.length; i++) {
    for (let j = 0; j < nFeatures; j++) {
      const at = i * nFeatures + j;
      data[at] = (forecasts[at] - samples.data[ends[i] * nFeatures + j]) ** 2;
    }
  }
  return { errors: { data, nSamples: ends.length, nFeatures }, windows };
}

import type { ProcessRecording } from '../../../data/process/recording';
import { type LstmAutoencoderOptions, lstmAutoencoder } from '../../../detectors/lstm-autoencoder';
import type { FittedAutoencoder } from '../../../detectors/network-autoencoder';
import { recordingWindows } from '../../../features/process-windows';
import type { Windows } from '../../../features/window';
import { combineErrors, errorScale } from './combine-errors';
import { holdScores } from './hold-scores';
import type { FittedProcessMethod, ProcessMethod, ProcessTraining } from './method';
import { trainingWindows } from './training-windows';
import { windowErrors } from './window-errors';

/** Samples in the windows of the variant that sees less. */
const SHORT_LENGTH = 20;

/**
 * The LSTM autoencoder of seed 004, the same with short windows, and the same untrained: what it must beat to have learned anything.
 *
 * Five scores each come of one pass over the windows. That of the seed is the mean squared error of a window, held until the next
 * window ends. `scaled` divides each point's error by its mean on validation windows; `largest` takes the largest point instead of
 * the mean; `overlapping` takes the errors of each sample in all windows that hold it, and so knows up to a window's length of
 * what comes later.
 */
export const WINDOW_METHODS: readonly ProcessMethod[] = [
  ofAutoencoder('lstmAutoencoder', {}),
  ofAutoencoder(`lstmAutoencoder of ${SHORT_LENGTH}`, {}, SHORT_LENGTH),
  ofAutoencoder('lstmAutoencoder, untrained', { epochs: 0 }),
];

function ofAutoencoder(
  name: string,
  options: LstmAutoencoderOptions,
  shortest: number = Infinity,
): ProcessMethod {
  return {
    name,
    fit: async (training) => {
      const length = Math.min(training.length, shortest);
      const { seed, epochs } = training;
      const detector = lstmAutoencoder({ epochs, seed, ...options });
      const fitted = await detector.fit(...fitArguments(training, length));
      return scorer(name, fitted, { ...training, length });
    },
  };
}

type Fit = ReturnType<typeof lstmAutoencoder>['fit'];

function fitArguments(training: ProcessTraining, length: number): Parameters<Fit> {
  const { train, validation } = trainingWindows(training, length);
  return [train, { ...training.fitOptions, validation: { samples: validation } }];
}

async function scorer(
  name: string,
  fitted: FittedAutoencoder<Windows>,
  { validation, length, testStride: stride }: ProcessTraining,
): Promise<FittedProcessMethod> {
  const errorsOf = async (recordings: ProcessRecording | readonly ProcessRecording[]) => {
    const { windows } = recordingWindows(recordings, { length, stride });
    return { ...(await windowErrors(fitted, windows)), ends: windows.ends };
  };
  const normal = await errorsOf(validation);
  const scale = errorScale(normal.byWindow);
  return {
    score: async (recording) => {
      const { byWindow, bySample, ends } = await errorsOf(recording);
      const held = (scores: Float64Array) => holdScores(scores, ends, bySample.nSamples);
      return {
        [name]: held(combineErrors(byWindow)),
        [`${name}, scaled`]: held(combineErrors(byWindow, { scale })),
        [`${name}, scaled, largest`]: held(combineErrors(byWindow, { scale, by: 'largest' })),
        [`${name}, overlapping`]: combineErrors(bySample),
        [`${name}, overlapping, scaled, largest`]: combineErrors(bySample, {
          scale,
          by: 'largest',
        }),
      };
    },
    dispose: () => fitted.dispose(),
  };
}

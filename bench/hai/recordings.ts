import type { ProcessRecording } from '../../src/data/process/recording';
import { createHaiSimulator } from '../../src/data/process/simulator/simulator';
import {
  applyProcessPreprocessor,
  fitProcessPreprocessor,
} from '../../src/pipeline/hai-preprocess';

/** A simulated plant, scaled by its normal operation. */
export interface HaiRecordings {
  readonly train: readonly ProcessRecording[];
  readonly tests: readonly ProcessRecording[];
}

/** Simulates one plant with its attacks; each part is scaled and let go before the next, for memory. */
export function simulateRecordings(seed: number, share: number): HaiRecordings {
  const simulator = createHaiSimulator({ seed, share });
  const names = simulator.parts().map(({ name }) => name);
  const raw = names.filter((name) => name.startsWith('train')).map((name) => simulator.part(name));
  const preprocessor = fitProcessPreprocessor(raw);
  const train: ProcessRecording[] = [];
  for (let i = 0; i < raw.length; i++) {
    train.push(applyProcessPreprocessor(preprocessor, raw[i]));
    raw.splice(i, 1, train[i]);
  }
  const tests = names
    .filter((name) => name.startsWith('test'))
    .map((name) => applyProcessPreprocessor(preprocessor, simulator.part(name)));
  return { train, tests };
}

import { checkFiniteValues } from '../../data/process/check-recording';
import type { ProcessRecording } from '../../data/process/recording';
import { checkSamePoints } from '../../features/process-recordings';

/**
 * Refuses recordings that an experiment cannot be made of.
 *
 * @param train normal operation.
 * @param tests with attacks.
 * @throws {RangeError} naming the recording, and the sample and point where it is one: if there are none of either, points differ, a value is not
 * finite, training has an attack, or a test has no labels, no attack, or nothing but attacks.
 */
export function checkProcessRecordings(
  train: readonly ProcessRecording[],
  tests: readonly ProcessRecording[],
): void {
  if (train.length === 0) throw new RangeError('train must have a recording, got none');
  if (tests.length === 0) throw new RangeError('tests must have a recording, got none');
  const all = checkSamePoints([...train, ...tests]);
  for (const recording of all) checkFiniteValues(recording);
  for (const { name, labels } of train) {
    if (!labels?.includes(1)) continue;
    throw new RangeError(`recording ${name} must be normal to be trained on, got an attack`);
  }
  for (const { name, labels } of tests) {
    if (labels === null) throw new RangeError(`recording ${name} must have labels, got none`);
    if (!labels.includes(1)) throw new RangeError(`recording ${name} must hold an attack`);
    if (!labels.includes(0)) throw new RangeError(`recording ${name} must hold normal operation`);
  }
}

import { checkLabels } from '../../metrics/check';
import { blindSpikes } from '../../metrics/series/blind';
import { createRandom } from '../../random';

/** Flags that no point was looked at for. */
export interface BlindFlags {
  readonly name: string;
  /** Shape `[nSamples]`. */
  readonly flags: Int32Array;
}

/** Samples from one spike to the next: five minutes at a sample a second. */
const EVERY = 300;

/**
 * What detectors that look at nothing would flag: a spike every 300 samples, as many samples at random as there are of attacks, all.
 * A figure that pays one of them proves nothing.
 *
 * @throws {RangeError} if there are no labels, one is neither 0 nor 1, or the seed is no integer.
 */
export function blindFlags(labels: ArrayLike<number>, seed: number = 0): BlindFlags[] {
  checkLabels(labels);
  const n = labels.length;
  const nAttacks = Array.prototype.filter.call(labels, (label) => label === 1).length;
  const random = new Int32Array(n);
  for (const index of createRandom(seed).sample(n, nAttacks)) random[index] = 1;
  return [
    { name: `blind: a spike every ${EVERY}`, flags: blindSpikes(n, EVERY) },
    { name: 'blind: at random', flags: random },
    { name: 'blind: always on', flags: new Int32Array(n).fill(1) },
  ];
}

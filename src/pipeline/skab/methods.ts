import { DETECTOR_METHODS } from './detector-methods';
import { driftMethods } from './drift-methods';
import type { SkabMethod } from './method';
import type { NormalStretches } from './normal-stretches';

/** All methods that learn, in the order of the table: the library's detectors, then this project's own. */
export function skabMethods(stretches: NormalStretches): SkabMethod[] {
  return [...DETECTOR_METHODS, ...driftMethods(stretches)];
}

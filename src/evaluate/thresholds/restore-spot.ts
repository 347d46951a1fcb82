import { driftSpotFrom } from './drift-spot';
import { type Spot, spotFrom } from './spot';
import { checkSpotState } from './spot-state';

/**
 * The threshold of `spot` or `driftSpot` from its `state()`, also after `JSON.stringify` and back: it goes on to the bit.
 *
 * @param from where it was read from, named in errors. Default `state`.
 * @throws {Error} naming the first field that is not as `state()` gives it.
 */
export function restoreSpot(state: unknown, from: string = 'state'): Spot {
  const checked = checkSpotState(state, from);
  return checked.name === 'spot' ? spotFrom(checked) : driftSpotFrom(checked);
}

import { restoreHalfSpaceTrees } from './half-space-trees';
import type { OnlineDetector } from './online-detector';
import { restoreRunningQuantiles } from './running-quantiles';

const RESTORERS: Readonly<Record<string, (state: unknown, from: string) => OnlineDetector>> = {
  halfSpaceTrees: restoreHalfSpaceTrees,
  runningQuantiles: restoreRunningQuantiles,
};

/**
 * An online detector from its `state()`, also after `JSON.stringify` and back: it scores and learns on, to the bit.
 *
 * @param state as `state()` gives it; it is checked.
 * @param from where it was read from, named in errors. Default `state`.
 * @throws {Error} naming the first field that is not as `state()` gives it.
 */
export function restoreOnlineDetector(state: unknown, from: string = 'state'): OnlineDetector {
  const name = (state as { name?: unknown } | null | undefined)?.name;
  if (typeof name !== 'string' || !Object.hasOwn(RESTORERS, name)) {
    const known = Object.keys(RESTORERS).join(', ');
    throw new Error(`${from}: name must be one of ${known}, got ${name}`);
  }
  return RESTORERS[name](state, from);
}

import { checkInteger, checkOptionNames } from '../../check-options';
import { checkFinite, checkScores } from '../../metrics/check';
import type { PotOptions } from './pot';
import { firstSpotState, type Spot, spotFrom } from './spot';
import type { DriftSpotState } from './spot-state';

/** How far into the tail a threshold lies, and how fast it follows. */
export interface DriftSpotOptions extends PotOptions {
  /** Scores whose mean is taken off, from 1 to a million. Default 450, as in section 5 of the paper. */
  readonly depth?: number;
}

/**
 * Streaming peaks over threshold of scores that drift: `spot` of each score less the mean of those before it.
 *
 * Suits scores whose level moves and whose spread stays. A level that moves by more than the threshold at once is
 * flagged for ever: flagged scores do not move the mean. Where nothing drifts it is less sure than `spot`, as the mean of
 * `depth` scores is a little random; and slow attacks drift along.
 *
 * Memory: that of `spot`, and 8 bytes a score of the mean.
 * Source: Siffer et al. 2017, Anomaly detection in streams with extreme value theory, section 4.4, algorithm 3 (DSPOT).
 *
 * @param firstScores - Scores to begin with, in order of time; none is flagged. The first `depth` of them only give the mean.
 * @throws {RangeError} as `potThreshold` of the scores after the first `depth`, or if there are none.
 */
export function driftSpot(firstScores: ArrayLike<number>, options: DriftSpotOptions = {}): Spot {
  checkOptionNames(options, ['risk', 'level', 'depth']);
  const { depth = 450, ...pot } = options;
  checkInteger('depth', depth, 1, 1_000_000);
  checkScores(firstScores);
  if (firstScores.length <= depth) {
    throw new RangeError(
      `scores must be more than the depth of ${depth}, got ${firstScores.length}`,
    );
  }
  const level = createLevel(
    Array.from({ length: depth }, (_, i) => firstScores[i]),
    0,
  );
  const distances = new Float64Array(firstScores.length - depth);
  for (let i = 0; i < distances.length; i++) {
    distances[i] = firstScores[i + depth] - level.mean;
    level.add(firstScores[i + depth]);
  }
  return driftSpotFrom({
    name: 'driftSpot',
    version: 1,
    ...level.state(),
    spot: firstSpotState(distances, pot),
  });
}

/** A threshold that goes on where a state ends. */
export function driftSpotFrom(state: DriftSpotState): Spot {
  const { name, version } = state;
  const level = createLevel(state.recent, state.next, state.mean);
  const distances = spotFrom(state.spot);
  return {
    get threshold() {
      return level.mean + distances.threshold;
    },
    update: (score) => {
      if (!Number.isFinite(score)) throw new RangeError(`score must be finite, got ${score}`);
      if (distances.update(checkFinite(score - level.mean, 'distance from the mean'))) return true;
      level.add(score);
      return false;
    },
    state: () => ({
      name,
      version,
      ...level.state(),
      spot: distances.state() as DriftSpotState['spot'],
    }),
  };
}

/** The mean of the last scores; it is taken anew each time round, so that rounding does not add up. */
function createLevel(recent: readonly number[], first: number, known?: number) {
  const scores = Float64Array.from(recent);
  const n = scores.length;
  const meanOfAll = () => scores.reduce((mean, score) => mean + score / n, 0);
  let next = first;
  let mean = known ?? meanOfAll();
  return {
    get mean() {
      return mean;
    },
    add: (score: number) => {
      mean += score / n - scores[next] / n; // a difference of both may overflow
      scores[next] = score;
      next = (next + 1) % n;
      if (next === 0) mean = meanOfAll();
    },
    state: () => ({ recent: Array.from(scores), next, mean }),
  };
}

import { checkScores } from '../../metrics/check';
import { fitGeneralizedPareto } from './generalized-pareto';
import { checkPotOptions, type PotOptions, tailOf, tailQuantile } from './pot';
import type { PlainSpotState, SpotState } from './spot-state';

/** A threshold that follows a stream of scores. */
export interface Spot {
  /** The threshold after the scores so far. */
  readonly threshold: number;
  /**
   * Takes the next score.
   *
   * @returns whether it is flagged: at least the threshold before it.
   * @throws {RangeError} if the score is not finite.
   */
  update(score: number): boolean;
  /** All that is known, for `restoreSpot`, which goes on to the bit. */
  state(): SpotState;
}

/** The fit is renewed when the excesses have grown by this share, or by one where they are few. */
const GROWTH = 0.01;
/** Excesses that are kept, unless there were more among the first scores. */
const MAX_EXCESSES = 10_000;

/**
 * Streaming peaks over threshold: flags extreme scores and learns the tail from the rest.
 *
 * Assumes a stream without drift (see `driftSpot`) whose first scores are normal and enough to fit `potThreshold`.
 * Flagged scores teach it nothing, others above the start of the tail do; the tail that it sees is
 * thus cut off at the threshold, and it flags more than `risk`. Of 300,000 standard normal scores after 2,000 first
 * ones it flagged, over ten seeds, 2.5 to 5.0 times as many at a risk of 1e-3 and 1.3 to 12 times at 1e-4; after
 * 10,000 first ones 1.9 to 2.6 times and 1.2 to 4.0 times.
 *
 * Up to 100 excesses the fit is renewed at each, as published; beyond, once they have grown by 1 %,
 * so that the work grows with the length of the stream and not with its square.
 *
 * Memory: 8 bytes for each of at most 10,000 excesses, or twice those among the first scores. Whenever there is no more room,
 * every second one goes, and of later ones as many less are kept: an even sample of all, which the tail is fitted to. The newest would not do: each
 * has been cut off at a threshold that was itself too low, lower and lower.
 *
 * Source: Siffer et al. 2017, Anomaly detection in streams with extreme value theory, algorithm 2.
 *
 * @param firstScores - Scores to begin with; none is flagged.
 * @throws {RangeError} as `potThreshold`.
 * @example
 * const stream = spot(validationScores, { risk: 1e-4 });
 * const flags = scores.map((score) => stream.update(score));
 */
export function spot(firstScores: ArrayLike<number>, options: PotOptions = {}): Spot {
  return spotFrom(firstSpotState(firstScores, options));
}

/** What is known after the first scores. */
export function firstSpotState(
  firstScores: ArrayLike<number>,
  options: PotOptions,
): PlainSpotState {
  const params = checkPotOptions(options);
  checkScores(firstScores);
  const { start, excesses } = tailOf(firstScores, params.level);
  const tail = fitGeneralizedPareto(excesses);
  const [nExcesses, nScores] = [excesses.length, firstScores.length];
  return {
    name: 'spot',
    version: 1,
    params,
    start,
    excesses: Array.from(excesses),
    every: 1,
    room: Math.max(MAX_EXCESSES, 2 * nExcesses),
    nExcesses,
    nScores,
    tail,
    nFitted: nExcesses,
    threshold: tailQuantile(start, tail, (params.risk * nScores) / nExcesses),
  };
}

/** A threshold that goes on where a state ends. */
export function spotFrom(state: PlainSpotState): Spot {
  const { name, version, params, start } = state;
  const excesses = createEvenSample(state);
  let { nExcesses, nScores, tail, nFitted, threshold } = state;
  const learn = (excess: number) => {
    nExcesses++;
    if (nExcesses % excesses.every === 0) excesses.add(excess);
    if (nExcesses - nFitted < nFitted * GROWTH) return;
    tail = fitGeneralizedPareto(excesses.kept);
    nFitted = nExcesses;
  };
  return {
    get threshold() {
      return threshold;
    },
    update: (score) => {
      if (!Number.isFinite(score)) throw new RangeError(`score must be finite, got ${score}`);
      if (score >= threshold) return true;
      nScores++;
      if (score > start) {
        learn(score - start);
        threshold = tailQuantile(start, tail, (params.risk * nScores) / nExcesses);
      }
      return false;
    },
    state: () => {
      const kept = { excesses: Array.from(excesses.kept), every: excesses.every, room: state.room };
      const seen = { nExcesses, nScores, tail, nFitted, threshold };
      return { name, version, params, start, ...kept, ...seen };
    },
  };
}

/** Excesses of which all, every second, every fourth and so on are kept, as there is room. */
function createEvenSample(state: PlainSpotState) {
  let values = Float64Array.from(state.excesses);
  let { every } = state;
  let count = values.length;
  const makeRoom = () => {
    if (count < state.room) {
      const more = new Float64Array(Math.min(2 * count, state.room));
      more.set(values);
      values = more;
      return;
    }
    count = Math.floor(count / 2);
    for (let i = 0; i < count; i++) values[i] = values[2 * i + 1];
    every *= 2;
  };
  return {
    /** Of how many excesses one is to be added. */
    get every() {
      return every;
    },
    get kept() {
      return values.subarray(0, count);
    },
    add: (value: number) => {
      if (count === values.length) makeRoom();
      values[count++] = value;
    },
  };
}

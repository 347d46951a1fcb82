import { checkOptionNames, checkShare } from '../../check-options';
import { keptOverlaps } from './etapr-overlaps';
import { eventsOfBoth, type SeriesEvent } from './events';
import { harmonicMean } from './series-scores';

/** When an event counts as detected, and a run of flags as correct. */
export interface EtaprOptions {
  /** θp, in [0, 1]: the share of a run of flags that must lie on detected events. Default 0.5. */
  readonly thetaP?: number;
  /** θr, in [0, 1]: the share of an event that correct runs of flags must cover. Default 0.1. */
  readonly thetaR?: number;
  /** δ, in [0, 1]: how long after an event flags still count in part, as a share of its length. Default 0. */
  readonly delta?: number;
}

/** Enhanced time-series aware precision and recall, each in [0, 1]. */
export interface Etapr {
  /** Precision over runs of flags, a run weighing the square root of its length; 0 where there are none. */
  readonly eTaP: number;
  /** Recall over events, each weighing the same. */
  readonly eTaR: number;
  /** Harmonic mean of both; 0 where both are. */
  readonly f1: number;
  /** The events that were detected. */
  readonly detected: SeriesEvent[];
  /** The runs of flags that are correct. */
  readonly correct: SeriesEvent[];
}

/**
 * eTaPR: precision and recall of a series that pay for detecting an event and for covering it.
 *
 * An event is detected only where correct flags cover enough of it, and a run of flags is correct
 * only where enough of it lies on detected events; what fails either is struck out until nothing
 * changes. So spikes at random and one long alarm both get nothing. Linear in the samples.
 *
 * A θ of 0 asks for any overlap at all; elsewhere the values are those of the authors' package, but
 * for a sample after one event that begins the next: it counts once.
 *
 * Source: Hwang, Yun, Kim and Min 2022, Do you know existing accuracy metrics overrate time-series
 * anomaly detections?, and their package eTaPR.
 *
 * @throws {RangeError} if lengths differ, a value is neither 0 nor 1, no label is 1, or an option is
 * not in [0, 1].
 * @example
 * etapr([0, 1, 1, 1, 1, 0], [0, 0, 1, 1, 0, 0]).eTaR; // 0.75
 */
export function etapr(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  options: EtaprOptions = {},
): Etapr {
  checkOptionNames(options, ['thetaP', 'thetaR', 'delta']);
  const { thetaP = 0.5, thetaR = 0.1, delta = 0 } = options;
  for (const [name, value] of Object.entries({ thetaP, thetaR, delta })) checkShare(name, value);
  const { actual, flagged } = eventsOfBoth(labels, predictions);
  const kept = keptOverlaps(actual, flagged, { thetaP, thetaR, delta });
  const eTaR = meanScore(kept.ofEvents, () => 1);
  const eTaP = meanScore(kept.ofFlags, (j) => Math.sqrt(flagged[j].end - flagged[j].start));
  return {
    eTaP,
    eTaR,
    f1: harmonicMean(eTaP, eTaR),
    detected: actual.filter((_, i) => kept.ofEvents[i] > 0),
    correct: flagged.filter((_, j) => kept.ofFlags[j] > 0),
  };
}

/** Half for being kept, half for the share covered. */
function meanScore(shares: Float64Array, weightOf: (i: number) => number): number {
  let total = 0;
  let sum = 0;
  for (let i = 0; i < shares.length; i++) {
    const weight = weightOf(i);
    total += weight;
    if (shares[i] > 0) sum += (weight * (1 + Math.min(shares[i], 1))) / 2;
  }
  return total === 0 ? 0 : sum / total;
}

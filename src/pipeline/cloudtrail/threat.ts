import { CLOUDTRAIL_CLASSES, type CloudTrailClass } from '../../data/cloudtrail/event';

/** How urgent a risk score is: `low` below 0.3, `medium` below 0.7, then `high`. Source: seed 003, "Risk Scoring System". */
export type RiskBand = 'low' | 'medium' | 'high';

/** What an event is taken for, given its principal's events before. */
export interface Threat {
  /** `Normal` where the risk score is below the threshold, else the most probable attacking class. */
  readonly threatType: CloudTrailClass;
  /** Calibrated probability of that class, [0, 1]. */
  readonly confidence: number;
  /** Calibrated probability of any attack, [0, 1]: the share of events with this score that are attacks. */
  readonly riskScore: number;
  readonly riskBand: RiskBand;
}

/**
 * The band of a risk score.
 *
 * @throws {RangeError} if it is not in [0, 1].
 */
export function riskBandOf(riskScore: number): RiskBand {
  if (!(riskScore >= 0 && riskScore <= 1)) {
    throw new RangeError(`riskScore must be in [0, 1], got ${riskScore}`);
  }
  if (riskScore < 0.3) return 'low';
  return riskScore < 0.7 ? 'medium' : 'high';
}

/** A threat from the probabilities of the classes, in their order. */
export function threatOf(probabilities: ArrayLike<number>, threshold: number): Threat {
  const riskScore = Math.min(Math.max(1 - probabilities[0], 0), 1);
  const taken = riskScore >= threshold ? likeliestAttack(probabilities) : 0;
  return {
    threatType: CLOUDTRAIL_CLASSES[taken],
    confidence: probabilities[taken],
    riskScore,
    riskBand: riskBandOf(riskScore),
  };
}

/** The most probable class but `Normal`. */
export function likeliestAttack(probabilities: ArrayLike<number>): number {
  let best = 1;
  for (let c = 2; c < probabilities.length; c++) {
    if (probabilities[c] > probabilities[best]) best = c;
  }
  return best;
}

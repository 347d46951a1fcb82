import { type CalibrationCurve, calibrationCurve } from '../../metrics/calibration-curve';
import { brierScore } from '../../metrics/probability-loss';
import type { FittedIamThreatLstm } from './fitted-threat-lstm';
import { calibrate, calibrationError } from './temperature';
import { indexAtTime, type ThreatRows } from './threat-rows';

/** Whether probabilities of an attack come true. */
export interface ThreatReliability {
  /** `network`: its own, classes weighing the same; `shares`: brought back to their shares; `temperature`: and tempered. */
  readonly name: 'network' | 'shares' | 'temperature';
  /** Expected calibration error, as `calibrationError` of the model's metadata. */
  readonly error: number;
  /** 0 is best. */
  readonly brierScore: number;
  /** Ten bins of as many events each. */
  readonly curve: CalibrationCurve;
}

/**
 * Whether the risk scores of events mean what they say, before and after each step of the calibration.
 *
 * @param rows by time, with the events before those that are judged.
 * @param from first moment that is judged, epoch ms.
 * @throws {RangeError} if there is no event from then on.
 */
export async function threatReliability(
  { probabilities, state: { calibration } }: FittedIamThreatLstm,
  rows: ThreatRows,
  from: number,
): Promise<ThreatReliability[]> {
  const { principals, features, labels } = rows;
  const first = indexAtTime(rows, from);
  if (first === labels.length) {
    throw new RangeError(`events must come at or after ${new Date(from).toISOString()}, got none`);
  }
  const tempered = await probabilities(features, principals, first);
  const { weights, temperature } = calibration;
  const inverse = weights.map((weight) => weight ** (-1 / temperature));
  const network = calibrate(tempered, { weights: inverse, temperature: 1 / temperature });
  const shares = calibrate(network, { weights, temperature: 1 });
  const judged = labels.slice(first);
  const isAttack = judged.map((label) => (label > 0 ? 1 : 0));
  return Object.entries({ network, shares, temperature: tempered }).map(([name, matrix]) => {
    const risks = Float64Array.from(judged, (_, i) =>
      Math.min(Math.max(1 - matrix.data[i * matrix.nFeatures], 0), 1),
    );
    return {
      name: name as ThreatReliability['name'],
      error: calibrationError(matrix, judged),
      brierScore: brierScore(isAttack, risks),
      curve: calibrationCurve(isAttack, risks, { nBins: 10, strategy: 'quantile' }),
    };
  });
}

import { pValueAmong } from '../../evaluate/thresholds/conformal';
import type { TopContribution } from '../../explain/top-contributions';
import type { FittedPipeline } from '../../pipeline/fitted-pipeline';
import { reasonsOf } from '../../pipeline/reasons';
import type { ScoredRows } from '../models/score-samples';
import type { ServedModel } from '../models/served-model';
import { problem } from '../problem';
import type { Verdict } from '../scored-feed';

/** What a model says of a score. */
export function verdictOf({ calibration, pipeline }: ServedModel, score: number): Verdict {
  const isAnomaly = score >= pipeline.threshold;
  return {
    score,
    pValue: pValueAmong(calibration, score),
    label: isAnomaly ? 1 : 0,
    prediction: isAnomaly ? 'anomaly' : 'normal',
  };
}

/**
 * Why events score as they do, those columns first that speak most for an anomaly.
 *
 * @throws {Problem} 400 if the model can give no reasons.
 */
export async function explainRows(
  { pipeline }: ServedModel,
  rows: ScoredRows['rows'],
  nTop?: number,
): Promise<readonly (readonly TopContribution[])[]> {
  const { windows, typical } = pipeline.state;
  if (windows) throw problem(400, 'must be of a model that takes events one by one', 'reasons');
  if (!typical) {
    throw problem(
      400,
      'must be of a model with a typical row; this one must be fitted again',
      'reasons',
    );
  }
  return reasonsOf(pipeline as FittedPipeline, rows, nTop === undefined ? {} : { nTop });
}

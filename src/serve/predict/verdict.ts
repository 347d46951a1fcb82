import { pValueAmong } from '../../evaluate/thresholds/conformal';
import type { TopContribution } from '../../explain/top-contributions';
import { type Matrix, takeRows } from '../../matrix';
import type { FittedPipeline } from '../../pipeline/fitted-pipeline';
import { type ReasonsOptions, reasonsOfSamples } from '../../pipeline/reasons';
import type { ScoredRows } from '../models/score-samples';
import type { ServedModel } from '../models/served-model';
import { problem } from '../problem';
import type { Verdict } from '../scored-feed';

/** What a model says of a score. */
export function verdictOf(
  { calibration, pipeline }: ServedModel,
  score: number,
  reasons?: readonly TopContribution[],
): Verdict {
  const isAnomaly = score >= pipeline.threshold;
  return {
    score,
    pValue: pValueAmong(calibration, score),
    label: isAnomaly ? 1 : 0,
    prediction: isAnomaly ? 'anomaly' : 'normal',
    ...(reasons && { reasons }),
  };
}

/**
 * Why events score as they do, those columns first that speak most for an anomaly.
 *
 * @param places of the events that are asked for. Default: all.
 * @returns what lists the reasons of one that is asked for, by its number among them.
 * @throws {Problem} 400 if the model can give no reasons.
 */
export async function explainRows(
  { pipeline }: ServedModel,
  { rows, samples }: Pick<ScoredRows, 'rows' | 'samples'>,
  options: ReasonsOptions = {},
  places?: readonly number[],
): Promise<(index: number) => readonly TopContribution[]> {
  const { windows, typical } = pipeline.state;
  if (windows) throw problem(400, 'must be of a model that takes events one by one', 'reasons');
  if (!typical) {
    throw problem(
      400,
      'must be of a model with a typical row; this one must be fitted again',
      'reasons',
    );
  }
  if (places?.length === 0) return () => [];
  const asked = places ? places.map((i) => rows[i]) : rows;
  const seen = places ? takeRows(samples as Matrix, places) : (samples as Matrix);
  return reasonsOfSamples(pipeline as FittedPipeline, asked, seen, options);
}

import { CLOUDTRAIL_FEATURES } from '../../features/cloudtrail/feature-table';
import type { CloudTrailRows } from './rows';

/** New for the principal, the most surprising first; 0 where it is not new. */
export function newCallScores({ features }: CloudTrailRows): Float64Array {
  const [isNew, surprise] = [columnOf(features, 'newCall'), columnOf(features, 'callSurprise')];
  return isNew.map((value, i) => value * (1 + surprise[i]));
}

/** How many of three hold: a new call, an error, a write; among as many the most surprising call first. */
export function noveltyScores({ features, events }: CloudTrailRows): Float64Array {
  const [isNew, isWrite, surprise] = (['newCall', 'isWrite', 'callSurprise'] as const).map((name) =>
    columnOf(features, name),
  );
  return isNew.map((value, i) => {
    const isError = events[i].errorCode === '' ? 0 : 1;
    return value + isError + isWrite[i] + surprise[i] / 1000;
  });
}

function columnOf(
  { data, nSamples, nFeatures }: CloudTrailRows['features'],
  name: (typeof CLOUDTRAIL_FEATURES)[number]['name'],
): Float64Array {
  const column = CLOUDTRAIL_FEATURES.findIndex((feature) => feature.name === name);
  return Float64Array.from({ length: nSamples }, (_, i) => data[i * nFeatures + column]);
}

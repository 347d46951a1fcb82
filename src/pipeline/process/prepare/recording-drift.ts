import { checkInteger, checkNumber, checkOptionNames } from '../../../check-options';
import type { ProcessRecording } from '../../../data/process/recording';
import { compareColumn } from '../../../evaluate/drift/compare-column';
import {
  DRIFT_OPTIONS,
  type DriftOptions,
  driftSettings,
  type FeatureDrift,
  withSignificance,
} from '../../../evaluate/drift/feature-drift';
import { checkSamePoints } from '../../../features/process-recordings';

/** How normal operation is compared. */
export interface RecordingDriftOptions extends DriftOptions {
  /** One sample in so many is looked at: those between are nearly the same. Default 60. */
  readonly every?: number;
  /** Samples of so many hours change sides together. Default 24. */
  readonly blockHours?: number;
}

/**
 * How far the normal operation of some recordings is from that of others, point by point: of both only samples that are not labelled as anomalies.
 *
 * Samples of a process follow each other slowly, so `psiByChance` is what comes when whole blocks of hours change sides. `pValue` and
 * `isSignificant` take samples for independent and are far too small here: go by `psi` against `psiByChance`, and expect one point in 20 above it
 * without any drift.
 *
 * @returns a row a point, in their order; `driftPlot` draws them.
 * @throws {RangeError} if points differ, a side has no normal sample, or an option is unknown or out of range.
 */
export function recordingDrift(
  reference: ProcessRecording | readonly ProcessRecording[],
  current: ProcessRecording | readonly ProcessRecording[],
  options: RecordingDriftOptions = {},
): FeatureDrift[] {
  checkOptionNames(options, ['every', 'blockHours', ...DRIFT_OPTIONS]);
  const { every = 60, blockHours = 24, ...others } = options;
  checkInteger('every', every, 1);
  checkNumber('blockHours', blockHours, 0, Infinity, '()');
  const settings = driftSettings(others);
  const sides = [checkSamePoints(reference), checkSamePoints(current)];
  checkSamePoints([sides[0][0], sides[1][0]]);
  const normal = sides.map((side) => side.map((recording) => normalSamples(recording, every)));
  for (const [i, side] of normal.entries()) {
    if (side.every((samples) => samples.length === 0)) {
      const name = i === 0 ? 'reference' : 'current';
      throw new RangeError(`${name} must have a sample of normal operation, got none`);
    }
  }
  const blocks = sides.flatMap((side, i) => blocksOf(side, normal[i], blockHours, i));
  const { points } = sides[0][0];
  const rows = points.map((feature, j) => {
    const [before, after] = sides.map((side, i) => valuesOf(side, normal[i], j));
    return { feature, ...compareColumn(feature, before, after, settings, blocks) };
  });
  return withSignificance(rows, settings.falseDiscoveryRate);
}

function normalSamples({ labels, times }: ProcessRecording, every: number): number[] {
  const indices: number[] = [];
  for (let i = 0; i < times.length; i += every) if (!labels || labels[i] === 0) indices.push(i);
  return indices;
}

/** Blocks of hours; those of the sides are apart, also where their times meet. */
function blocksOf(
  recordings: readonly ProcessRecording[],
  samples: readonly (readonly number[])[],
  hours: number,
  side: number,
): number[] {
  const length = hours * 3_600_000;
  return recordings.flatMap(({ times }, i) =>
    samples[i].map((sample) => 2 * Math.floor(times[sample] / length) + side),
  );
}

function valuesOf(
  recordings: readonly ProcessRecording[],
  samples: readonly (readonly number[])[],
  j: number,
): number[] {
  return recordings.flatMap(({ samples: { data, nFeatures } }, i) =>
    samples[i].map((sample) => data[sample * nFeatures + j]),
  );
}

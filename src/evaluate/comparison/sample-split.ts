import { checkNumber, checkOptionNames } from '../../check-options';
import { stratifiedSplit } from '../../data/split';
import { applyScaler, fitScaler, type ScalerKind } from '../../features/scale';
import { type Matrix, takeRows } from '../../matrix';
import { checkLabels } from '../../metrics/check';

/** A data set to compare detectors on. */
export interface LabelledSet {
  readonly name: string;
  readonly samples: Matrix;
  /** 1 is an anomaly, shape `[nSamples]`. */
  readonly labels: ArrayLike<number>;
}

/** What a detector is fitted on and what it is judged on, as it gets them. */
export interface SampleSplit {
  readonly train: Matrix;
  readonly test: Matrix;
  /** Of both classes, shape `[nTest]`. */
  readonly testLabels: ArrayLike<number>;
}

/** Splits a set, in the same way each time for a seed. */
export type Splitter<DataSet> = (set: DataSet, seed: number) => SampleSplit | Promise<SampleSplit>;

/** How a set is split at random. */
export interface RandomSplitOptions {
  /** Share of the samples that test, in (0, 1). Default 0.3. */
  readonly test?: number;
  /** Fitted on the training samples. Default `minmax`. */
  readonly scaler?: ScalerKind | 'none';
  /** `normal` leaves anomalies out of training, which only labels can. Default `all`. */
  readonly trainOn?: 'all' | 'normal';
}

/**
 * Splits at random, both classes alike, and scales by the training samples.
 *
 * Assumes independent samples; series and entities need a splitter of their own. Samples that the
 * set holds twice may be on both sides.
 *
 * @returns a splitter, which throws a RangeError where labels are not 0 or 1, their number is not the
 * samples', or a part would be empty.
 * @throws {RangeError} if an option is unknown or out of its range.
 */
export function randomSplit(options: RandomSplitOptions = {}): Splitter<LabelledSet> {
  checkOptionNames(options, ['test', 'scaler', 'trainOn']);
  const { test = 0.3, scaler = 'minmax', trainOn = 'all' } = options;
  checkNumber('test', test, 0, 1, '()');
  if (!['minmax', 'standard', 'robust', 'none'].includes(scaler)) {
    throw new RangeError(`scaler must be minmax, standard, robust or none, got ${scaler}`);
  }
  if (trainOn !== 'all' && trainOn !== 'normal') {
    throw new RangeError(`trainOn must be all or normal, got ${trainOn}`);
  }
  return ({ samples, labels }, seed) => {
    checkLabels(labels);
    if (labels.length !== samples.nSamples) {
      throw new RangeError(`labels must be ${samples.nSamples} as samples, got ${labels.length}`);
    }
    const rows = stratifiedSplit(labels, { test, seed });
    const trainRows =
      trainOn === 'all' ? rows.train : rows.train.filter((row) => labels[row] === 0);
    const sides = [trainRows, rows.test].map((side) => takeRows(samples, side));
    const [train, tested] = scaler === 'none' ? sides : scaleBoth(scaler, sides[0], sides[1]);
    return { train, test: tested, testLabels: rows.test.map((row) => labels[row]) };
  };
}

function scaleBoth(kind: ScalerKind, train: Matrix, test: Matrix): Matrix[] {
  const state = fitScaler(train, kind);
  return [applyScaler(state, train), applyScaler(state, test)];
}

import { checkInteger, checkLevel, checkOptionNames } from '../../check-options';
import { quantileOfSorted } from '../../features/quantile';
import { createRandom } from '../../random';
import type { BootstrapOptions } from './draw-interval';
import { createResampler } from './resampler';
import { checkLabelledScores, type ScoreCounts, scoreCounter } from './score-counts';

/** How far a curve would move with other samples, at each position by itself. */
export interface CurveBand {
  /** Ascending positions on the horizontal axis, shape `[nPoints]`. */
  readonly positions: ArrayLike<number>;
  /** Shape `[nPoints]`. */
  readonly lower: ArrayLike<number>;
  /** Shape `[nPoints]`. */
  readonly upper: ArrayLike<number>;
  /** Share of the resampled curves that lie inside at a position, (0, 1). */
  readonly level: number;
}

/** How a band is drawn: as `bootstrapInterval`, by percentiles. */
export type BandOptions = Omit<BootstrapOptions, 'method'>;

/** Writes a curve's heights at `POSITIONS`. */
type ReadCurve = (counts: ScoreCounts, heights: Float64Array) => void;

const POSITIONS = Float64Array.from({ length: 201 }, (_, i) => i / 200);

/**
 * How far a ROC curve would move with other samples: bootstrap intervals of the true positive rate at
 * each of 201 false positive rates.
 *
 * Each interval holds by itself; a whole curve leaves the band somewhere more often. What
 * `bootstrapInterval` says of few anomalies and of series holds here, too.
 * Source: Fawcett 2006, An introduction to ROC analysis, section 8.1 (vertical averaging).
 *
 * @returns `positions` are false positive rates, `lower` and `upper` true positive rates.
 * @throws {RangeError} as `bootstrapInterval`.
 * @example
 * rocPlot([{ name: 'forest', curve: rocCurve(labels, scores), band: rocBand(labels, scores) }]);
 */
export function rocBand(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: BandOptions = {},
): CurveBand {
  return bandOf(labels, scores, truePositiveRates, options);
}

/**
 * How far a precision-recall curve would move with other samples: bootstrap intervals of the precision
 * at each of 201 recalls.
 *
 * The precision at a recall is that of the highest threshold which reaches it, as `precisionRecallPlot`
 * draws it. Otherwise as `rocBand`.
 *
 * @returns `positions` are recalls, `lower` and `upper` precisions.
 * @throws {RangeError} as `bootstrapInterval`.
 */
export function precisionRecallBand(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: BandOptions = {},
): CurveBand {
  return bandOf(labels, scores, precisions, options);
}

function bandOf(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  read: ReadCurve,
  options: BandOptions,
): CurveBand {
  const { nResamples, level, seed } = settle(options);
  checkLabelledScores(labels, scores);
  const counter = scoreCounter(labels, scores);
  const draw = createResampler(labels, options, createRandom(seed));
  const drawn = Array.from(POSITIONS, () => new Float64Array(nResamples));
  const heights = new Float64Array(POSITIONS.length);
  for (let i = 0; i < nResamples; i++) {
    read(counter.countsOf(draw()), heights);
    for (let g = 0; g < heights.length; g++) drawn[g][i] = heights[g];
  }
  for (const values of drawn) values.sort();
  const at = (share: number) =>
    Float64Array.from(drawn, (values) => quantileOfSorted(values, share));
  const [lower, upper] = [at((1 - level) / 2), at((1 + level) / 2)];
  return { positions: POSITIONS.slice(), lower, upper, level };
}

function settle(options: BandOptions) {
  checkOptionNames(options, ['nResamples', 'level', 'seed', 'stratified', 'blockLength']);
  const { nResamples = 1000, level = 0.95, seed = 0 } = options;
  checkInteger('nResamples', nResamples, 1);
  checkLevel(level);
  return { nResamples, level, seed };
}

/** On straight lines between the curve's points; the highest where the curve is upright. */
function truePositiveRates({ normals, anomalies }: ScoreCounts, heights: Float64Array): void {
  const [nNormal, nAnomalies] = [sumOf(normals), sumOf(anomalies)];
  let [nFalse, nFound, position] = [0, 0, 0];
  for (let rank = normals.length - 1; rank >= 0; rank--) {
    const [x, y] = [nFalse / nNormal, nFound / nAnomalies];
    nFalse += normals[rank];
    nFound += anomalies[rank];
    const [width, height] = [nFalse / nNormal - x, nFound / nAnomalies - y];
    for (; POSITIONS[position] < nFalse / nNormal; position++) {
      heights[position] = y + (height * (POSITIONS[position] - x)) / width;
    }
  }
  heights.fill(1, position);
}

function precisions({ normals, anomalies }: ScoreCounts, heights: Float64Array): void {
  const nAnomalies = sumOf(anomalies);
  let [nFlagged, nFound, position] = [0, 0, 0];
  for (let rank = normals.length - 1; nFound < nAnomalies; rank--) {
    nFlagged += normals[rank] + anomalies[rank];
    nFound += anomalies[rank];
    if (nFlagged === 0) continue; // scores of this rank were not drawn
    // The first point that flags any, even if none is an anomaly, stands at recall 0.
    const recall = nFound / nAnomalies;
    for (; POSITIONS[position] <= recall; position++) heights[position] = nFound / nFlagged;
  }
}

function sumOf(counts: Int32Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

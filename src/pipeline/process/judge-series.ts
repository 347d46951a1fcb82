import { checkNumber } from '../../check-options';
import { precision, recall } from '../../metrics/binary';
import { averagePrecision } from '../../metrics/precision-recall';
import { rocAuc } from '../../metrics/roc';
import { affiliation } from '../../metrics/series/affiliation';
import { etapr } from '../../metrics/series/etapr';
import { eventScores } from '../../metrics/series/event-scores';
import { detectionDelay } from '../../metrics/series/per-event';
import { pointAdjustedF1 } from '../../metrics/series/point-adjusted';
import { harmonicMean } from '../../metrics/series/series-scores';
import { vus } from '../../metrics/series/vus';

/** What scores are worth, whatever the threshold. */
export interface SeriesScoreFigures {
  readonly rocAuc: number;
  readonly averagePrecision: number;
  /** With a window of 100 samples. */
  readonly vusRoc: number;
  readonly vusPr: number;
}

/** What flags are worth. */
export interface SeriesFlagFigures {
  /** Over single samples, as `recall` and `f1`. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Enhanced time-series aware precision and recall, with θp 0.5, θr 0.1, δ 0. */
  readonly eTaP: number;
  readonly eTaR: number;
  readonly eTaF1: number;
  readonly affiliationPrecision: number;
  readonly affiliationRecall: number;
  readonly affiliationF1: number;
  /** Attacks with at least one flagged sample. */
  readonly nFound: number;
  readonly nAttacks: number;
  /** From the start of an attack to its first flag, mean over those found; null where none was. */
  readonly delaySeconds: number | null;
  /** Runs of flags that touch no attack, an hour of normal operation. */
  readonly falseAlarmsPerHour: number;
  /** Worth nothing by itself: read it beside that of blind flags. */
  readonly pointAdjustedF1: number;
}

/**
 * Judges scores of a series by its labels.
 *
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, a class is missing, or a score is not finite.
 */
export function judgeSeriesScores(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
): SeriesScoreFigures {
  const volumes = vus(labels, scores);
  return {
    rocAuc: rocAuc(labels, scores),
    averagePrecision: averagePrecision(labels, scores),
    vusRoc: volumes.roc,
    vusPr: volumes.pr,
  };
}

/**
 * Judges flags on a series by its labels.
 *
 * @param stepSeconds from one sample to the next. Default 1.
 * @throws {RangeError} if lengths differ, a value is neither 0 nor 1, a class is missing among the labels, or the step is not above 0.
 */
export function judgeSeriesFlags(
  labels: ArrayLike<number>,
  flags: ArrayLike<number>,
  stepSeconds: number = 1,
): SeriesFlagFigures {
  checkNumber('stepSeconds', stepSeconds, 0, Infinity, '()');
  const timeAware = etapr(labels, flags);
  const nNormal = Array.prototype.filter.call(labels, (label) => label === 0).length;
  if (nNormal === 0) throw new RangeError('labels must hold both 0 and 1, got only 1');
  const [pointPrecision, pointRecall] = [precision(labels, flags), recall(labels, flags)];
  const near = affiliation(labels, flags);
  const events = eventScores(labels, flags);
  const { mean: delay, nDetected, delays } = detectionDelay(labels, flags);
  return {
    precision: pointPrecision,
    recall: pointRecall,
    f1: harmonicMean(pointPrecision, pointRecall),
    eTaP: timeAware.eTaP,
    eTaR: timeAware.eTaR,
    eTaF1: timeAware.f1,
    affiliationPrecision: near.precision,
    affiliationRecall: near.recall,
    affiliationF1: near.f1,
    nFound: nDetected,
    nAttacks: delays.length,
    delaySeconds: delay === null ? null : delay * stepSeconds,
    falseAlarmsPerHour: events.falseAlarms.length / ((nNormal * stepSeconds) / 3600),
    pointAdjustedF1: pointAdjustedF1(labels, flags).f1,
  };
}

import { checkOptionNames } from '../../check-options';
import { meanOf } from '../../features/mean';
import { createRandom } from '../../random';
import { f1 } from '../binary';
import { averagePrecision } from '../precision-recall';
import { rocAuc } from '../roc';
import { affiliation } from './affiliation';
import { blindSpikes, medianLength } from './blind';
import { etapr } from './etapr';
import { eventScores } from './event-scores';
import { eventsToFind } from './events';
import { nabScore } from './nab';
import { detectionDelay, perEventRecall } from './per-event';
import { pointAdjustedF1 } from './point-adjusted';
import { vus } from './vus';

/** Which blind detectors are scored. */
export interface AuditOptions {
  /** Samples from one blind spike to the next. Default: the median length of the events. */
  readonly every?: number;
  /** Of the random detector. Default 0. */
  readonly seed?: number;
  /** The widest buffer of `vus`, in samples. Default 100. */
  readonly window?: number;
}

/** What one metric gives detectors that look at nothing, and one that knows the labels. */
export interface MetricAudit {
  readonly metric: string;
  /** One spike every `every` samples. */
  readonly spikes: number | null;
  /** Random scores; as many samples flagged as are anomalies. */
  readonly random: number | null;
  /** Every sample flagged, all scores equal. */
  readonly alwaysOn: number | null;
  /** The labels themselves as scores and flags. */
  readonly perfect: number | null;
}

interface BlindDetector {
  readonly scores: ArrayLike<number>;
  readonly flags: ArrayLike<number>;
}

/**
 * Scores three blind detectors under every metric for series, on these labels: a metric that pays one
 * of them nearly what it pays a perfect detector can be fooled here, and proves nothing.
 *
 * @returns a row a metric, ready for `showTable`; the delay is in samples, lower being better, and null
 * where no event was found.
 * @throws {RangeError} if a label is not 0 or 1, a class is missing, or an option is out of range.
 * @example
 * auditMetrics(labels).find(({ metric }) => metric === 'event F1')?.alwaysOn; // 1
 */
export function auditMetrics(labels: ArrayLike<number>, options: AuditOptions = {}): MetricAudit[] {
  checkOptionNames(options, ['every', 'seed', 'window']);
  const every = options.every ?? medianLength(eventsToFind(labels));
  const spikes = blindSpikes(labels.length, every);
  const always = new Int32Array(labels.length).fill(1);
  const figures = [
    { scores: spikes, flags: spikes },
    randomDetector(labels, options.seed ?? 0),
    { scores: always, flags: always },
    { scores: labels, flags: labels },
  ].map((detector) => figuresOf(labels, detector, every, options.window ?? 100));
  const [ofSpikes, ofRandom, ofAlways, ofPerfect] = figures;
  return Object.keys(ofPerfect).map((metric) => ({
    metric,
    spikes: ofSpikes[metric],
    random: ofRandom[metric],
    alwaysOn: ofAlways[metric],
    perfect: ofPerfect[metric],
  }));
}

/** Every metric by name; NAB without probation, as there is nothing to learn. */
function figuresOf(
  labels: ArrayLike<number>,
  { scores, flags }: BlindDetector,
  every: number,
  window: number,
): Record<string, number | null> {
  const timeAware = etapr(labels, flags);
  const near = affiliation(labels, flags);
  const volumes = vus(labels, scores, { window });
  const recalls = perEventRecall(labels, flags).map(({ recall }) => recall);
  const nab = (profile: 'standard' | 'rewardLowFp' | 'rewardLowFn') =>
    nabScore(labels, flags, { profile, probation: 0 });
  return {
    'point F1': f1(labels, flags),
    'point-adjusted F1': pointAdjustedF1(labels, flags, { every }).f1,
    'event F1': eventScores(labels, flags).f1,
    'mean recall per event': meanOf(recalls),
    'detection delay': detectionDelay(labels, flags).mean,
    'eTaPR precision': timeAware.eTaP,
    'eTaPR recall': timeAware.eTaR,
    'eTaPR F1': timeAware.f1,
    'affiliation precision': near.precision,
    'affiliation recall': near.recall,
    'affiliation F1': near.f1,
    'NAB standard': nab('standard'),
    'NAB reward low FP': nab('rewardLowFp'),
    'NAB reward low FN': nab('rewardLowFn'),
    'ROC AUC': rocAuc(labels, scores),
    'average precision': averagePrecision(labels, scores),
    'VUS-ROC': volumes.roc,
    'VUS-PR': volumes.pr,
  };
}

function randomDetector(labels: ArrayLike<number>, seed: number): BlindDetector {
  const random = createRandom(seed);
  const scores = Float64Array.from(labels, () => random.uniform());
  const nAnomalies = Array.prototype.filter.call(labels, (label) => label === 1).length;
  const threshold = scores.slice().sort()[scores.length - nAnomalies];
  return { scores, flags: Int32Array.from(scores, (score) => (score >= threshold ? 1 : 0)) };
}

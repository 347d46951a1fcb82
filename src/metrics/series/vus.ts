import { checkInteger, checkOptionNames } from '../../check-options';
import { checkSameLength, checkScores } from '../check';
import { eventsToFind, type SeriesEvent } from './events';
import { type BufferSamples, bufferSamples, growingRegions, sumBuffer } from './vus-buffer';
import { type RankedScores, rankScores } from './vus-ranks';

/** How the volume is measured. */
export interface VusOptions {
  /** The widest buffer in samples, half of it on each side of an event; about one period of the series. Default 100. */
  readonly window?: number;
  /** Points of each curve, spread evenly over the ranked samples. Default 250. */
  readonly nThresholds?: number;
}

/** Volumes under the surfaces of range curves over all buffers, 0 to `window`. */
export interface Vus {
  /** Of the ROC curves. */
  readonly roc: number;
  /** Of the precision-recall curves. */
  readonly pr: number;
}

/**
 * VUS-ROC and VUS-PR: the mean area under range curves whose events have soft edges, from none to
 * `window` samples wide.
 *
 * Needs no threshold and forgives flags slightly early or late. Labels as scores get 1. It rewards chance where
 * events are shorter than the window, as any flag near them counts: random scores get about 0.94 of ROC and 0.22 of
 * precision-recall on 10,000 samples with 50 events of one sample, and still 0.61 and 0.07 with 5 events of 100
 * samples. What chance gets on the labels at hand `auditMetrics` tells. Time grows with samples × log(samples), and
 * with `window` times the samples near events.
 *
 * Source: Paparrizos et al. 2022, Volume under the surface; thresholds and the sum over steps as in
 * the authors' packages `vus` and `TSB-AD`.
 *
 * @returns each about in [0, 1]; higher is better.
 * @throws {RangeError} if lengths differ, a label is not 0 or 1, a class is missing, a score is not
 * finite, `window` is not an integer of at least 0, or `nThresholds` not one of at least 2.
 * @example
 * vus([0, 0, 1, 0], [0, 0.1, 0.9, 0.2], { window: 0 }).roc; // 1
 */
export function vus(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: VusOptions = {},
): Vus {
  checkOptionNames(options, ['window', 'nThresholds']);
  const { window = 100, nThresholds = 250 } = options;
  checkInteger('window', window, 0);
  checkInteger('nThresholds', nThresholds, 2);
  const events = eventsToFind(labels);
  checkSameLength(labels, scores, 'scores');
  checkScores(scores);
  if (events[0].end - events[0].start === labels.length) {
    throw new RangeError('labels must hold both 0 and 1, got only 1');
  }
  const ranked = rankScores(scores, nThresholds);
  const buffer = bufferSamples(events, labels.length, Math.floor(window / 2));
  const curve = rangeCurves(events, ranked, buffer);
  let roc = 0;
  let pr = 0;
  for (let width = 0; width <= window; width++) {
    const areas = curve(width);
    roc += areas.roc;
    pr += areas.pr;
  }
  return { roc: roc / (window + 1), pr: pr / (window + 1) };
}

/**
 * The areas under the range curves of one buffer width; widths must be asked for in ascending order.
 *
 * Source: Paparrizos et al. 2022, range AUC: soft labels 1 in events and fading beside them,
 * recall against the mean of hard and soft positives, times the share of regions with a flag.
 */
function rangeCurves(
  events: readonly SeriesEvent[],
  { ranks, nFlagged }: RankedScores,
  buffer: BufferSamples,
): (width: number) => Vus {
  const nAnomalies = events.reduce((sum, { start, end }) => sum + end - start, 0);
  const found = new Int32Array(nFlagged.length);
  for (const { start, end } of events) for (let i = start; i < end; i++) found[ranks[i]]++;
  const regions = growingRegions(events, ranks, nFlagged.length);
  const soft = new Float64Array(nFlagged.length);
  return (width) => {
    const { count, nRegions } = regions(Math.floor(width / 2));
    sumBuffer(buffer, ranks, width, soft.fill(0));
    let [roc, pr, hit, softHit, nHit] = [0, 0, 0, 0, 0];
    let [lastTpr, lastFpr] = [0, 0];
    for (let k = 0; k < nFlagged.length; k++) {
      hit += found[k];
      softHit += soft[k];
      nHit += count[k];
      const positives = nAnomalies + softHit / 2;
      const tpr = (Math.min((hit + softHit) / positives, 1) * nHit) / nRegions;
      const fpr = (nFlagged[k] - hit - softHit) / (ranks.length - positives);
      roc += ((fpr - lastFpr) * (tpr + lastTpr)) / 2;
      pr += ((tpr - lastTpr) * (hit + softHit)) / nFlagged[k];
      [lastTpr, lastFpr] = [tpr, fpr];
    }
    return { roc: roc + ((1 - lastFpr) * (1 + lastTpr)) / 2, pr };
  };
}

import { checkNumber, checkOptionNames } from '../../check-options';
import { checkLabels, checkSameLength } from '../check';
import { eventsToFind } from './events';

/** Whom a wrong answer costs more. */
export type NabProfile = 'standard' | 'rewardLowFp' | 'rewardLowFn';

/** How the series is scored. */
export interface NabOptions {
  /** What missed windows and false alarms cost. Default 'standard'. */
  readonly profile?: NabProfile;
  /** Share of the series, in [0, 1), that is for learning and not scored, at most 750 samples at 0.15. Default 0.15. */
  readonly probation?: number;
}

/** What a false alarm and a missed window cost; a window found at once pays 1. */
const COSTS: Readonly<Record<NabProfile, { falseAlarm: number; missed: number }>> = {
  standard: { falseAlarm: 0.11, missed: 1 },
  rewardLowFp: { falseAlarm: 0.22, missed: 1 },
  rewardLowFn: { falseAlarm: 0.11, missed: 2 },
};

/** The series length beyond which the share on probation no longer grows. */
const PROBATION_SAMPLES = 5000;

/**
 * NAB score: each labelled window pays for its first flag, more the earlier it comes, and each flag
 * outside windows costs, less just behind one.
 *
 * 0 is a detector that flags nothing and 100 one that flags each window's first sample and nothing
 * else; there is no lower bound. NAB's own windows reach to both sides of an anomaly: labels that
 * mark only the anomaly itself leave no room to be early.
 *
 * Source: Lavin and Ahmad 2015, Evaluating real-time anomaly detection algorithms, the Numenta
 * anomaly benchmark; positions, costs and probation as in NAB's own sweeper, but a window of one
 * sample (there a division by zero) spares no flag behind it.
 *
 * @returns at most 100.
 * @throws {RangeError} if lengths differ, a value is neither 0 nor 1, no label after the probation
 * is 1, the profile is unknown, or `probation` is not in [0, 1).
 * @example
 * nabScore([0, 0, 1, 1], [0, 0, 1, 0], { probation: 0 }); // 100
 */
export function nabScore(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  options: NabOptions = {},
): number {
  checkOptionNames(options, ['profile', 'probation']);
  const { falseAlarm, missed } = costsOf(options.profile ?? 'standard');
  const windows = eventsToFind(labels);
  const first = probationLength(labels.length, options.probation ?? 0.15);
  checkSameLength(labels, predictions, 'predictions');
  checkLabels(predictions, 'predictions');
  const nWindows = windows.filter(({ end }) => end > first).length;
  if (nWindows === 0) {
    throw new RangeError(
      `labels must hold a 1 after the probation of ${first} samples, got only 0`,
    );
  }
  let score = falseAlarm * alarmsBetween(predictions, first, windows[0].start, undefined);
  windows.forEach((window, i) => {
    const until = windows[i + 1]?.start ?? labels.length;
    score += falseAlarm * alarmsBetween(predictions, Math.max(first, window.end), until, window);
    if (window.end <= first) return;
    const found = firstFlag(predictions, Math.max(first, window.start), window.end);
    if (found === undefined) score -= missed;
    else score += sigmoid((found - window.end) / (window.end - window.start)) / sigmoid(-1);
  });
  return (100 * (score + missed * nWindows)) / (nWindows + missed * nWindows);
}

/** The sum of what flags in `[from, to)` count, each from -1 to 0, by their distance behind a window. */
function alarmsBetween(
  predictions: ArrayLike<number>,
  from: number,
  to: number,
  window: { readonly start: number; readonly end: number } | undefined,
): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    if (predictions[i] === 0) continue;
    const width = window === undefined ? 0 : window.end - window.start - 1;
    sum += width === 0 ? -1 : sigmoid((i - window!.end + 1) / width);
  }
  return sum;
}

function firstFlag(predictions: ArrayLike<number>, from: number, to: number): number | undefined {
  for (let i = from; i < to; i++) if (predictions[i] === 1) return i;
  return undefined;
}

/** From 1 far before a window's end, 0 at it, to -1 far behind; `position` is in window widths. */
function sigmoid(position: number): number {
  return position > 3 ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
}

function costsOf(profile: NabProfile): (typeof COSTS)[NabProfile] {
  if (!Object.hasOwn(COSTS, profile)) {
    throw new RangeError(
      `profile must be ${Object.keys(COSTS).join(', ')}, got ${String(profile)}`,
    );
  }
  return COSTS[profile];
}

function probationLength(nSamples: number, share: number): number {
  checkNumber('probation', share, 0, 1, '[)');
  return Math.ceil(Math.min(Math.floor(share * nSamples), share * PROBATION_SAMPLES));
}

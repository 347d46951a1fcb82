import { checkOptionNames } from '../../check-options';
import { CLOUDTRAIL_CLASSES } from '../../data/cloudtrail/event';
import { drawInterval } from '../../evaluate/bootstrap/draw-interval';
import type { Interval } from '../../evaluate/interval';
import type { ThresholdedScores } from './judge-method';
import type { ThreatRows } from './threat-rows';

/** How intervals are drawn. */
export interface ThreatIntervalOptions {
  /** Default 1000. */
  readonly nResamples?: number;
  /** Default 0. */
  readonly seed?: number;
}

const DAY = 86_400_000;
const N_CLASSES = CLOUDTRAIL_CLASSES.length;

/** Events that are drawn together. */
interface Groups {
  /** Group of each event. */
  readonly of: Int32Array;
  /** Class of all events of a group, shape `[nGroups]`. */
  readonly labels: Int32Array;
}

/**
 * Bootstrap intervals of two figures of `judgeThreats` on one log: how far they would move with other attacks and days.
 *
 * Events of one attack are alike, and so are a principal's of one day: such groups are drawn anew, attacks from attacks and
 * days from days, not events. A principal's days are alike too, and principals stay the same ones, so intervals are rather too narrow;
 * they say nothing of another company or other weights, as intervals over seeds do.
 *
 * Source: Efron and Tibshirani 1993, An introduction to the bootstrap, section 13.3; groups as in Davison and Hinkley 1997,
 * Bootstrap methods and their application, section 3.8.
 *
 * @param scored of the same rows.
 * @throws {RangeError} if there is no attacking or no normal event, or an option is unknown or out of range.
 */
export function threatIntervals(
  rows: ThreatRows,
  scored: ThresholdedScores,
  options: ThreatIntervalOptions = {},
): Record<'macro F1' | 'recall at 1 %', Interval> {
  checkOptionNames(options, ['nResamples', 'seed']);
  const groups = groupsOf(rows);
  const isAttack = groups.labels.map((label) => (label > 0 ? 1 : 0));
  if (new Set(isAttack).size !== 2) {
    throw new RangeError('events must be of attacks and normal ones, got those of one kind');
  }
  const intervalOf = (of: (times: Int32Array) => number) => {
    const times = new Int32Array(isAttack.length);
    const drawnOf = (drawn: Int32Array) => {
      times.fill(0);
      for (const group of drawn) times[group]++;
      return of(times);
    };
    const statistic = { of: drawnOf, without: () => Number.NaN };
    return drawInterval(isAttack, statistic, { ...options, stratified: true }).interval;
  };
  return {
    'macro F1': intervalOf(macroF1Of(groups, scored)),
    'recall at 1 %': intervalOf(recallOf(groups, scored.scores)),
  };
}

function groupsOf({ times, principals, labels, attacks }: ThreatRows): Groups {
  const indices = new Map<string, number>();
  const classes: number[] = [];
  const of = labels.map((label, i) => {
    const part = label > 0 ? attacks[i] : `${principals[i]} ${Math.floor(times[i] / DAY)}`;
    const name = `${label} ${part}`;
    const known = indices.get(name);
    if (known !== undefined) return known;
    indices.set(name, classes.length);
    return classes.push(label) - 1;
  });
  return { of, labels: Int32Array.from(classes) };
}

/** Macro F1 when each group comes so many times. */
function macroF1Of(
  { of, labels }: Groups,
  { scores, classes, threshold }: ThresholdedScores,
): (times: Int32Array) => number {
  const counts = new Int32Array(labels.length * N_CLASSES); // predictions of each group
  of.forEach((group, i) => {
    counts[group * N_CLASSES + (scores[i] >= threshold ? classes[i] : 0)]++;
  });
  return (times) => {
    const [right, actual, predicted] = [0, 1, 2].map(() => new Float64Array(N_CLASSES));
    times.forEach((nTimes, group) => {
      if (nTimes === 0) return;
      for (let c = 0; c < N_CLASSES; c++) {
        const n = nTimes * counts[group * N_CLASSES + c];
        actual[labels[group]] += n;
        predicted[c] += n;
        if (c === labels[group]) right[c] += n;
      }
    });
    const f1 = right.map((n, c) => (n === 0 ? 0 : (2 * n) / (actual[c] + predicted[c])));
    return f1.reduce((sum, value) => sum + value, 0) / N_CLASSES;
  };
}

/** Share of attacking events above what 1 % of the normal ones reach, when each group comes so many times. */
function recallOf({ of, labels }: Groups, scores: Float64Array): (times: Int32Array) => number {
  const all = Int32Array.from(of.keys());
  const attacking = all.filter((i) => labels[of[i]] > 0);
  const normal = all.filter((i) => labels[of[i]] === 0).sort((a, b) => scores[b] - scores[a]);
  const sizes = new Int32Array(labels.length);
  for (const i of normal) sizes[of[i]]++;
  return (times) => {
    const nNormal = sizes.reduce((sum, size, group) => sum + size * times[group], 0);
    let left = Math.floor(0.01 * nNormal + 1e-9); // 0.29 * 100 is 28.999…
    const first = normal.find((i) => {
      left -= times[of[i]];
      return left < 0;
    });
    const limit = first === undefined ? -Infinity : scores[first];
    let [nFound, nAttacking] = [0, 0];
    for (const i of attacking) {
      nAttacking += times[of[i]];
      if (scores[i] > limit) nFound += times[of[i]];
    }
    return nFound / nAttacking;
  };
}

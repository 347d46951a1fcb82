import { CLOUDTRAIL_FEATURES } from '../../features/cloudtrail/feature-table';
import { samplesInWindow, type Windows } from '../../features/window';
import type { Matrix } from '../../matrix';
import type { FittedIamThreatLstm } from './fitted-threat-lstm';
import { readingOf, shownValue } from './reason-reading';

/** Something that makes an event look like an attack. */
export interface ThreatReason {
  /** A name of `CLOUDTRAIL_FEATURES`, or `history` for the principal's events before it in the window. */
  readonly feature: string;
  /** The feature's value, in its unit; of `history` 1. Of faded counts, less than 0.005 events is 0. */
  readonly actual: number;
  /** Its median over the normal events that trained, as `actual`; of `history` 0. */
  readonly typical: number;
  /** The principal's events since the last one whose value does not read as the typical one, which `actual` is of; 0 is the event itself. */
  readonly eventsAgo: number;
  /** By how much the logarithm of the odds of an attack falls without it. */
  readonly contribution: number;
}

/** A reason has at least this share of what parts the event from a wholly typical one; chosen by hand. */
const LEAST_SHARE = 0.05;
/** More reasons are not read. */
const MOST_REASONS = 5;
/** Events explained at a time: 7 MB of windows. */
const CHUNK = 200;
/** Probabilities nearer to 0 and 1 are told from it by nothing but rounding. */
const SMALLEST = 1e-9;
/** Log odds of networks of 32 bits differ by as much for no reason. */
const ROUNDING = 1e-4;

const N_FEATURES = CLOUDTRAIL_FEATURES.length;

/**
 * Why the model takes events for attacks: for each the features that raise its risk, the strongest first, five at most.
 *
 * By occlusion on the network itself: the window that ends at the event is judged again with one feature at a time set to what is
 * typical of normal training events, in all of its events, and once with the event alone, as if the principal had no history.
 * A feature whose values read as the typical one in words is left out. What the logarithm of the odds of an attack loses is the contribution; below a twentieth of what it loses when all features are
 * typical it is no reason. Odds rather than the risk, since a risk near 1 hardly falls whatever one takes away; a share of
 * them, since a calibrated model may stretch or press all odds. Judges about 20 windows an event, so it is for flagged ones.
 *
 * An event without reasons is one that several features raise only together, which replacing one at a time does not see;
 * features that say nearly the same (a new call of a new service) can hide each other so. A reason says what moved the model,
 * not what happened.
 *
 * Source: occlusion, Zeiler and Fergus 2014, section 4.2, with a typical value in place of grey.
 *
 * @param windows over unscaled features, of the model's length; shape `[nWindows, length, 20]`.
 * @returns shape `[nWindows]`.
 */
export async function threatReasons(
  model: FittedIamThreatLstm,
  windows: Windows,
): Promise<ThreatReason[][]> {
  const reasons: ThreatReason[][] = [];
  for (let start = 0; start < windows.ends.length; start += CHUNK) {
    const ends = windows.ends.subarray(start, start + CHUNK);
    reasons.push(...(await reasonsOfSome(model, { ...windows, ends })));
  }
  return reasons;
}

/** One window with something put in its place. */
interface Variant {
  /** Which window. */
  readonly index: number;
  /** Which feature; `N_FEATURES` for the history. */
  readonly feature: number;
  readonly actual: number;
  readonly eventsAgo: number;
}

async function reasonsOfSome(
  model: FittedIamThreatLstm,
  windows: Windows,
): Promise<ThreatReason[][]> {
  const { typical } = model.state;
  const nWindows = windows.ends.length;
  const variants = Array.from({ length: nWindows }, (_, i) =>
    variantsOf(windows, i, typical),
  ).flat();
  const judged = await model.windowProbabilities(withVariants(windows, variants, typical));
  const wholly = logOdds(judged, nWindows + variants.length);
  const reasons: ThreatReason[][] = Array.from({ length: nWindows }, () => []);
  variants.forEach(({ index, feature, actual, eventsAgo }, i) => {
    const own = logOdds(judged, index);
    const contribution = own - logOdds(judged, nWindows + i);
    if (!(contribution > Math.max(LEAST_SHARE * (own - wholly), ROUNDING))) return;
    const name = feature === N_FEATURES ? 'history' : CLOUDTRAIL_FEATURES[feature].name;
    reasons[index].push({
      ...{ feature: name, actual, typical: shownValue(name, typical[feature] ?? 0) },
      ...{ eventsAgo, contribution },
    });
  });
  return reasons.map((own) =>
    own.sort((a, b) => b.contribution - a.contribution).slice(0, MOST_REASONS),
  );
}

/** What there is to replace in a window: a feature that reads as typical throughout says nothing. */
function variantsOf(windows: Windows, index: number, typical: readonly number[]): Variant[] {
  const { data } = windows.samples;
  const samples = samplesInWindow(windows, index).reverse(); // The event itself first.
  const variants: Variant[] = [];
  for (let feature = 0; feature < N_FEATURES; feature++) {
    const { name } = CLOUDTRAIL_FEATURES[feature];
    const usual = readingOf(name, typical[feature]);
    const valueIn = (sample: number) => data[sample * N_FEATURES + feature];
    const eventsAgo = samples.findIndex((sample) => readingOf(name, valueIn(sample)) !== usual);
    if (eventsAgo < 0) continue;
    const actual = shownValue(name, valueIn(samples[eventsAgo]));
    variants.push({ index, feature, eventsAgo, actual });
  }
  const hasHistory = samples.some((sample) => sample !== samples[0]);
  if (hasHistory) variants.push({ index, feature: N_FEATURES, eventsAgo: 0, actual: 1 });
  return variants;
}

/** The windows, each with samples of its own, behind them one for each variant, and one that is typical throughout. */
function withVariants(
  windows: Windows,
  variants: readonly Variant[],
  typical: readonly number[],
): Windows {
  const { samples, ends, length } = windows;
  const nWindows = ends.length + variants.length + 1;
  const size = length * N_FEATURES;
  const data = new Float64Array(nWindows * size);
  ends.forEach((_, index) => {
    samplesInWindow(windows, index).forEach((sample, step) => {
      const row = samples.data.subarray(sample * N_FEATURES, (sample + 1) * N_FEATURES);
      data.set(row, index * size + step * N_FEATURES);
    });
  });
  variants.forEach(({ index, feature }, i) => {
    const own = data.subarray((ends.length + i) * size, (ends.length + i + 1) * size);
    own.set(data.subarray(index * size, (index + 1) * size));
    for (let at = 0; at < size; at += N_FEATURES) {
      if (feature < N_FEATURES) own[at + feature] = typical[feature];
      else own.copyWithin(at, size - N_FEATURES); // The event alone, as where a history begins.
    }
  });
  for (let at = data.length - size; at < data.length; at += N_FEATURES) data.set(typical, at);
  const nSamples = nWindows * length;
  return {
    ...windows,
    samples: { data, nSamples, nFeatures: N_FEATURES },
    previous: Int32Array.from({ length: nSamples }, (_, i) => (i % length === 0 ? -1 : i - 1)),
    ends: Int32Array.from({ length: nWindows }, (_, i) => (i + 1) * length - 1),
  };
}

/** ln of the probability of any attack over that of none. */
function logOdds({ data, nFeatures }: Matrix, index: number): number {
  const normal = Math.min(Math.max(data[index * nFeatures], SMALLEST), 1 - SMALLEST);
  return Math.log((1 - normal) / normal);
}

import type { HourlyCounts } from '../features/hourly-counts';

/** What repeats itself. */
export type Season = 'hourOfWeek' | 'hourOfDay' | 'none';

/** How hours, counted from 1970 (UTC), fall into slots that repeat. */
interface Slots {
  readonly nSlots: number;
  slotOf(hour: number): number;
}

const cycle = (nSlots: number): Slots => ({
  nSlots,
  slotOf: (hour) => ((hour % nSlots) + nSlots) % nSlots,
});

/** The slots of each season. */
export const SEASONS: Readonly<Record<Season, Slots>> = {
  hourOfWeek: cycle(168),
  hourOfDay: cycle(24),
  none: cycle(1),
};

/** Expected counts. */
export interface Rates {
  readonly entities: readonly string[];
  /** Expected events of each entity in each slot, above 0, shape `[entities.length, nSlots]`. */
  readonly rates: Float64Array;
  /** The same of an entity that is not known, shape `[nSlots]`. */
  readonly unknown: Float64Array;
  /** The variance is mean + dispersion × mean². */
  readonly dispersion: number;
}

/**
 * Expected counts by entity and slot: an entity's mean in the slot, with as much weight as one hour on its overall mean times
 * everyone's share of the slot.
 */
export function learnRates(train: HourlyCounts, { nSlots, slotOf }: Slots): Rates {
  const { data, nSamples: nEntities, nFeatures: nHours } = train.counts;
  const firstHour = Math.floor(train.start / 3_600_000);
  const slots = Int32Array.from({ length: nHours }, (_, i) => slotOf(firstHour + i));
  const hours = new Float64Array(nSlots);
  for (const slot of slots) hours[slot]++;
  const sums = new Float64Array(nEntities * nSlots);
  for (let i = 0; i < data.length; i++) {
    sums[Math.floor(i / nHours) * nSlots + slots[i % nHours]] += data[i];
  }
  const unknown = pooledRates(sums, hours, nEntities);
  const mean = unknown.reduce((sum, rate) => sum + rate, 0) / nSlots;
  const priors = new Float64Array(sums.length);
  for (let entity = 0; entity < nEntities; entity++) {
    const own = sums.subarray(entity * nSlots, (entity + 1) * nSlots);
    const total = own.reduce((sum, count) => sum + count, 0);
    const rate = (total + mean) / (nHours + 1);
    for (let slot = 0; slot < nSlots; slot++) {
      priors[entity * nSlots + slot] = (rate * unknown[slot]) / mean;
    }
  }
  const rates = sums.map((sum, at) => (sum + priors[at]) / (hours[at % nSlots] + 1));
  const dispersion = dispersionOf(train, slots, sums, priors, hours);
  return { entities: [...train.entities], rates, unknown, dispersion };
}

/** An entity's expected count in a slot; undefined is one that is not known. */
export function rateOf(
  { rates, unknown }: Pick<Rates, 'rates' | 'unknown'>,
  entity: number | undefined,
  slot: number,
): number {
  return entity === undefined ? unknown[slot] : rates[entity * unknown.length + slot];
}

/** Of an average entity; each slot has one hour of the mean beside its own, and half an event stands for none at all. */
function pooledRates(sums: Float64Array, hours: Float64Array, nEntities: number): Float64Array {
  const nSlots = hours.length;
  const totals = new Float64Array(nSlots);
  for (let i = 0; i < sums.length; i++) totals[i % nSlots] += sums[i];
  const nHours = hours.reduce((sum, n) => sum + n, 0);
  const total = totals.reduce((sum, count) => sum + count, 0);
  const mean = Math.max(total, 0.5) / (nHours * nEntities);
  return totals.map((sum, slot) => (sum + mean) / (hours[slot] * nEntities + 1));
}

/** By moments: counts about what the other hours of their slot let expect, beyond Poisson's variance. */
function dispersionOf(
  { counts }: HourlyCounts,
  slots: Int32Array,
  sums: Float64Array,
  priors: Float64Array,
  hours: Float64Array,
): number {
  const { data, nFeatures: nHours } = counts;
  let [excess, squares] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    const slot = slots[i % nHours];
    const at = Math.floor(i / nHours) * hours.length + slot;
    const mean = (sums[at] - data[i] + priors[at]) / hours[slot];
    excess += (data[i] - mean) ** 2 - mean;
    squares += mean ** 2;
  }
  return Math.max(0, excess / squares);
}

import { meanOfSome } from '../evaluate/comparison/compared-row';
import type { ThreatPeriod } from '../pipeline/cloudtrail/threats-by-month';
import type { TableRow } from '../plots/table';

const FIGURES = [
  ['accuracy', 'accuracy'],
  ['all called normal', 'mostFrequentAccuracy'],
  ['balanced accuracy', 'balancedAccuracy'],
  ['macro F1', 'macroF1'],
  ['false positive rate', 'falsePositiveRate'],
  ['recall', 'recall'],
  ['attacks found', 'attacksFound'],
] as const;

type Figure = (typeof FIGURES)[number][1];
type Seeds = readonly (readonly ThreatPeriod[])[];

/** A month a row, means over the seeds. */
export function monthRows(seeds: Seeds): TableRow[] {
  return seeds[0].map(({ month }, k) => ({
    month,
    attacks: meanOfSome(seeds.map((periods) => periods[k].nAttacks))?.toFixed(1),
    ...Object.fromEntries(FIGURES.map(([title, figure]) => [title, periodText(seeds, k, figure)])),
  }));
}

/** A method and upkeep a row, a quarter a column. */
export function quarterRows(quarters: Readonly<Record<string, Seeds>>, figure: Figure): TableRow[] {
  return Object.entries(quarters).map(([method, seeds]) => ({
    method,
    ...Object.fromEntries(
      seeds[0].map(({ month }, k) => [`from ${month}`, periodText(seeds, k, figure)]),
    ),
  }));
}

/** Blank where no seed has the figure. */
function periodText(seeds: Seeds, k: number, figure: Figure): string {
  const values = seeds.map((periods) => periods[k][figure]);
  return meanOfSome(values.filter((value) => value !== null))?.toFixed(3) ?? '';
}

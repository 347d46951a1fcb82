import { ATTACK_TIMETABLE, type TimetableEntry } from './attack-timetable';

/** A file of HAI 20.07. */
export interface HaiPart {
  readonly name: 'train1' | 'train2' | 'test1' | 'test2';
  /** Time of the first row, epoch ms; the plant's local time as if it were UTC, as the files have no zone. */
  readonly start: number;
  /** Rows, one a second. */
  readonly nSamples: number;
  /** Empty in normal operation. */
  readonly attacks: readonly TimetableEntry[];
}

/**
 * Starts and lengths of the real files: train1 as the real rows have it; the others from the timetable, the labels and
 * 550,800 and 444,600 rows in all, with no gap between test1, train2 and test2.
 */
const PARTS: readonly Omit<HaiPart, 'attacks'>[] = [
  { name: 'train1', start: Date.UTC(2019, 8, 11, 20), nSamples: 309_600 },
  { name: 'train2', start: Date.UTC(2019, 10, 1, 20), nSamples: 241_200 },
  { name: 'test1', start: Date.UTC(2019, 9, 29, 11), nSamples: 291_600 },
  { name: 'test2', start: Date.UTC(2019, 10, 4, 15), nSamples: 153_000 },
];

/**
 * The parts at a share of their length. Attacks keep their lengths, all of them; only the quiet time between them shrinks.
 */
export function haiParts(share: number): readonly HaiPart[] {
  return PARTS.map((part) => {
    const nSamples = Math.round(share * part.nSamples);
    const attacks = ATTACK_TIMETABLE.filter((attack) => attack.part === part.name);
    return { ...part, nSamples, attacks: squeeze(attacks, part.nSamples, nSamples) };
  });
}

function squeeze(
  attacks: readonly TimetableEntry[],
  nSamples: number,
  nLeft: number,
): readonly TimetableEntry[] {
  const busy = attacks.reduce((sum, { length }) => sum + length, 0);
  const ratio = (nLeft - busy) / (nSamples - busy);
  let before = 0;
  return attacks.map((attack) => {
    const start = before + Math.floor(ratio * (attack.start - before));
    before += attack.length;
    return { ...attack, start };
  });
}

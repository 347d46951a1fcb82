/** When an attack of HAI 20.07 took place, and what it was made of. */
export interface TimetableEntry {
  /** Name in the manual: SA of single, MA of multiple attacks. */
  readonly name: string;
  readonly part: 'test1' | 'test2';
  /** Seconds from the first row of the part. */
  readonly start: number;
  /** Seconds. */
  readonly length: number;
  /** Single attacks, each with the seconds by which it starts later than the first. */
  readonly attacks: readonly (readonly [name: string, delay: number])[];
}

/** Name, start in the stream of labels, length, single attacks and their delays. */
type Fact = readonly [name: string, start: number, length: number, ...TimetableEntry['attacks']];

/**
 * The 38 attacks: starts and lengths as the labels of eTaPR's sample data have them (saurf4ng/eTaPR,
 * `Sample_Data/Real Data/hai/HAI_Attack_Stream.csv`, MIT), names and parts as the timetable of the HAI technical manual 1.0 has
 * them, which gives starts by the minute; both agree to the minute.
 */
const FACTS: readonly Fact[] = [
  ['SA08', 7205, 559, ['SA08', 0]],
  ['SA09', 10511, 309, ['SA09', 0]],
  ['SA10', 14703, 561, ['SA10', 0]],
  ['SA05', 17411, 260, ['SA05', 0]],
  ['SA07', 76211, 358, ['SA07', 0]],
  ['SA01', 79225, 331, ['SA01', 0]],
  ['SA02', 82515, 511, ['SA02', 0]],
  ['SA03', 86245, 255, ['SA03', 0]],
  ['SA04', 89415, 513, ['SA04', 0]],
  ['SA12', 96602, 365, ['SA12', 0]],
  ['SA14', 100501, 179, ['SA14', 0]],
  ['SA13', 103980, 151, ['SA13', 0]],
  ['SA11', 162165, 346, ['SA11', 0]],
  ['MA01', 168600, 513, ['SA12', 0], ['SA02', 0]],
  ['MA02', 172400, 344, ['SA11', 0], ['SA03', 60]],
  ['SA12', 179100, 365, ['SA12', 0]],
  ['MA03', 183000, 630, ['SA12', 0], ['SA10', 60]],
  ['MA04', 187279, 346, ['SA11', 0], ['SA05', 60]],
  ['MA05', 190151, 508, ['SA01', 0], ['SA14', 60]],
  ['MA06', 251341, 567, ['SA08', 0], ['SA14', 60]],
  ['MA07', 255659, 377, ['SA14', 0], ['SA09', 60]],
  ['SA14', 258179, 179, ['SA14', 0]],
  ['MA08', 262268, 564, ['SA07', 0], ['SA06', 60]],
  ['MA09', 266467, 564, ['SA03', 0], ['SA06', 60]],
  ['SA01', 268987, 305, ['SA01', 0]],
  ['MA10', 273057, 513, ['SA02', 0], ['SA05', 60]],
  ['SA06', 275880, 552, ['SA06', 0]],
  ['MA11', 279597, 513, ['SA13', 0], ['SA02', 0]],
  ['MA12', 289221, 386, ['SA01', 0], ['SA05', 60]],
  ['MA13', 295777, 397, ['SA13', 0], ['SA01', 0]],
  ['MA14', 353936, 378, ['SA13', 0], ['SA09', 60]],
  ['MA15', 356936, 290, ['SA13', 0], ['SA05', 0]],
  ['SA11', 360736, 345, ['SA11', 0]],
  ['MA16', 364756, 346, ['SA11', 0], ['SA13', 0]],
  ['MA17', 372846, 2888, ['SA11', 0], ['SA07', 0]],
  ['MA18', 378546, 335, ['SA07', 0], ['SA01', 0]],
  ['SA09', 382326, 312, ['SA09', 0]],
  ['MA19', 438440, 312, ['SA09', 0], ['SA03', 60]],
];

/** Attacks of test1; the others are those of test2. */
const IN_TEST1 = 28;

/**
 * Rows of test1 that the stream of labels leaves out at its start. The manual's 28 minutes allow 2,403 to 2,414; both parts
 * together lack 4,265, and round numbers of them are 2,405 and 1,860.
 */
const LABELS_START = { test1: 2405, test2: 1860 } as const;

/** Rows of test1; those of the stream before test2. */
const TEST1_ROWS = 291_600;

/** The 38 attacks of HAI 20.07, in order of time. */
export const ATTACK_TIMETABLE: readonly TimetableEntry[] = FACTS.map(
  ([name, start, length, ...attacks], i) => {
    const part = i < IN_TEST1 ? 'test1' : 'test2';
    const before = part === 'test1' ? 0 : TEST1_ROWS - LABELS_START.test1;
    return { name, part, start: start - before + LABELS_START[part], length, attacks };
  },
);

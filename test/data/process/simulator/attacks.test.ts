import { describe, expect, it } from 'vitest';
import {
  ATTACK_SIZES,
  SINGLE_ATTACKS,
} from '../../../../src/data/process/simulator/attack-scenarios';
import {
  ATTACK_TIMETABLE,
  type TimetableEntry,
} from '../../../../src/data/process/simulator/attack-timetable';
import { createAttacker } from '../../../../src/data/process/simulator/attacks';
import { noOffsets } from '../../../../src/data/process/simulator/offsets';
import { createPlant } from '../../../../src/data/process/simulator/plant';
import { COLUMN, PLANT_POINTS } from '../../../../src/data/process/simulator/points';

const START = 600;
const LENGTH = 240;

/** Rows of 900 seconds with this attack, or none. */
function rowsOf(name?: string): Float64Array[] {
  const entry = { name: 'x', part: 'test1', start: START, length: LENGTH } as const;
  const timetable: TimetableEntry[] = name ? [{ ...entry, attacks: [[name, 0]] }] : [];
  const attacker = createAttacker(timetable);
  const plant = createPlant(4, 30_000);
  return Array.from({ length: 900 }, (_, i) => {
    const row = new Float64Array(PLANT_POINTS.length);
    plant(30_000 + i, attacker.offsets(i), row);
    attacker.hide(i, row);
    return row;
  });
}

const normal = rowsOf();

/** Points that differ from the plant that is not attacked. */
function changed(rows: readonly Float64Array[], from: number, to: number): string[] {
  return PLANT_POINTS.filter((_, j) =>
    rows.slice(from, to).some((row, i) => row[j] !== normal[from + i][j]),
  );
}

describe('attacks', () => {
  it('are the 38 of the manual, 28 of them in test1', () => {
    expect(ATTACK_TIMETABLE).toHaveLength(38);
    expect(ATTACK_TIMETABLE.filter(({ part }) => part === 'test1')).toHaveLength(28);
    const names = ATTACK_TIMETABLE.flatMap(({ attacks }) => attacks.map(([name]) => name));
    expect(new Set(names)).toEqual(new Set(Object.keys(SINGLE_ATTACKS)));
    for (const { attacks, length } of ATTACK_TIMETABLE) {
      for (const [, delay] of attacks) expect(delay).toBeLessThan(length);
    }
  });

  it.each(Object.keys(SINGLE_ATTACKS))('%s changes nothing before it', (name) => {
    expect(changed(rowsOf(name), 0, START)).toEqual([]);
  });

  it.each(['SA01', 'SA05', 'SA07', 'SA09'])('%s leaves the other processes alone', (name) => {
    const points = changed(rowsOf(name), START, 900);
    const beyond = points.filter((point) => !point.startsWith('P1') && point !== 'P4_ST_PT01');
    expect(points.length).toBeGreaterThan(2);
    expect(beyond).toEqual([]);
  });

  it('moves only the speed and the probes where the turbine is attacked', () => {
    const points = changed(rowsOf('SA11'), START, 900);
    expect(points).toEqual([
      'P2_SIT01',
      'P2_VT01e',
      'P2_VXT02',
      'P2_VXT03',
      'P2_VYT02',
      'P2_VYT03',
    ]);
    expect(changed(rowsOf('SA12'), START, START + LENGTH)).toContain('P2_SIT01'); // replayed, not held
  });

  it('moves only the pump and the level where the water treatment is attacked', () => {
    expect(changed(rowsOf('SA14'), START, START + LENGTH)).toEqual(['P3_LCP01D', 'P3_LT01']);
  });

  it('does not show moved set-points, but moved commands', () => {
    const hidden = changed(rowsOf('SA07'), START, START + LENGTH);
    expect(hidden).not.toContain('P1_B3004');
    const closed = rowsOf('SA03')[START + 1][COLUMN.P1_PCV01D];
    expect(closed).toBeCloseTo(normal[START + 1][COLUMN.P1_PCV01D] - ATTACK_SIZES.P1_PCV01D, -1);
  });

  it('rises and falls as a trapezoid, or at once', () => {
    const entry = { name: 'x', part: 'test1', start: 0, length: 100 } as const;
    const at = (name: string, row: number) =>
      createAttacker([{ ...entry, attacks: [[name, 0]] }]).offsets(row);
    expect([0, 24, 50, 99].map((row) => Math.round(at('SA07', row).P1_B3004))).toEqual([
      2, 98, 100, 2,
    ]);
    expect([0, 99].map((row) => at('SA11', row).P2_SD01)).toEqual([-100, -100]);
    expect(at('SA11', 100)).toEqual(noOffsets());
  });

  it('holds or replays a hidden sensor', () => {
    const pressure = COLUMN.P1_PIT01;
    const held = rowsOf('SA02').map((row) => row[pressure]);
    expect(new Set(held.slice(START - 1, START + LENGTH)).size).toBe(1);
    const flow = COLUMN.P1_FT03;
    const replayed = rowsOf('SA06').map((row) => row[flow]);
    expect(replayed.slice(START, START + LENGTH)).toEqual(replayed.slice(START - LENGTH, START));
  });
});

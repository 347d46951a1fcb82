import { ATTACK_SIZES, SINGLE_ATTACKS, type SingleAttack } from './attack-scenarios';
import type { TimetableEntry } from './attack-timetable';
import { noOffsets, type Offsets } from './offsets';
import { COLUMN, type PlantPoint } from './points';

/** A single attack at its place in a part. */
interface Move {
  readonly attack: SingleAttack;
  /** First row, and the row after the last. */
  readonly start: number;
  readonly end: number;
}

/** What attackers do to the plant, second by second. */
export interface Attacker {
  /** How far the targets are moved at a row. */
  offsets(row: number): Offsets;
  /** Hides the sensors that are attacked; called for each row once, in order. */
  hide(row: number, values: Float64Array): void;
  /** 1 while any attack, or one on the process (`P1` to `P3`), is on. */
  label(row: number, process?: string): 0 | 1;
}

/** Rows kept for replay: longer than any hidden attack. */
const KEPT = 1024;

/** Carries out the attacks of a part; none make a normal part. */
export function createAttacker(timetable: readonly TimetableEntry[]): Attacker {
  const moves = timetable.flatMap(({ start, length, attacks }) =>
    attacks.map(
      ([name, delay]): Move => ({
        attack: SINGLE_ATTACKS[name],
        start: start + delay,
        end: start + length,
      }),
    ),
  );
  const quiet = noOffsets();
  const at = (row: number) => moves.filter(({ start, end }) => row >= start && row < end);
  const hidden = new Set(
    moves.flatMap(({ attack }) => (attack.hidden ? [attack.hidden.point] : [])),
  );
  const pasts = [...hidden].map((point) => createPast(point));
  return {
    offsets: (row) => {
      const current = at(row);
      if (current.length === 0) return quiet;
      const offsets = noOffsets();
      for (const move of current) {
        const { setPoints, outputs, direction } = move.attack;
        const size = direction * shapeAt(move, row);
        for (const target of [...setPoints, ...outputs])
          offsets[target] += size * ATTACK_SIZES[target];
      }
      return offsets;
    },
    hide: (row, values) => {
      const current = at(row);
      for (const past of pasts) past(row, values, current);
    },
    label: (row, process) => {
      const isOn = ({ attack }: Move) => process === undefined || attack.loop.startsWith(process);
      return at(row).some(isOn) ? 1 : 0;
    },
  };
}

/** In [0, 1]: a trapezoid rises over a quarter of its length and falls over another; a step is there at once. */
function shapeAt({ attack, start, end }: Move, row: number): number {
  if (attack.profile === 'step') return 1;
  const place = (row - start + 0.5) / (end - start);
  return Math.min(1, 4 * place, 4 * (1 - place));
}

/** Remembers the readings of a point, as recorded, and puts old ones over new ones while an attack hides it. */
function createPast(point: PlantPoint) {
  const column = COLUMN[point];
  const kept = new Float64Array(KEPT);
  return (row: number, values: Float64Array, current: readonly Move[]) => {
    const move = current.find(({ attack }) => attack.hidden?.point === point);
    if (move !== undefined && move.start > 0) {
      const isHeld = move.attack.hidden?.how === 'hold';
      const reach = Math.min(move.end - move.start, move.start, KEPT);
      values[column] = kept[(isHeld ? move.start - 1 : row - reach) % KEPT];
    }
    kept[row % KEPT] = values[column];
  };
}

import type { ThreatRows } from './threat-rows';

/** An attack, and whether one of its events is flagged. */
export interface JudgedAttack {
  readonly technique: string;
  /** Index of its first event. */
  readonly first: number;
  /** 1 or 0. */
  readonly isFound: number;
  /** Events before the first that is flagged; all of them where none is. */
  readonly delay: number;
}

/** The attacks of some rows, in order of their first events. */
export function judgedAttacks(
  { attacks, techniques }: Pick<ThreatRows, 'attacks' | 'techniques'>,
  scores: ArrayLike<number>,
  threshold: number,
): JudgedAttack[] {
  const judged = new Map<string, JudgedAttack>();
  attacks.forEach((attack, i) => {
    if (attack === '') return;
    const known = judged.get(attack) ?? {
      technique: techniques[i],
      first: i,
      isFound: 0,
      delay: 0,
    };
    if (known.isFound === 1) return;
    const isFlagged = scores[i] >= threshold;
    judged.set(attack, isFlagged ? { ...known, isFound: 1 } : { ...known, delay: known.delay + 1 });
  });
  return [...judged.values()];
}

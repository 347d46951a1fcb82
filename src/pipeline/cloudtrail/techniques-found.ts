import { type FoundAttacks, foundAttacks } from './found-attacks';
import type { CloudTrailRows } from './rows';
import type { ThreatMethod } from './threat-methods';

/** Techniques that a method finds at two rates of false positives, with and without a group of events. */
export interface TechniquesFound {
  readonly name: string;
  readonly 'at 1 %': FoundAttacks;
  readonly 'at 5 %': FoundAttacks;
  readonly 'at 1 %, without': FoundAttacks;
  readonly 'at 5 %, without': FoundAttacks;
}

/**
 * Scores labelled events, such as the real ones, with methods that were fitted on others: which techniques are found, one
 * of a technique's events being enough, where 1 % and 5 % of all events that are no attack are flagged.
 *
 * Nothing is learned from these events but the two limits, so that methods are compared at the same false positives.
 *
 * @param ambiguous a group whose events are left out in half of the figures, such as those of Terraform in the real data,
 * which name the resources that are attacked next.
 * @throws {RangeError} if there is no attack, or no other event.
 */
export async function techniquesFound(
  methods: readonly ThreatMethod[],
  rows: CloudTrailRows,
  ambiguous: string,
): Promise<TechniquesFound[]> {
  const all = rows.techniques;
  const without = all.map((technique, i) => (rows.groups[i] === ambiguous ? null : technique));
  const results: TechniquesFound[] = [];
  for (const { name, score } of methods) {
    const { scores } = await score(rows);
    results.push({
      name,
      'at 1 %': foundAttacks(scores, all, 0.01),
      'at 5 %': foundAttacks(scores, all, 0.05),
      'at 1 %, without': foundAttacks(scores, without, 0.01),
      'at 5 %, without': foundAttacks(scores, without, 0.05),
    });
  }
  return results;
}

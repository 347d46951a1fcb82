import { checkLabels } from '../metrics/check';

/** How much of one attack pattern is found. */
export interface PatternRecall {
  readonly pattern: string;
  /** Events of the pattern. */
  readonly nEvents: number;
  readonly nFlagged: number;
  /** Share of its events that are flagged. */
  readonly eventRecall: number;
  /** Attacks of the pattern; with `campaigns` only. */
  readonly nCampaigns?: number;
  /** Attacks with at least one flagged event. */
  readonly nFound?: number;
  /** Share of its attacks with at least one flagged event. */
  readonly campaignRecall?: number;
}

/**
 * Recall by true attack pattern: of events, and of whole attacks.
 *
 * Says nothing of false alerts: read it beside the precision.
 *
 * @param patterns true pattern of each event, `none` for a normal one, shape `[nEvents]`.
 * @param flags 1 flagged, 0 not, shape `[nEvents]`.
 * @param campaigns which attack each event is of, any number for a normal one, shape `[nEvents]`.
 * @returns one row a pattern, in the order of names.
 * @throws {RangeError} if lengths differ or are 0, or a flag is not 0 or 1.
 */
export function patternRecall(
  patterns: readonly string[],
  flags: ArrayLike<number>,
  campaigns?: ArrayLike<number>,
): PatternRecall[] {
  checkLabels(flags, 'flags');
  for (const [name, list] of Object.entries({ patterns, campaigns })) {
    if (list && list.length !== flags.length) {
      throw new RangeError(`${name} must be ${flags.length} as flags, got ${list.length}`);
    }
  }
  const names = [...new Set(patterns)].filter((name) => name !== 'none').sort();
  return names.map((pattern) => {
    const own = [...patterns.keys()].filter((i) => patterns[i] === pattern);
    const found = own.filter((i) => flags[i] === 1);
    const events = {
      pattern,
      nEvents: own.length,
      nFlagged: found.length,
      eventRecall: found.length / own.length,
    };
    return campaigns ? { ...events, ...campaignsOf(own, found, campaigns) } : events;
  });
}

function campaignsOf(
  own: readonly number[],
  found: readonly number[],
  campaigns: ArrayLike<number>,
): { nCampaigns: number; nFound: number; campaignRecall: number } {
  const count = (indices: readonly number[]) => new Set(indices.map((i) => campaigns[i])).size;
  const [nCampaigns, nFound] = [count(own), count(found)];
  return { nCampaigns, nFound, campaignRecall: nFound / nCampaigns };
}

import points from './hai-points.json';

/** Editions of HAI; each changed the points or the columns of labels. */
export type HaiVersion = '20.07' | '21.03' | '22.04' | '23.05';

/** A point of HAI's testbed. */
export interface HaiPoint {
  /** As the columns of a version call it. */
  readonly name: string;
  /** P1 boiler, P2 turbine, P3 water treatment, P4 hardware-in-the-loop simulation. */
  readonly process: string;
  /** Undefined for switches and digital values. */
  readonly unit?: string | undefined;
  /** What the manual gives as lowest and highest value; the published rows leave it here and there. */
  readonly range: readonly [number, number];
  readonly description: string;
}

/** The editions, oldest first. */
export const HAI_VERSIONS: readonly HaiVersion[] = ['20.07', '21.03', '22.04', '23.05'];

/**
 * The points of an edition, in the order of the manual: 59, 78, 86 and 86.
 *
 * Source: HAI dataset technical details 4.0, HAI data points; names of 20.07 from its published rows, of 22.04 from the summaries
 * beside its files; 23.05 has those of 22.04.
 */
export function haiPoints(version: HaiVersion): HaiPoint[] {
  return points
    .filter(({ versions }) => versions.includes(version))
    .map(({ name: newName, formerName, unit, range, description }) => {
      const name = version === '20.07' ? (formerName ?? newName) : newName;
      const [lowest, highest] = range;
      return {
        name,
        process: processOfPoint(name),
        unit: unit ?? undefined,
        range: [lowest, highest],
        description,
      };
    });
}

/** The process that a point belongs to, by the beginning of its name: `P1` for `P1_B2004`; empty where it has none. */
export function processOfPoint(point: string): string {
  return /^P\d+(?=_)/.exec(point)?.[0] ?? '';
}

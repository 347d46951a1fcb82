import { z } from 'zod';
import { readArtifact, writeArtifact } from '../data/artifact';
import type { HourlyCounts } from '../features/hourly-counts';
import { logTailOfCount } from '../metrics/count-tail';
import { checkChoice, checkOptionNames } from './check';
import { checkCounts } from './check-counts';
import type { Detector, FittedDetector } from './detector';
import { learnRates, type Rates, rateOf, SEASONS, type Season } from './seasonal-rates';

/** Hyperparameters of `seasonalCounts`. */
export interface SeasonalCountsOptions {
  /** What repeats itself: the hour of the week, that of the day, or nothing, which is the trivial baseline. Default `hourOfWeek`. */
  readonly season?: Season;
}

const SEASON_NAMES = Object.keys(SEASONS) as [Season, ...Season[]];

const contentSchema = z.object({
  name: z.literal('seasonalCounts'),
  params: z.object({ season: z.enum(SEASON_NAMES) }),
  entities: z.array(z.string()),
  dispersion: z.number().nonnegative(),
});

/**
 * Hours with more events than that hour of the week usually has, of each entity.
 *
 * Learns from earlier weeks how many events an entity has in each hour of the week, drawn towards the entity's own mean
 * times everyone's week where there is little to learn from; the spread about it is one dispersion for all, by moments. The
 * score is minus the decimal logarithm of the probability of at least so many events (negative binomial; Poisson where there is
 * no spread beyond it): 3 is one hour in a thousand. An hour is scored by its own count and the weeks that were
 * learned from alone, so nothing later is seen.
 *
 * Suits bursts: guessed passwords, scripts, mass downloads, logins at night. Blind to silence, to what the events are, and to
 * weeks that are unlike those learned from (holidays); attacks among these raise what is usual. Needs about three
 * weeks; an entity that is not known is taken for an average one.
 * Source: negative binomial of counts whose rate varies, Greenwood and Yule 1920; the prior weighs as one hour per slot, as in
 * empirical Bayes, Robbins 1956; tails of count models for outbreaks, Farrington et al. 1996.
 *
 * @throws {RangeError} if the season or an option is unknown; from `fit` and `score` if a count is not a whole number of at
 * least 0, there are no hours, or an entity comes twice.
 * @example
 * const fitted = await seasonalCounts().fit(hourlyCounts(earlier, { entities }));
 * const scores = await fitted.score(hourlyCounts(later)); // entity by entity, hour by hour
 */
export function seasonalCounts(options: SeasonalCountsOptions = {}): Detector<HourlyCounts> {
  checkOptionNames(options, ['season']);
  const { season = 'hourOfWeek' } = options;
  checkChoice('season', season, SEASON_NAMES);
  return {
    name: 'seasonalCounts',
    params: { season },
    fit: async (train) => {
      checkCounts(train);
      return fittedCounts(season, learnRates(train, SEASONS[season]));
    },
  };
}

/**
 * Reads a saved detector of counts.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export async function loadSeasonalCounts(directory: string): Promise<FittedDetector<HourlyCounts>> {
  const { content, arrays } = await readArtifact(directory, 'detector', contentSchema);
  const { entities, dispersion, params } = content;
  const { rates, unknown } = arrays;
  const nSlots = SEASONS[params.season].nSlots;
  const isRate = (rate: number) => rate > 0 && rate < Infinity;
  const fits =
    rates instanceof Float64Array &&
    unknown instanceof Float64Array &&
    rates.length === entities.length * nSlots &&
    unknown.length === nSlots &&
    [...rates, ...unknown].every(isRate);
  if (!fits) throw new Error(`${directory}: must have a rate above 0 for each entity and hour`);
  return fittedCounts(params.season, { entities, rates, unknown, dispersion });
}

function fittedCounts(season: Season, learned: Rates): FittedDetector<HourlyCounts> {
  const name = 'seasonalCounts';
  const params = { season };
  const { entities, dispersion, rates, unknown } = learned;
  return {
    name,
    params,
    score: async (samples) => {
      checkCounts(samples);
      return scoreCounts(samples, season, learned);
    },
    save: (directory) =>
      writeArtifact(
        directory,
        'detector',
        { name, params, entities, dispersion },
        { rates, unknown },
      ),
    dispose: () => {},
  };
}

/** Shape `[nEntities * nHours]`. */
function scoreCounts(samples: HourlyCounts, season: Season, learned: Rates): Float32Array {
  const { data, nFeatures: nHours } = samples.counts;
  const slot = SEASONS[season].slotOf;
  const firstHour = Math.floor(samples.start / 3_600_000);
  const row = new Map(learned.entities.map((entity, at) => [entity, at]));
  return Float32Array.from(data, (count, i) => {
    if (count === 0) return 0;
    const entity = row.get(samples.entities[Math.floor(i / nHours)]);
    const mean = rateOf(learned, entity, slot(firstHour + (i % nHours)));
    return -logTailOfCount(count, mean, learned.dispersion) / Math.LN10;
  });
}

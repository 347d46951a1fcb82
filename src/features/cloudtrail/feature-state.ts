import { z } from 'zod';
import { parseWith } from '../../data/whole-file';
import type { PrincipalState } from './history';
import type { CloudTrailVocabularyState } from './vocabulary';

/** Everything that was learned from events, as JSON: what comes next has the same features as without a stop. */
export interface CloudTrailFeatureState {
  readonly version: 1;
  /** Epoch ms of the last event; null before the first. */
  readonly lastTime: number | null;
  readonly vocabulary: CloudTrailVocabularyState;
  readonly principals: readonly PrincipalState[];
}

const COUNT = z.int().min(0);
const FADING = z.object({ count: z.number().min(0), time: z.number() });
const PRINCIPAL: z.ZodType<PrincipalState> = z.object({
  principal: z.string(),
  nEvents: COUNT,
  lastTime: z.number(),
  events: FADING,
  eventsOfDays: FADING,
  errors: FADING,
  newResources: FADING,
  hours: z.array(COUNT).length(24),
  lastCall: COUNT,
  lastServiceCall: COUNT,
  calls: z.array(z.tuple([COUNT, FADING.extend({ nEvents: COUNT })])),
  services: z.array(z.string()),
  networks: z.array(z.string()),
  regions: z.array(z.string()),
  resources: z.array(z.int()),
});
const STATE: z.ZodType<CloudTrailFeatureState> = z.object({
  version: z.literal(1),
  lastTime: z.number().nullable(),
  vocabulary: z.object({
    calls: z.array(z.tuple([z.string(), z.string(), COUNT, COUNT])).min(1),
    pairs: z.array(z.tuple([z.int(), COUNT])),
    errors: z.array(z.tuple([z.string(), COUNT])),
  }),
  principals: z.array(PRINCIPAL),
});

/**
 * Checks what was read from JSON before features start with it.
 *
 * @param file named in the error.
 * @throws {Error} naming the first field that is not as `state()` gives it.
 */
export function checkCloudTrailFeatureState(value: unknown, file: string): CloudTrailFeatureState {
  const state = parseWith(STATE, value, file);
  const nCalls = state.vocabulary.calls.length;
  const stranger = state.principals.findIndex(({ lastCall, lastServiceCall, calls }) =>
    [lastCall, lastServiceCall, ...calls.map(([call]) => call)].some((call) => call >= nCalls),
  );
  if (stranger >= 0) {
    throw new Error(`${file}: principals.${stranger}: must name calls of the vocabulary`);
  }
  return state;
}

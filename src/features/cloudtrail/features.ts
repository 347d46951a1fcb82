import { checkOptionNames } from '../../check-options';
import type { CloudTrailEvent } from '../../data/cloudtrail/event';
import type { Matrix } from '../../matrix';
import { createCallNames } from './call-names';
import { rememberEvent, sightOf, writeFeatures } from './describe';
import { type CloudTrailFeatureState, checkCloudTrailFeatureState } from './feature-state';
import { CLOUDTRAIL_FEATURES } from './feature-table';
import { historyOfState, newHistory, type PrincipalHistory, stateOfHistory } from './history';
import { createVocabulary } from './vocabulary';

/** Where features start. */
export interface CloudTrailFeatureOptions {
  /** From `state()` of earlier ones; nothing is known without. */
  readonly state?: CloudTrailFeatureState;
  /** Above this the tenth that was longest silent is forgotten. Default 10,000, which need 500 MB at the very most. */
  readonly maxPrincipals?: number;
}

/** Features of events as they come. */
export interface CloudTrailFeatures {
  /**
   * Writes the 20 features of an event, and remembers it.
   *
   * @param out gets them, in the order of `CLOUDTRAIL_FEATURES`, from `offset` on. Default offset 0.
   * @throws {RangeError} if the event is older than the one before, or there is no room.
   */
  add(event: CloudTrailEvent, out: Float64Array, offset?: number): void;
  /**
   * The same of several events.
   *
   * @returns shape `[nEvents, 20]`.
   * @throws {RangeError} if an event is older than the one before.
   */
  addAll(events: readonly CloudTrailEvent[]): Matrix;
  /** All that was learned so far, to be saved. */
  state(): CloudTrailFeatureState;
}

const N_FEATURES = CLOUDTRAIL_FEATURES.length;

/**
 * Twenty security features of each event from the event and those before it: in one pass, of any number of events,
 * in bounded memory. Nothing looks ahead, nothing needs labels.
 *
 * What was never seen (calls, services, principals, regions, errors) has a value as well: it is rare. `CLOUDTRAIL_FEATURES` has the
 * definitions. Of each principal at most 256 calls, 256 services, 64 networks, 64 regions and 1,024 resources are remembered.
 *
 * @throws {RangeError} if an option is unknown or out of range.
 * @throws {Error} if the state is not one that `state()` gives, naming its first wrong field.
 * @example
 * const features = createCloudTrailFeatures();
 * for await (const events of readCloudTrail('logs')) score(features.addAll(events));
 */
export function createCloudTrailFeatures(
  options: CloudTrailFeatureOptions = {},
): CloudTrailFeatures {
  checkOptionNames(options, ['state', 'maxPrincipals']);
  const { state, maxPrincipals = 10_000 } = options;
  if (!(Number.isInteger(maxPrincipals) && maxPrincipals >= 1)) {
    throw new RangeError(`maxPrincipals must be an integer of at least 1, got ${maxPrincipals}`);
  }
  if (state !== undefined) checkCloudTrailFeatureState(state, 'state');
  const names = createCallNames();
  const vocabulary = createVocabulary(names, state?.vocabulary);
  const histories = new Map<string, PrincipalHistory>(
    state?.principals.map((of) => [of.principal, historyOfState(of)]),
  );
  let lastTime = state?.lastTime ?? -Infinity;

  const add = (event: CloudTrailEvent, out: Float64Array, offset = 0) => {
    const { eventTime: time, principal } = event;
    if (!(time >= lastTime)) {
      throw new RangeError(`event ${event.eventId} must not be older than the one before it`);
    }
    if (out.length < offset + N_FEATURES) {
      throw new RangeError(`out must have room for ${N_FEATURES} features from ${offset} on`);
    }
    lastTime = time;
    let history = histories.get(principal);
    if (history === undefined) {
      if (histories.size >= maxPrincipals) forgetSilent(histories);
      history = newHistory();
      histories.set(principal, history);
    }
    const sight = sightOf(event, history, names);
    const { before, call } = sight;
    const counts = vocabulary.countsOf(before, call, event.errorCode);
    writeFeatures(event, history, counts, sight, out, offset);
    vocabulary.count(before, call, event.errorCode);
    rememberEvent(event, history, sight);
  };
  return {
    add,
    addAll: (events) => {
      const data = new Float64Array(events.length * N_FEATURES);
      for (let i = 0; i < events.length; i++) add(events[i], data, i * N_FEATURES);
      return { data, nSamples: events.length, nFeatures: N_FEATURES };
    },
    state: () => ({
      version: 1,
      lastTime: lastTime === -Infinity ? null : lastTime,
      vocabulary: vocabulary.state(),
      principals: [...histories].map(([principal, history]) => stateOfHistory(principal, history)),
    }),
  };
}

/** Forgets the tenth of the principals that was silent for longest. Changes the histories. */
function forgetSilent(histories: Map<string, PrincipalHistory>): void {
  const bySilence = [...histories].sort(([, a], [, b]) => a.lastTime - b.lastTime);
  for (const [principal] of bySilence.slice(0, Math.ceil(histories.size / 10))) {
    histories.delete(principal);
  }
}

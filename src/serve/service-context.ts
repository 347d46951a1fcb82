import type { LiveClients } from './live/live-clients';
import type { ModelRegistry } from './models/model-registry';
import type { Answer } from './predict/answer';
import type { Telemetry } from './telemetry';

/** What the routes of a service share. */
export interface ServiceContext {
  readonly registry: ModelRegistry;
  readonly telemetry: Telemetry;
  readonly live: LiveClients;
  /**
   * Answers a body of `/predict`, off the event loop where it is long; counts it and tells those who listen.
   *
   * @param isWanted whether somebody still waits for the answer.
   * @throws {Problem} naming what is wrong with the body.
   */
  predict(bytes: Uint8Array | undefined, isWanted: () => boolean): Promise<Answer>;
}

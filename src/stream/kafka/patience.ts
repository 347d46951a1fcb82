import { setTimeout as wait } from 'node:timers/promises';
import { causeOf, clientErrorHas } from './connection';

/** Does something over and over until it succeeds, as long as what stands in its way may pass. */
export type Patience = <Result>(what: string, action: () => Promise<Result>) => Promise<Result>;

const PAUSE_MS = 250;
/** What a worker that is told to stop still waits for a broker. */
const LAST_MS = 10_000;

/**
 * Makes who waits for brokers that are away.
 *
 * It throws what will not pass, and anything some seconds after the signal.
 */
export function createPatience(
  signal: AbortSignal | undefined,
  onNotice: (text: string) => void,
): Patience {
  return async (what, action) => {
    for (let [since, stopped] = [0, Infinity]; ; ) {
      try {
        const result = await action();
        if (since > 0) onNotice(`${what}: goes on after ${secondsSince(since)} s`);
        return result;
      } catch (error) {
        if (!mayPass(error)) throw error;
        if (since === 0) onNotice(`${what}: waits (${causeOf(error)})`);
        since ||= performance.now();
        if (signal?.aborted) stopped = Math.min(stopped, performance.now());
        if (performance.now() - stopped > LAST_MS) throw error;
        await wait(PAUSE_MS);
      }
    }
  };
}

function secondsSince(time: number): string {
  return ((performance.now() - time) / 1000).toFixed(1);
}

/** Errors of the client say whether to try again; an error of another kind is a mistake. */
function mayPass(error: unknown): boolean {
  return clientErrorHas(error, 'canRetry', false) === false;
}

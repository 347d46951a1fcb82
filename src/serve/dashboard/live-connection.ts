import type { LiveEvent } from '../live/event-buffer';
import type { Api } from './api';
import { sentEvents } from './sse';

/** What the live feed tells the page. */
export interface LiveListener {
  /** @param nMissed events that came before this one and are gone. */
  onEvent(event: LiveEvent, nMissed: number): void;
  onStatus(text: string): void;
}

const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [1000, 15_000];

/** Listens until the signal, and comes back after what it has seen where the connection is lost. */
export async function listenLive(
  api: Api,
  listener: LiveListener,
  signal: AbortSignal,
): Promise<void> {
  let lastId = '';
  let wait = FIRST_WAIT_MS;
  while (!signal.aborted) {
    try {
      listener.onStatus('Connecting …');
      const { body } = await api.live(lastId, signal);
      listener.onStatus('Listening.');
      if (!body) throw new Error('The feed is empty.');
      for await (const { id, data } of sentEvents(body)) {
        wait = FIRST_WAIT_MS;
        listener.onEvent(JSON.parse(data), missedBetween(lastId, id));
        lastId = id;
      }
      listener.onStatus('The feed has ended; trying again …');
    } catch (error) {
      if (signal.aborted) break;
      listener.onStatus(`${(error as Error).message} Trying again in ${wait / 1000} s.`);
    }
    await pause(wait, signal);
    wait = Math.min(2 * wait, LONGEST_WAIT_MS);
  }
  listener.onStatus('Stopped.');
}

/** Ids are those of a run of the service and a number. */
function missedBetween(before: string, id: string): number {
  const [[runBefore, numberBefore], [run, number]] = [before.split('-'), id.split('-')];
  return run === runBefore ? Math.max(Number(number) - Number(numberBefore) - 1, 0) : 0;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

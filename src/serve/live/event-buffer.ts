import type { ScoredBatch, ScoredEvent } from '../scored-feed';

/** An event of the live feed. */
export interface LiveEvent extends ScoredEvent {
  readonly model: string;
  readonly threshold: number;
  /** When it was scored, epoch ms. */
  readonly time: number;
}

/** The last scored events, numbered from 1 on. */
export interface EventBuffer {
  /** Number of the last event; 0 where there was none. */
  readonly last: number;
  add(batch: ScoredBatch): void;
  /** Those kept that come after a number, oldest first, as server-sent events. */
  textAfter(id: number): string;
}

interface Kept {
  readonly batch: ScoredBatch;
  readonly event: ScoredEvent;
}

/**
 * A buffer that keeps so many events; of larger batches the last ones, and the numbers that are left out
 * tell how many are gone.
 *
 * @param prefix of the ids, before the number.
 */
export function createEventBuffer(capacity: number, prefix: string): EventBuffer {
  const kept: Kept[] = new Array(capacity);
  let last = 0;
  return {
    get last() {
      return last;
    },
    add: (batch) => {
      const { events } = batch;
      const nGone = Math.max(events.length - capacity, 0);
      last += nGone;
      for (let i = nGone; i < events.length; i++) {
        kept[++last % capacity] = { batch, event: events[i] };
      }
    },
    textAfter: (id) => {
      let text = '';
      for (let i = Math.max(id, last - capacity) + 1; i <= last; i++) {
        const entry = kept[i % capacity];
        if (entry) text += `id: ${prefix}${i}\ndata: ${JSON.stringify(liveEvent(entry))}\n\n`;
      }
      return text;
    },
  };
}

function liveEvent({ batch: { model, threshold, time }, event }: Kept): LiveEvent {
  return { model, threshold, time, ...event };
}

import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { ScoredFeed } from '../scored-feed';
import { createEventBuffer } from './event-buffer';

/** What a live feed may use. */
export interface LiveOptions {
  /** Events kept for clients that come back. Default 1,000. */
  readonly capacity?: number;
  /** Clients at a time. Default 50. */
  readonly mostClients?: number;
  /** Bytes that may wait for a slow client before it is dropped. Default 1 MiB. */
  readonly mostWaitingBytes?: number;
  /** Between two signs of life. Default 15,000. */
  readonly heartbeatMs?: number;
  /** How long events are still kept when nobody is there any more. Default 60,000. */
  readonly lingerMs?: number;
}

/** Clients that are sent events as they are scored. */
export interface LiveClients {
  readonly nClients: number;
  readonly isFull: boolean;
  /**
   * Sends events to a client until it leaves.
   *
   * @param lastEventId what the client has seen; it is sent what came after it and is kept.
   */
  join(response: ServerResponse, lastEventId?: string): void;
  /** Ends all connections; clients come back by themselves, as far as they are still let in. */
  sendAway(): void;
  /** Ends all, for good. */
  close(): void;
}

/** Events are gathered for so long, so that many come in one write. */
const GATHER_MS = 100;
/** When a client that has lost its connection comes back. */
const RETRY_MS = 2000;

/**
 * Nobody yet; scored events are listened to only while somebody is there, for it costs their copies.
 *
 * @param onScored adds a listener, and gives what removes it.
 */
export function createLiveClients(
  onScored: ScoredFeed['onScored'],
  options: LiveOptions = {},
): LiveClients {
  const { capacity = 1000, mostClients = 50, mostWaitingBytes = 1024 * 1024 } = options;
  const { heartbeatMs = 15_000, lingerMs = 60_000 } = options;
  const run = randomUUID().slice(0, 8); // numbers of a run say nothing to the next one
  const buffer = createEventBuffer(capacity, `${run}-`);
  const clients = new Set<ServerResponse>();
  let nSent = 0;
  let timer: NodeJS.Timeout | undefined;
  let lingering: NodeJS.Timeout | undefined;
  let stopListening: (() => void) | undefined;

  const send = (text: string) => {
    for (const client of clients) {
      if (client.writableLength > mostWaitingBytes) client.destroy();
      else client.write(text);
    }
  };
  const flush = () => {
    timer = undefined;
    const text = buffer.textAfter(nSent);
    nSent = buffer.last;
    if (text !== '') send(text);
  };
  const listen = () => {
    clearTimeout(lingering);
    stopListening ??= onScored((batch) => {
      buffer.add(batch);
      timer ??= setTimeout(flush, GATHER_MS).unref();
    });
  };
  const stop = () => {
    stopListening?.();
    stopListening = undefined;
  };
  const leave = (response: ServerResponse) => {
    const wasHere = clients.delete(response);
    if (wasHere && clients.size === 0) lingering = setTimeout(stop, lingerMs).unref();
  };
  const sendAway = () => {
    clearTimeout(timer);
    flush();
    for (const client of clients) client.end();
  };
  const heartbeat = setInterval(() => send(': still here\n\n'), heartbeatMs).unref();
  return {
    get nClients() {
      return clients.size;
    },
    get isFull() {
      return clients.size >= mostClients;
    },
    join: (response, lastEventId) => {
      clearTimeout(timer);
      flush(); // so that the others and this one stand at the same event
      listen();
      clients.add(response);
      response.on('close', () => leave(response));
      response.on('error', () => leave(response));
      const missed = buffer.textAfter(
        lastEventId === undefined ? buffer.last : numberOf(run, lastEventId),
      );
      response.write(`retry: ${RETRY_MS}\n\n${missed}`);
    },
    sendAway,
    close: () => {
      clearInterval(heartbeat);
      clearTimeout(lingering);
      stop();
      sendAway();
    },
  };
}

/** The number in an id of this run; 0 where it is of another one, which may have been before this. */
function numberOf(run: string, id: string): number {
  const [, ofRun, number] = /^(\w{8})-(\d{1,15})$/.exec(id) ?? [];
  return ofRun === run ? Number(number) : 0;
}

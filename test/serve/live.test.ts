import { once } from 'node:events';
import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  createLiveClients,
  type LiveClients,
  type LiveOptions,
} from '../../src/serve/live/live-clients';
import { addLiveRoute } from '../../src/serve/routes/live';
import { createScoredFeed, type ScoredBatch, type ScoredFeed } from '../../src/serve/scored-feed';
import type { ServiceContext } from '../../src/serve/service-context';

let app: FastifyInstance;
let feed: ScoredFeed;
let live: LiveClients;
let requests: ClientRequest[] = [];

beforeEach(() => {
  app = Fastify({ forceCloseConnections: 'idle' });
  feed = createScoredFeed();
});

afterEach(async () => {
  for (const request of requests) request.destroy();
  requests = [];
  await app.close();
});

async function listen(options: LiveOptions = {}): Promise<void> {
  live = createLiveClients(feed.onScored, options);
  addLiveRoute(app, { live } as ServiceContext);
  await app.listen({ port: 0, host: '127.0.0.1' });
}

interface Client {
  readonly status: number | undefined;
  readonly response: IncomingMessage;
  /** Numbers of the events that came. */
  ids(): number[];
  text(): string;
}

async function join(lastEventId?: string): Promise<Client> {
  const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const { port } = app.server.address() as AddressInfo;
  const request = get({ port, host: '127.0.0.1', path: '/live', headers, agent: false });
  requests.push(request);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let text = '';
  response.setEncoding('utf8').on('data', (part) => {
    text += part;
  });
  response.on('error', () => undefined);
  const ids = () => [...text.matchAll(/^id: \w+-(\d+)$/gm)].map(([, id]) => Number(id));
  return { status: response.statusCode, response, ids, text: () => text };
}

function batch(nEvents: number, note = ''): ScoredBatch {
  const verdict = { score: 0.5, pValue: 0.1, label: 0, prediction: 'normal' } as const;
  const events = Array.from({ length: nEvents }, (_, i) => ({ ...verdict, event: { i, note } }));
  return { model: 'forest', threshold: 0.6, time: 1, events };
}

const idOf = (client: Client, number: number) =>
  new RegExp(`^id: (\\w+-${number})$`, 'm').exec(client.text())?.[1] ?? '';

describe('GET /live', () => {
  it('sends events as they are scored, whatever texts they hold', async () => {
    await listen();
    const client = await join();
    feed.emit(batch(1, 'id: x\n\ndata: y'));
    await expect.poll(client.ids).toEqual([1]);
    const [, data] = /^data: (.*)$/m.exec(client.text()) ?? [];
    expect(JSON.parse(data)).toMatchObject({
      model: 'forest',
      threshold: 0.6,
      time: 1,
      score: 0.5,
      event: { i: 0, note: 'id: x\n\ndata: y' },
    });
  });

  it('listens to the scores only while somebody is there, and a while longer', async () => {
    await listen({ lingerMs: 20 });
    expect(feed.isHeard).toBe(false);
    const client = await join();
    expect(feed.isHeard).toBe(true);
    client.response.destroy();
    await expect.poll(() => feed.isHeard).toBe(false);
  });

  it('sends what came since to a client that comes back', async () => {
    await listen();
    const first = await join();
    feed.emit(batch(3));
    await expect.poll(first.ids).toEqual([1, 2, 3]);
    const last = idOf(first, 2);
    first.response.destroy();
    feed.emit(batch(2));
    const second = await join(last);
    await expect.poll(second.ids).toEqual([3, 4, 5]);
  });

  it('keeps so many, and leaves out the numbers of those that are gone', async () => {
    await listen({ capacity: 10 });
    const client = await join();
    feed.emit(batch(25));
    await expect.poll(client.ids).toEqual([16, 17, 18, 19, 20, 21, 22, 23, 24, 25]);
    const ofAnotherRun = await join('00000000-7');
    await expect.poll(() => ofAnotherRun.ids().length).toBe(10);
    const new_ = await join();
    feed.emit(batch(1));
    await expect.poll(new_.ids).toEqual([26]);
  });

  it('takes so many clients', async () => {
    await listen({ mostClients: 1 });
    const first = await join();
    expect((await join()).status).toBe(503);
    first.response.destroy();
    await expect.poll(async () => (await join()).status).toBe(200);
  });

  it('gives signs of life', async () => {
    await listen({ heartbeatMs: 20 });
    const client = await join();
    await expect.poll(client.text).toContain(': still here\n\n');
  });

  it('drops a client that does not read', async () => {
    await listen({ mostWaitingBytes: 1000 });
    const { response } = await join();
    response.pause();
    response.socket.pause();
    const isClosed = once(response.socket, 'close');
    for (let i = 0; i < 200 && !response.socket.destroyed; i++) {
      feed.emit(batch(1000, 'x'.repeat(2000)));
      await new Promise((resolve) => setTimeout(resolve, 20));
      const connections = await new Promise((resolve) =>
        app.server.getConnections((_, count) => resolve(count)),
      );
      if (connections === 0) response.socket.resume();
    }
    await isClosed;
  });

  it('sends clients away, who come back after what they have seen', async () => {
    await listen();
    const first = await join();
    feed.emit(batch(2));
    const ended = once(first.response, 'end');
    live.sendAway();
    await ended;
    expect(first.ids()).toEqual([1, 2]);
    feed.emit(batch(1));
    const again = await join(idOf(first, 2));
    await expect.poll(again.ids).toEqual([3]);
  });

  it('ends when the service stops', async () => {
    await listen();
    const client = await join();
    feed.emit(batch(1));
    const ended = once(client.response, 'end');
    await app.close();
    await ended;
    expect(client.ids()).toEqual([1]);
  });
});

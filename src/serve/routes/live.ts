import type { FastifyInstance } from 'fastify';
import { createLiveClients, type LiveOptions } from '../live/live-clients';
import { problem } from '../problem';
import type { ServiceContext } from '../service-context';

/** `GET /live`: events as they are scored, as server-sent events; it ends when the service stops. */
export function addLiveRoute(
  app: FastifyInstance,
  { feed }: ServiceContext,
  options: LiveOptions = {},
): void {
  const clients = createLiveClients(feed.onScored, options);
  app.addHook('preClose', async () => clients.close());
  const schema = { summary: 'Events as they are scored, as server-sent events', hide: true };
  app.get('/live', { schema, exposeHeadRoute: false }, (request, reply) => {
    if (clients.isFull) throw problem(503, 'too many listen; try again later');
    reply.hijack();
    const { raw } = reply;
    raw.socket?.setTimeout(0); // signs of life keep it open, and a client that is gone is noticed by them
    raw.writeHead(200, {
      ...plainHeaders(reply.getHeaders()),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const lastEventId = request.headers['last-event-id'];
    clients.join(raw, typeof lastEventId === 'string' ? lastEventId : undefined);
  });
}

function plainHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const known = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known.map(([name, value]) => [name, String(value)]));
}

import type { FastifyInstance } from 'fastify';
import { problem } from '../problem';
import type { ServiceContext } from '../service-context';

/** `GET /live`: events as they are scored, as server-sent events; it ends when the service stops. */
export function addLiveRoute(app: FastifyInstance, { live }: ServiceContext): void {
  app.addHook('preClose', async () => live.close());
  const schema = {
    summary: 'Events as they are scored, as server-sent events',
    description:
      'Each has an `id` and as `data` a JSON object; with `Last-Event-ID` come those missed, of the last 1,000. A line `: still here` every 15 s is a sign of life.',
    tags: ['scores'],
    headers: { type: 'object', properties: { 'last-event-id': { type: 'string' } } },
  };
  app.get('/live', { schema, exposeHeadRoute: false }, (request, reply) => {
    if (live.isFull) throw problem(503, 'too many listen; try again later');
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
    live.join(raw, typeof lastEventId === 'string' ? lastEventId : undefined);
  });
}

function plainHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const known = Object.entries(headers).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known.map(([name, value]) => [name, String(value)]));
}

import type { FastifyInstance } from 'fastify';
import { explain } from '../predict/explain';
import type { ServiceContext } from '../service-context';

/** Bytes of one event, for it is read on the event loop. */
const MOST_BYTES = 256 * 1024;

/** `POST /explain`: what each column adds to the score of one event. */
export function addExplainRoute(app: FastifyInstance, { registry }: ServiceContext): void {
  const schema = {
    summary: 'Explain the score of one event, column by column',
    tags: ['scores'],
  };
  app.post('/explain', { schema, bodyLimit: MOST_BYTES }, (request) =>
    explain(registry.models, request.body as Buffer | undefined),
  );
}

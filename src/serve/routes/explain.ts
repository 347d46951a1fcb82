import type { FastifyInstance } from 'fastify';
import { explain } from '../predict/explain';
import type { ServiceContext } from '../service-context';

/** `POST /explain`: what each column adds to the score of one event. */
export function addExplainRoute(app: FastifyInstance, { registry }: ServiceContext): void {
  const schema = {
    summary: 'Explain the score of one event, column by column',
    tags: ['scores'],
  };
  app.post('/explain', { schema }, (request) =>
    explain(registry.models, request.body as Buffer | undefined),
  );
}

import type { FastifyInstance } from 'fastify';
import { modelInfo } from '../models/model-info';
import type { ServiceContext } from '../service-context';

/** `GET /models`: what is served. */
export function addModelsRoute(app: FastifyInstance, { registry }: ServiceContext): void {
  const schema = { summary: 'Models, their columns, thresholds and metadata', tags: ['models'] };
  app.get('/models', { schema }, async () => {
    const { models, failureOf } = registry;
    const all = models.names.map((name) => models.get(name)).filter((model) => model !== undefined);
    return { models: all.map((model) => modelInfo(model, failureOf(model.name))) };
  });
}

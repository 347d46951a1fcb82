import type { FastifyInstance } from 'fastify';
import { modelInfo } from '../models/model-info';
import { type Problem, problem } from '../problem';
import type { ServiceContext } from '../service-context';

/** `POST /models/:name/reload`: loads a model anew from its folder. */
export function addReloadRoute(app: FastifyInstance, { registry }: ServiceContext): void {
  const schema = {
    summary: 'Load a model anew from its folder; requests go on meanwhile',
    tags: ['models'],
    params: {
      type: 'object',
      properties: { name: { type: 'string' } },
      required: ['name'],
    },
  };
  app.post<{ Params: { name: string } }>('/models/:name/reload', { schema }, async (request) => {
    const { name } = request.params;
    const model = await registry.reload(name).catch((error: Problem) => {
      if (error.statusCode !== undefined) throw error;
      throw problem(409, `the old model is served on: ${error.message}`, 'name');
    });
    return modelInfo(model, undefined);
  });
}

import type { FastifyInstance } from 'fastify';
import type { ServiceContext } from '../service-context';

/** `GET /healthz` and `GET /readyz`, which need no key: the process lives, and it takes requests. */
export function addHealthRoutes(app: FastifyInstance, { registry }: ServiceContext): void {
  const options = (summary: string) => ({
    schema: { summary, tags: ['health'], security: [] },
    config: { rateLimit: false as const },
  });
  app.get('/healthz', options('Whether the process lives'), async () => ({ status: 'ok' }));
  app.get('/readyz', options('Whether requests are taken'), async () => ({
    status: 'ready',
    nModels: registry.models.names.length,
  }));
}

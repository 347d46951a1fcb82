import type { FastifyInstance } from 'fastify';
import type { ServiceContext } from '../service-context';

/** `GET /metrics`: figures for Prometheus. */
export function addMetricsRoute(app: FastifyInstance, { telemetry }: ServiceContext): void {
  const schema = { summary: 'Figures in the format of Prometheus', tags: ['health'] };
  app.get('/metrics', { schema }, async (_, reply) =>
    reply.type(telemetry.contentType).send(await telemetry.text()),
  );
}

import type { FastifyInstance } from 'fastify';
import type { ServiceContext } from '../service-context';

/** `POST /predict`: scores one event or up to 10,000. */
export function addPredictRoute(app: FastifyInstance, { predict }: ServiceContext): void {
  const schema = {
    summary: 'Score one event, or up to 10,000',
    description:
      'Give one of `event`, `events` and `features`. A score is higher where an event is more anomalous; the p-value is the share of calibration scores at least as high, with the +1 correction.',
    tags: ['scores'],
  };
  app.post('/predict', { schema }, async (request, reply) => {
    const isWanted = () => !reply.sent && !request.socket.destroyed;
    const { statusCode, body } = await predict(request.body as Buffer | undefined, isWanted);
    return reply
      .code(statusCode)
      .type('application/json; charset=utf-8')
      .send(typeof body === 'string' ? body : Buffer.from(body.buffer));
  });
}

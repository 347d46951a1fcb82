import type { FastifyBaseLogger, FastifyInstance, FastifyServerOptions } from 'fastify';

/** Where the log goes: `true` is standard output, one JSON object a line. */
export type LogTarget =
  | boolean
  | {
      /** Takes a line with its end. */
      write(line: string): void;
    };

/** Options of Fastify's logger: nothing of a request is logged unless `logRequests` does. */
export function loggerOptions(log: LogTarget): Pick<FastifyServerOptions, 'logger'> {
  if (log === false) return { logger: false };
  const nothing = () => ({});
  const serializers = { req: nothing, res: nothing, err: errorWithoutText };
  const base = { name: 'anomaly-lab' };
  return { logger: { base, serializers, ...(log !== true && { stream: log }) } };
}

/** Logs each answer: route, status and milliseconds; no address, body, user or query. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, log } = request;
    const route = routeOptions.url ?? 'none';
    const ms = Math.round(reply.elapsedTime * 100) / 100;
    log.info({ method, route, status: reply.statusCode, ms }, 'answered');
  });
}

/** Logs a fault of the service's own. */
export function logFault(log: FastifyBaseLogger, error: unknown): void {
  log.error({ err: error }, 'fault');
}

/** A message may hold values of an event; name, code and place of an error do not. */
function errorWithoutText(error: Error & { code?: string }) {
  const place = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { type: error.name, message: error.code ?? '', stack: place.slice(0, 8).join('\n') };
}

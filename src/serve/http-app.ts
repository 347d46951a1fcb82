import { Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { answerBrokenRequest, answerError, answerProblems } from './http-problems';
import { type Problem, problem } from './problem';
import { loggerOptions } from './service-log';
import type { FilledServiceOptions } from './service-options';

/** A connection that stalls in the middle of its headers. */
const HEADERS_MS = 10_000;
/** Connections that are open at a time. */
const MOST_CONNECTIONS = 10_000;
/** How long connections between two requests are kept when the service stops: the next may be on its way. */
const DRAIN_MS = 250;
/** From this delay of the event loop on, the service says that it is busy. */
const BUSY_MS = 1000;

/**
 * An HTTP server within bounds: time, size and number of what comes, safe headers, one form of error.
 *
 * Bodies are left as bytes, so that a route chooses who parses them.
 */
export async function createHttpApp(options: FilledServiceOptions): Promise<FastifyInstance> {
  const { bodyLimitMb, timeoutSeconds, log } = options;
  const [{ fastify, LogController }, { default: helmet }, { default: underPressure }] =
    await Promise.all([
      import('fastify'),
      import('@fastify/helmet'),
      import('@fastify/under-pressure'),
    ]);
  const milliseconds = timeoutSeconds * 1000;
  const app: FastifyInstance = fastify({
    ...loggerOptions(log),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitMb * 1024 * 1024,
    return503OnClosing: false,
    requestTimeout: milliseconds,
    connectionTimeout: 3 * milliseconds,
    http: { connectionsCheckingInterval: 1000, headersTimeout: Math.min(HEADERS_MS, milliseconds) },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) =>
      answerError(error as unknown as Problem, request, reply),
  });
  app.server.maxConnections = MOST_CONNECTIONS;
  answerProblems(app);
  takeBytes(app);
  endConnectionsOnClose(app);
  await app.register(helmet, {
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } }, // TLS is the proxy's
    hsts: false,
  });
  await app.register(underPressure, {
    maxEventLoopDelay: BUSY_MS,
    pressureHandler: (request) => {
      if (request.routeOptions.url === '/healthz') return;
      throw problem(503, 'the service is busy; try again later');
    },
  });
  return app;
}

function takeBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => {
    done(null, body);
  });
  app.setValidatorCompiler(() => () => true); // schemas describe; the models' columns decide
  app.addHook('onRequest', async ({ headers }) => {
    const encoding = headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity')
      throw problem(415, 'content-encoding must be identity, got another');
  });
}

/**
 * Nothing new is taken, what was sent is answered, and each connection ends with its next answer.
 *
 * Node itself would cut at once those that are between two requests, and wait for those that never sent any.
 */
function endConnectionsOnClose(app: FastifyInstance): void {
  const sockets = new Set<Socket>();
  const busy = new Set<Socket>();
  let isClosing = false;
  app.server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  app.server.on('request', ({ socket }, response) => {
    busy.add(socket);
    response.once('close', () => busy.delete(socket));
  });
  app.addHook('preClose', async () => {
    isClosing = true;
    if (app.server.listening) Server.prototype.close.call(app.server); // that of HTTP would cut
    if (sockets.size > 0) await setTimeout(DRAIN_MS);
    for (const socket of sockets) if (!busy.has(socket)) socket.destroy();
  });
  app.addHook('onSend', async (_, reply) => {
    if (isClosing) reply.header('connection', 'close');
  });
}

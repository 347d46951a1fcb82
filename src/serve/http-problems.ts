import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, problemAnswer, shownValue } from './problem';
import { logFault } from './service-log';

/** What Fastify's own errors are in this service's words. */
const WORDS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'content-type must be application/json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body must be shorter',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'body must be as long as content-length says',
  FST_ERR_MAX_PARAM_LENGTH: 'path must be one that /docs lists, got a longer one',
  FST_ERR_BAD_URL: 'url must be percent-encoded UTF-8',
  FST_UNDER_PRESSURE: 'the service is busy; try again later',
};

/** Has every error answered as `{ error, message, field }`, without a stack, as is a route that is not there. */
export function answerProblems(app: FastifyInstance): void {
  const routes: { readonly method: string; readonly pattern: RegExp }[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    const pattern = new RegExp(`^${url.replace(/:\w+/g, '[^/]+').replace(/\*/g, '.*')}/?$`);
    for (const each of [method].flat()) routes.push({ method: each, pattern });
  });
  app.setErrorHandler((error: Problem & { code?: string }, request, reply) =>
    answerError(error, request, reply),
  );
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0];
    const allowed = routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    if (allowed.length === 0 || allowed.includes(request.method)) {
      const message = `path must be one that /docs lists, got ${shownValue(path)}`;
      return reply.code(404).send(problemAnswer(404, message));
    }
    const methods = [...new Set(allowed)].join(', ');
    const message = `method must be ${methods}, got ${request.method}`;
    return reply.code(405).header('allow', methods).send(problemAnswer(405, message));
  });
}

/** Answers an error; what is no problem of the caller is a fault, of which only that is told. */
export function answerError(
  error: Problem & { code?: string },
  { log }: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const status = error.statusCode ?? 500;
  reply.code(status).type('application/json');
  if (status === 503) reply.header('retry-after', '1');
  if (status === 413) reply.removeHeader('connection'); // to cut who still sends would lose the answer
  if (status !== 503 && status >= 500) {
    logFault(log, error);
    return reply.send(problemAnswer(status, 'the service failed; its log says where'));
  }
  const words = WORDS[error.code ?? ''] ?? error.message;
  return reply.send(problemAnswer(status, words, error.field));
}

/** Answers what is not HTTP, or comes too slowly, before there is a request. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = statusOf(error.code);
  const body = JSON.stringify(
    problemAnswer(status, `request must be HTTP/1.1 in time and in bounds`),
  );
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}

function statusOf(code: string | undefined): number {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 408;
  return code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
}

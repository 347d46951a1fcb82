import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiKeys } from './api-keys';
import { isLoopbackAddress, isLoopbackHost } from './loopback';
import { problem } from './problem';

/** Routes that anybody may ask. */
const OPEN = new Set(['/healthz', '/readyz']);

/** Who asks, for the rate limit. */
export type CallerOf = (request: FastifyRequest) => string;

/**
 * Lets in who has a key; where the service has no keys, only this machine.
 *
 * A key comes as `Authorization: Bearer KEY`, as `X-API-Key: KEY`, or as the password of HTTP's Basic
 * authentication, for which browsers ask. Pages of other sites and ports cannot use a browser's access:
 * requests that are marked as theirs are refused, and without keys those under another host name, too.
 *
 * @param keysOf the keys as they are now; undefined where there are none.
 * @returns who asks: a key's name, or else the address.
 */
export function guardAccess(app: FastifyInstance, keysOf: () => ApiKeys | undefined): CallerOf {
  const callers = new WeakMap<FastifyRequest, string>();
  app.addHook('onRequest', async (request, reply) => {
    if (OPEN.has(request.routeOptions.url ?? '')) return;
    if (isOfAnotherPage(request)) {
      throw problem(403, 'request must not come from a page of another site');
    }
    const keys = keysOf();
    if (!keys) return refuseOthers(request);
    const key = keyOf(request);
    const name = key === undefined ? undefined : keys.nameOf(key);
    if (name === undefined) {
      reply.header('www-authenticate', 'Basic realm="anomaly-lab", charset="UTF-8"');
      throw problem(401, `an API key must be given, got ${key === undefined ? 'none' : 'another'}`);
    }
    callers.set(request, `key ${name}`);
  });
  return (request) => callers.get(request) ?? `address ${request.ip}`;
}

/**
 * Whether a page of another origin has the browser send this; to follow a link to here is no such thing.
 *
 * Browsers say so in `Sec-Fetch-Site`, and where they do not (older ones, and all without TLS but to this
 * machine) in `Origin`. Source: W3C, Fetch Metadata Request Headers, section 2; RFC 6454, section 7.
 */
function isOfAnotherPage({ method, headers }: FastifyRequest): boolean {
  const { origin, host } = headers;
  const site = headers['sec-fetch-site'];
  if (site === undefined) return origin !== undefined && hostOf(origin) !== host?.toLowerCase();
  if (site === 'same-origin' || site === 'none') return false;
  const isLink =
    headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  return method !== 'GET' || !isLink;
}

/** Host and port of an origin; nothing for `null`, which pages without one send. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}

function refuseOthers(request: FastifyRequest): void {
  if (!isLoopbackAddress(request.socket.remoteAddress)) {
    throw problem(401, 'an API key must be given, and the service has none for other machines');
  }
  if (!isLoopbackHost(request.headers.host ?? '')) {
    throw problem(403, 'host must be localhost or a loopback address where there are no keys');
  }
}

function keyOf({ headers }: FastifyRequest): string | undefined {
  const single = headers['x-api-key'];
  if (typeof single === 'string') return single;
  const [, scheme = '', value = ''] = /^(\S+) +(\S+)$/.exec(headers.authorization ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return value;
  if (scheme.toLowerCase() !== 'basic') return undefined;
  return Buffer.from(value, 'base64')
    .toString()
    .replace(/^[^:]*:/, '');
}

import { get as getHttp, type IncomingMessage } from 'node:http';
import { get as getHttps } from 'node:https';

/** There is nothing at that address. */
export class NotFoundError extends Error {}

/** An open response. */
export interface OpenUrl {
  readonly body: IncomingMessage;
  /** Byte of the file that the body starts with: `offset`, or 0 where the server cannot do so. */
  readonly start: number;
  /** Bytes of the whole file, where the server says so. */
  readonly total: number | undefined;
}

interface Limits {
  readonly signal?: AbortSignal;
  readonly timeoutSeconds?: number;
}

const MAX_REDIRECTS = 5;

/**
 * Opens a file on a server, from a byte on.
 *
 * The bytes are those of the file: no encoding is asked for and none is undone, as checksums need.
 *
 * @throws {NotFoundError} if the server answers 404 or 410.
 * @throws {Error} with `status` for another answer, or `code` for no answer.
 */
export async function openUrl(url: string, offset: number, limits: Limits = {}): Promise<OpenUrl> {
  const range = offset > 0 ? { range: `bytes=${offset}-` } : {};
  const body = await follow(url, range, limits);
  const status = body.statusCode ?? 0;
  if (status === 206 || status === 200) {
    const [, from, size] =
      /^bytes (\d+)-\d+\/(\d+)$/.exec(body.headers['content-range'] ?? '') ?? [];
    if (status === 206 && Number(from) === offset) {
      return { body, start: offset, total: Number(size) };
    }
    if (status === 200) {
      const length = body.headers['content-length'];
      return { body, start: 0, total: length === undefined ? undefined : Number(length) };
    }
  }
  body.destroy();
  if (offset > 0 && (status === 206 || status === 416)) {
    return openUrl(url, 0, limits); // What is there is no beginning of the file.
  }
  if (status === 404 || status === 410) {
    throw new NotFoundError(`${url}: not found (${status})`);
  }
  throw Object.assign(new Error(`${url}: the server answered ${status}`), { status });
}

async function follow(
  url: string,
  headers: Record<string, string>,
  limits: Limits,
): Promise<IncomingMessage> {
  let next = url;
  for (let i = 0; i <= MAX_REDIRECTS; i++) {
    const response = await request(next, headers, limits);
    const { location } = response.headers;
    if (location === undefined || ![301, 302, 303, 307, 308].includes(response.statusCode ?? 0)) {
      return response;
    }
    response.destroy();
    next = new URL(location, next).href;
  }
  throw new Error(`${url}: must redirect at most ${MAX_REDIRECTS} times`);
}

function request(
  url: string,
  headers: Record<string, string>,
  { signal, timeoutSeconds = 30 }: Limits,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const get = url.startsWith('https:') ? getHttps : getHttp;
    const options = {
      headers: { 'user-agent': 'anomaly-lab', 'accept-encoding': 'identity', ...headers },
      timeout: timeoutSeconds * 1000,
      ...(signal === undefined ? {} : { signal }),
    };
    const sent = get(url, options, resolve);
    sent.on('timeout', () => {
      const silent = new Error(`${url}: no answer for ${timeoutSeconds} s`);
      sent.destroy(Object.assign(silent, { code: 'ETIMEDOUT' }));
    });
    sent.on('error', reject);
  });
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How a loopback server serves its files. */
export interface FileServerOptions {
  /** Content by path; undefined is a 404. */
  readonly read: (path: string) => Buffer | undefined;
  /** Whether Range is understood. Default true. */
  readonly ranges?: boolean;
  /** Bytes after which the first responses are cut, one number a response. */
  readonly cuts?: number[];
  /** Bytes after which every response falls silent. */
  readonly silentAfter?: number;
  /** Statuses of the first responses. */
  readonly statuses?: number[];
}

/** A server on loopback for tests of downloads. */
export interface FileServer {
  readonly url: string;
  /** Path and Range of each request. */
  readonly requests: { readonly path: string; readonly range: string | undefined }[];
  close(): Promise<void>;
}

export async function serveFiles(options: FileServerOptions): Promise<FileServer> {
  const requests: FileServer['requests'] = [];
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1);
    requests.push({ path, range: request.headers.range });
    answer(request, response, options.read(path), options);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  content: Buffer | undefined,
  { ranges = true, cuts, silentAfter, statuses }: FileServerOptions,
): void {
  const status = statuses?.shift();
  if (status !== undefined || content === undefined) {
    response.writeHead(status ?? 404).end();
    return;
  }
  const start = ranges ? Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
  if (start > 0 && start >= content.length) {
    response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    return;
  }
  response.writeHead(start > 0 ? 206 : 200, {
    'content-length': content.length - start,
    ...(start > 0
      ? { 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` }
      : {}),
  });
  const cut = cuts?.shift();
  if (silentAfter !== undefined) {
    response.write(content.subarray(start, start + silentAfter));
  } else if (cut === undefined) {
    response.end(content.subarray(start));
  } else {
    response.write(content.subarray(start, start + cut));
    setTimeout(() => response.destroy(), 100);
  }
}

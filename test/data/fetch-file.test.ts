import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchFile, gitBlobOf } from '../../src/data/fetch-file';
import { createRandom } from '../../src/random';
import { type FileServer, type FileServerOptions, serveFiles } from './file-server';

const random = createRandom(1);
const content = Buffer.from(Array.from({ length: 300_000 }, () => random.integer(256)));
const gitBlob = createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
const file = { path: 'a b/c.bin', bytes: content.length, gitBlob };
const pauseSeconds = [0.01, 0.01];

let folder = '';
let server: FileServer | undefined;
const serve = async (options: Partial<FileServerOptions> = {}) => {
  server = await serveFiles({ read: () => content, ...options });
  return server;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fetch '));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await server?.close();
  server = undefined;
});

const target = () => join(folder, 'deep/c.bin');
const part = () => `${target()}.${gitBlob.slice(0, 12)}.part`;
const fetchHere = (url: string, options = {}) =>
  fetchFile(`${url}/c.bin`, target(), file, { pauseSeconds, ...options });

describe('gitBlobOf', () => {
  it('gives what git hash-object gives', async () => {
    const path = join(folder, 'hello');
    writeFileSync(path, 'hello\n');
    expect(await gitBlobOf(path)).toBe('ce013625030ba8dba906f756967f9e9ca394464a');
    expect(await gitBlobOf(join(folder, 'no'))).toBeUndefined();
    expect(await gitBlobOf(folder)).toBeUndefined();
  });
});

describe('fetchFile', () => {
  it('fetches a file and tells how far it is', async () => {
    const { url } = await serve();
    const seen: [number, number | undefined][] = [];
    await fetchHere(url, { onBytes: (bytes: number, total?: number) => seen.push([bytes, total]) });
    expect(readFileSync(target()).equals(content)).toBe(true);
    expect(readdirSync(join(folder, 'deep'))).toEqual(['c.bin']);
    expect(seen[0]).toEqual([0, content.length]);
    expect(seen[seen.length - 1]).toEqual([content.length, content.length]);
  });

  it('goes on where the connection was cut', async () => {
    const { url, requests } = await serve({ cuts: [100_000, 50_000] });
    await fetchHere(url);
    expect(readFileSync(target()).equals(content)).toBe(true);
    expect(requests.map(({ range }) => range)).toEqual([
      undefined,
      'bytes=100000-',
      'bytes=150000-',
    ]);
  });

  it('goes on in another run', async () => {
    const { url, requests } = await serve({ cuts: [1000, 1000, 1000] });
    await expect(fetchHere(url)).rejects.toThrow(/c\.bin failed 3 times/);
    await fetchHere(url);
    expect(readFileSync(target()).equals(content)).toBe(true);
    expect(requests[requests.length - 1].range).toBe('bytes=3000-');
  });

  it('starts again where the server knows no ranges', async () => {
    const { url } = await serve({ ranges: false, cuts: [100_000] });
    await fetchHere(url);
    expect(readFileSync(target()).equals(content)).toBe(true);
  });

  it.each([
    ['other bytes', Buffer.alloc(1000)],
    ['more bytes than the file has', Buffer.alloc(content.length + 5)],
    ['all bytes, and one is wrong', Buffer.concat([content.subarray(0, -1), Buffer.from([7])])],
  ])('starts again where what is there is %s', async (_, wrong) => {
    const { url } = await serve();
    await fetchHere(url);
    rmSync(target());
    writeFileSync(part(), wrong);
    await fetchHere(url);
    expect(readFileSync(target()).equals(content)).toBe(true);
  });

  it('needs no server where the whole file is there under its other name', async () => {
    const { url } = await serve();
    await fetchHere(url);
    rmSync(target());
    writeFileSync(part(), content);
    await fetchHere('http://127.0.0.1:9');
    expect(readFileSync(target()).equals(content)).toBe(true);
  });

  it('does not keep a file with a wrong checksum', async () => {
    const { url } = await serve({ read: () => Buffer.from('not it') });
    await expect(fetchHere(url)).rejects.toThrow(
      `${target()}: wrong checksum from ${url}/c.bin, expected git blob ${gitBlob}, got 07fdc7ef2e9081df658e30e2a67f69a08c9378ea`,
    );
    expect(readdirSync(join(folder, 'deep'))).toEqual([]);
  });

  it('tries again after a passing error and not after a lasting one', async () => {
    const first = await serve({ statuses: [503, 429] });
    await fetchHere(first.url);
    expect(first.requests).toHaveLength(3);
    await first.close();
    rmSync(target());
    const second = await serve({ statuses: [403] });
    await expect(fetchHere(second.url)).rejects.toThrow(/the server answered 403/);
    await second.close();
    const third = await serve({ read: () => undefined });
    await expect(fetchHere(third.url)).rejects.toThrow(/c\.bin: not found \(404\)/);
    expect(third.requests).toHaveLength(1);
  });

  it('gives up where nobody answers', async () => {
    const { url, close } = await serve();
    await close();
    server = undefined;
    await expect(fetchHere(url)).rejects.toThrow(/failed 3 times \(.*ECONNREFUSED/);
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const fetching = fetchHere(`http://127.0.0.1:${port}`, { timeoutSeconds: 0.05 });
    await expect(fetching).rejects.toThrow(/failed 3 times \(.*no answer for 0\.05 s/);
    silent.close();
  });

  it('stops a copy from a folder where it is called, and nowhere else', async () => {
    const from = join(folder, 'from.bin');
    writeFileSync(from, content);
    const stop = new AbortController();
    const copy = fetchFile(from, target(), file, {
      signal: stop.signal,
      onBytes: () => stop.abort(),
    });
    await expect(copy).rejects.toThrow(/abort/i);
    await expect(fetchFile(from, target(), file, { signal: stop.signal })).rejects.toThrow(
      /abort/i,
    );
    await fetchFile(from, target(), file);
    expect(readFileSync(target()).equals(content)).toBe(true);
  });

  it('stops when it is told to, and keeps what has come', async () => {
    const { url } = await serve();
    const stop = new AbortController();
    const onBytes = (bytes: number) => bytes > 0 && stop.abort();
    await expect(fetchHere(url, { signal: stop.signal, onBytes })).rejects.toThrow(/abort/i);
    expect(readdirSync(join(folder, 'deep'))).toEqual([part().split('/').pop()]);
    await fetchHere(url);
    expect(readFileSync(target()).equals(content)).toBe(true);
  });
});

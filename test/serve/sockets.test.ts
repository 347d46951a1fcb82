import { Agent, get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ScoredBatch } from '../../src/serve/scored-feed';
import type { ServiceOptions } from '../../src/serve/service-options';
import { type RunningService, startService } from '../../src/serve/start-service';
import { fitLogins, LOGINS, STRANGE, temporaryFolder } from './example-service';

const at = temporaryFolder();
const running: RunningService[] = [];
beforeAll(async () => (await fitLogins()).save(at('logins')));
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.close()));
});

async function start(options: Partial<ServiceOptions> = {}): Promise<RunningService> {
  const models = { logins: at('logins') };
  const service = await startService({ models, port: 0, workers: 0, watch: false, ...options });
  running.push(service);
  return service;
}

const post = (url: string, body: unknown) =>
  fetch(`${url}/predict`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

/** Writes parts with a pause between them, and gives all that comes back until the end. */
async function talk(
  url: string,
  parts: readonly (string | Buffer)[],
  pauseMs = 0,
): Promise<string> {
  const socket: Socket = connect(Number(new URL(url).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (text) => {
    answer += text;
  });
  socket.on('error', () => {});
  const ended = new Promise((resolve) => socket.on('close', resolve));
  for (const part of parts) {
    if (socket.writable) socket.write(part);
    await setTimeout(pauseMs);
  }
  await ended;
  return answer;
}

const HEAD = 'POST /predict HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';

describe('over real sockets', () => {
  it('answers, and tells its listeners what was scored', async () => {
    for (const workers of [0, 1]) {
      const service = await start({ workers });
      const heard: ScoredBatch[] = [];
      const stop = service.onScored((batch) => heard.push(batch));
      service.onScored(() => {
        throw new Error('a broken listener');
      });
      expect((await post(service.url, { event: { ...STRANGE, deep: { a: 1 } } })).status).toBe(200);
      expect((await post(service.url, { events: LOGINS })).status).toBe(200);
      expect(heard.map(({ events }) => events.length)).toEqual([1, LOGINS.length]);
      expect(heard[0]).toMatchObject({ model: 'logins', time: expect.any(Number) });
      expect(heard[0].events[0]).toMatchObject({ event: STRANGE, label: 1, prediction: 'anomaly' });
      expect(heard[0].events[0].event).not.toHaveProperty('deep');
      stop();
      await post(service.url, { event: STRANGE });
      expect(heard).toHaveLength(2);
    }
  });

  it('answers many batches at once, in turn', async () => {
    const { url } = await start({ workers: 1 });
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => post(url, { events: LOGINS })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const wrong = await post(url, { events: [...LOGINS, 1] });
    expect([wrong.status, (await wrong.json()).field]).toEqual([400, `events[${LOGINS.length}]`]);
  });

  it('refuses what is too long, whether or not it says so', async () => {
    const { url } = await start({ bodyLimitMb: 1 });
    for (const megabytes of [1, 32]) {
      const long = JSON.stringify({ event: { ...STRANGE, note: 'x'.repeat(megabytes * 2 ** 20) } });
      const answer = await post(url, long);
      expect([answer.status, (await answer.json()).message]).toEqual([413, 'body must be shorter']);
    }
    const chunk = `${(256 * 1024).toString(16)}\r\n${'x'.repeat(256 * 1024)}\r\n`;
    const chunked = await talk(url, [
      `${HEAD}connection: close\r\ntransfer-encoding: chunked\r\n\r\n`,
      ...Array(6).fill(chunk),
      '0\r\n\r\n',
    ]);
    expect(chunked).toMatch(/^HTTP\/1\.1 413 /);
    expect((await post(url, { event: STRANGE })).status).toBe(200);
  });

  it.each([
    ['not HTTP', ['\x16\x03\x01\x02\x00\x01\x00\r\n\r\n'], 400],
    ['HTTP/2', ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'], 400],
    ['a broken header', ['GET /healthz HTTP/1.1\r\nhost: a\r\nbad header\r\n\r\n'], 400],
    ['no host', ['GET /healthz HTTP/1.1\r\n\r\n'], 400],
    ['two lengths', [`${HEAD}content-length: 2\r\ncontent-length: 4\r\n\r\n{}  `], 400],
    [
      'length and chunks',
      [`${HEAD}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}`],
      400,
    ],
    ['a negative length', [`${HEAD}content-length: -1\r\n\r\n`], 400],
    [
      'headers too long',
      [`GET /healthz HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`],
      431,
    ],
  ])('refuses %s', async (_, parts, status) => {
    const { url } = await start();
    const answer = await talk(url, parts);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('gives up on those that are slow, in their headers or their body', async () => {
    const { url } = await start({ timeoutSeconds: 1 });
    const drip = (text: string) => [...text].map((letter) => letter);
    const head = drip('GET /healthz HTTP/1.1\r\nhost: localhost\r\nx-slow: aaaaaaaaaaaaaaaa');
    const body = [
      `${HEAD}content-length: 100\r\n\r\n`,
      ...drip('{"event":{"user_id":"a                 '),
    ];
    const answers = await Promise.all([
      ...Array.from({ length: 20 }, () => talk(url, head, 80)),
      ...Array.from({ length: 20 }, () => talk(url, body, 80)),
    ]);
    expect(answers.filter((answer) => !/^HTTP\/1\.1 408 /.test(answer))).toEqual([]);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('finishes what it accepted when it stops, and takes nothing new', async () => {
    const service = await start({ workers: 1 });
    const events = Array.from({ length: 10_000 }, (_, i) => LOGINS[i % LOGINS.length]);
    let nAccepted = 0;
    service.app.server.on('request', () => nAccepted++);
    const accepted = Array.from({ length: 4 }, () => post(service.url, { events }));
    const idle = connect(Number(new URL(service.url).port), '127.0.0.1');
    idle.on('error', () => {});
    await expect.poll(() => nAccepted, { interval: 5, timeout: 20_000 }).toBe(4);
    const closed = service.close();
    const answers = await Promise.all(accepted);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    for (const answer of answers) expect((await answer.json()).results).toHaveLength(10_000);
    await closed;
    running.splice(0);
    await expect(fetch(`${service.url}/healthz`)).rejects.toThrow();
  });

  it('answers what is on its way when it stops, on connections that are open', async () => {
    const service = await start();
    const agent = new Agent({ keepAlive: true });
    const ask = () =>
      new Promise((resolve, reject) => {
        const request = get(`${service.url}/models`, { agent }, (response) => {
          const { statusCode, headers } = response;
          response.resume().on('end', () => resolve([statusCode, headers.connection]));
        });
        request.on('error', reject);
      });
    expect(await ask()).toEqual([200, 'keep-alive']);
    const closed = service.close();
    expect(await ask()).toEqual([200, 'close']);
    await closed;
    running.splice(0);
  });

  it('logs neither bodies nor addresses nor keys', async () => {
    const lines: string[] = [];
    const { url } = await start({ log: { write: (line) => void lines.push(line) } });
    await post(url, { event: STRANGE });
    await post(url, { event: { ...STRANGE, bytes_transferred: 'secret' } });
    await fetch(`${url}/nothing/ann?user=ann`, { headers: { 'x-api-key': 'al_hidden' } });
    const log = lines.join('');
    const answered = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'answered');
    expect(answered.map(({ route, status }) => [route, status])).toEqual([
      ['/predict', 200],
      ['/predict', 400],
      ['none', 404],
    ]);
    expect(answered[0]).toMatchObject({ reqId: expect.any(String), ms: expect.any(Number) });
    expect(log).not.toMatch(/\b(eve|ann)\b|secret|hidden|900000|remoteAddress/);
  });

  it('says that an address is taken', async () => {
    const { url } = await start();
    await expect(start({ port: Number(new URL(url).port) })).rejects.toThrow('(EADDRINUSE)');
  });
});

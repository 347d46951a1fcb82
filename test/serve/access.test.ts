import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeApiKey, readApiKeys } from '../../src/serve/api-keys';
import { isLoopbackAddress, isLoopbackHost } from '../../src/serve/loopback';
import { fitLogins, STRANGE, serviceStarter, temporaryFolder } from './example-service';

const at = temporaryFolder();
const start = serviceStarter();
const { key, line } = makeApiKey('soc');
const FAR = { remoteAddress: '203.0.113.9', headers: { host: 'scores.example' } };
const models = () => ({ logins: at('logins') });
const predict = { method: 'POST', url: '/predict', payload: { event: STRANGE } } as const;

beforeAll(async () => {
  await (await fitLogins()).save(at('logins'));
  writeFileSync(at('keys'), `# who may ask\n\n${line}\n${makeApiKey('siem').line}\n`);
});

describe('a service without keys', () => {
  it('refuses to bind to more than loopback', async () => {
    const options = { models: models(), host: '0.0.0.0' };
    await expect(start(options)).rejects.toThrow('keysFile (--keys) must be given where the host');
  });

  it('answers this machine', async () => {
    const { app } = await start({ models: models() });
    for (const remoteAddress of ['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1']) {
      expect((await app.inject({ ...predict, remoteAddress })).statusCode).toBe(200);
    }
  });

  it('answers other machines nothing but its health', async () => {
    const { app } = await start({ models: models() });
    for (const url of ['/healthz', '/readyz']) {
      expect((await app.inject({ ...FAR, url })).statusCode).toBe(200);
    }
    const others = [
      '/models',
      '/metrics',
      '/docs/',
      '/docs/json',
      '/openapi.json',
      '/',
      '/nothing',
    ];
    for (const url of others) {
      const answer = await app.inject({ ...FAR, url });
      expect([url, answer.statusCode]).toEqual([url, 401]);
      expect(Object.keys(answer.json())).toEqual(['error', 'message', 'field']);
    }
    const posts = [
      predict,
      { ...predict, url: '/explain' },
      { ...predict, url: '/models/logins/reload' },
    ];
    for (const post of posts) {
      expect((await app.inject({ ...post, ...FAR })).statusCode).toBe(401);
    }
  });

  it.each([
    [403, { 'sec-fetch-site': 'cross-site' }],
    [403, { 'sec-fetch-site': 'same-site' }], // another port of this machine
    [403, { origin: 'http://evil.example' }],
    [403, { origin: 'http://localhost:3000' }],
    [403, { origin: 'null' }],
    [
      403,
      {
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': 'navigate',
        'sec-fetch-dest': 'document',
      },
    ],
    [200, { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:8080' }],
    [200, { 'sec-fetch-site': 'none' }],
    [200, { origin: 'http://localhost:8080' }],
    [200, {}],
  ])('answers %i to a page that sends %j', async (status, sent) => {
    const { app } = await start({ models: models() });
    const headers = { host: 'localhost:8080', ...sent };
    const reload = { method: 'POST', url: '/models/logins/reload', headers } as const;
    expect((await app.inject(reload)).statusCode).toBe(status);
  });

  it('lets a link of another site lead here, but not its frames and pictures', async () => {
    const { app } = await start({ models: models() });
    const ask = async (destination: string) => {
      const headers = {
        'sec-fetch-site': 'cross-site',
        'sec-fetch-mode': destination === 'image' ? 'no-cors' : 'navigate',
        'sec-fetch-dest': destination,
      };
      return (await app.inject({ url: '/dashboard', headers })).statusCode;
    };
    expect([await ask('document'), await ask('iframe'), await ask('image')]).toEqual([
      200, 403, 403,
    ]);
  });

  it('refuses other names for this machine', async () => {
    const { app } = await start({ models: models() });
    const rebound = { host: 'evil.example' };
    expect((await app.inject({ url: '/models', headers: rebound })).statusCode).toBe(403);
  });
});

describe('a service with keys', () => {
  const startWithKeys = () => start({ models: models(), host: '0.0.0.0', keysFile: at('keys') });

  it('lets a key in by any of its three ways, from anywhere', async () => {
    const { app } = await startWithKeys();
    const basic = Buffer.from(`soc:${key}`).toString('base64');
    for (const headers of [
      { authorization: `Bearer ${key}` },
      { authorization: `Basic ${basic}` },
      { 'x-api-key': key },
    ]) {
      const answer = await app.inject({ ...predict, remoteAddress: '203.0.113.9', headers });
      expect(answer.statusCode).toBe(200);
    }
  });

  it.each([
    {},
    { authorization: 'Bearer' },
    { authorization: 'Bearer al_wrong' },
    { authorization: `Basic ${Buffer.from('soc:wrong').toString('base64')}` },
    { authorization: line.split(' ')[1] },
    { 'x-api-key': '' },
    { 'x-api-key': line.split(' ')[1] },
  ])('refuses %j, from this machine too', async (headers) => {
    const { app } = await startWithKeys();
    for (const remoteAddress of ['127.0.0.1', '203.0.113.9']) {
      const answer = await app.inject({ ...predict, remoteAddress, headers });
      expect(answer.statusCode).toBe(401);
      expect(answer.headers['www-authenticate']).toContain('Basic');
    }
    expect((await app.inject({ url: '/healthz' })).statusCode).toBe(200);
  });

  it('reads its keys again when it is told to', async () => {
    writeFileSync(at('changing'), `${makeApiKey('old').line}\n`);
    const { app, refresh } = await start({ models: models(), keysFile: at('changing') });
    const ask = () => app.inject({ url: '/models', headers: { 'x-api-key': key } });
    expect((await ask()).statusCode).toBe(401);
    writeFileSync(at('changing'), line);
    await refresh();
    expect((await ask()).statusCode).toBe(200);
    writeFileSync(at('changing'), 'broken');
    await expect(refresh()).rejects.toThrow('line 1: must be a name and a SHA-256 in hex');
    expect((await ask()).statusCode).toBe(200);
  });
});

it('ends the live feed of a key that is gone', async () => {
  writeFileSync(at('going'), line);
  const { app, refresh } = await start({ models: models(), keysFile: at('going') });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const ask = () => fetch(`${url}/live`, { headers: { 'x-api-key': key } });
  const feed = await ask();
  writeFileSync(at('going'), makeApiKey('new').line);
  await refresh();
  expect(await feed.text()).toContain('retry:');
  expect((await ask()).status).toBe(401);
});

describe('the rate limit', () => {
  it('counts each key by itself, and never health', async () => {
    const keysFile = at('two');
    const other = makeApiKey('other');
    writeFileSync(keysFile, `${line}\n${other.line}\n`);
    const { app } = await start({ models: models(), keysFile, rateLimit: 3 });
    const ask = async (own: string) =>
      (await app.inject({ url: '/models', headers: { 'x-api-key': own } })).statusCode;
    expect([await ask(key), await ask(key), await ask(key), await ask(key)]).toEqual([
      200, 200, 200, 429,
    ]);
    expect(await ask(other.key)).toBe(200);
    for (let i = 0; i < 5; i++) {
      expect((await app.inject('/healthz')).statusCode).toBe(200);
    }
    const limited = await app.inject({ url: '/models', headers: { 'x-api-key': key } });
    expect(limited.json()).toEqual({
      error: 'Too Many Requests',
      message: 'requests must be at most 3 a minute',
      field: null,
    });
    expect(Number(limited.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('a keys file', () => {
  it.each([
    ['', 'must hold a key, got none'],
    ['soc', 'line 1: must be a name and a SHA-256'],
    [`${line}\n${line}`, 'line 2: name must be new, got soc again'],
  ])('is refused as %j', async (text, message) => {
    writeFileSync(at('bad'), text);
    await expect(readApiKeys(at('bad'))).rejects.toThrow(message);
  });

  it('is refused when it is not there, as is a name that is none', async () => {
    await expect(readApiKeys(at('none'))).rejects.toThrow('must be a file of keys');
    expect(() => makeApiKey('two words')).toThrow('name must be 1 to 64');
  });
});

it('knows this machine by address and host', () => {
  expect(['127.0.0.1', '::1', '::ffff:127.0.0.1'].map(isLoopbackAddress)).toEqual([
    true,
    true,
    true,
  ]);
  expect(['10.0.0.1', '::', '', 'localhost', undefined].some(isLoopbackAddress)).toBe(false);
  expect(
    ['localhost', 'localhost:8080', '127.0.0.1:1', '[::1]:80', '::1'].every(isLoopbackHost),
  ).toBe(true);
  expect(['0.0.0.0', '::', 'localhost.example', '127.0.0.1.example', ''].some(isLoopbackHost)).toBe(
    false,
  );
});

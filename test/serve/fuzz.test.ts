import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import type { LightMyRequestResponse } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { fitLogins, serviceStarter, temporaryFolder } from './example-service';

const at = temporaryFolder();
const start = serviceStarter();
beforeAll(async () => (await fitLogins()).save(at('logins')));

interface Schema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly example?: unknown;
}

/** A value that the schema takes. */
function fitting(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.example !== undefined) return fc.constant(schema.example);
  switch ([schema.type].flat()[0]) {
    case 'object': {
      const entries = Object.entries(schema.properties ?? {});
      return fc.record(Object.fromEntries(entries.map(([name, each]) => [name, fitting(each)])));
    }
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 });
    case 'integer':
      return fc.integer({ min: 1, max: 1000 });
    case 'boolean':
      return fc.boolean();
    default:
      return fc.string();
  }
}

/** A value of a type that the schema does not take. */
function unfitting({ type }: Schema): fc.Arbitrary<unknown> {
  const types = [type].flat();
  const others: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    string: fc.string().map((text) => `${text}!`),
    number: fc.double({ noNaN: true, noDefaultInfinity: true }),
    boolean: fc.boolean(),
    null: fc.constant(null),
    array: fc.array(fc.jsonValue(), { minLength: 1 }).map((list) => [list]),
    object: fc.dictionary(fc.string(), fc.jsonValue()).map((inner) => ({ inner })),
  };
  const isFitting = (name: string) =>
    types.includes(name) || (name === 'number' && types.includes('integer'));
  const wrong = Object.keys(others).filter((name) => !isFitting(name));
  return fc.oneof(...wrong.map((name) => others[name]));
}

/** An object that fits but for one property, which is wrong or missing. */
function spoilt(schema: Schema, names: readonly string[]): fc.Arbitrary<object> {
  const properties = schema.properties ?? {};
  return fc
    .tuple(fitting(schema), fc.constantFrom(...names), fc.boolean())
    .chain(([object, name, isMissing]) => {
      const { [name]: _, ...rest } = object as Record<string, unknown>;
      const isRequired = schema.required?.includes(name);
      if (isMissing && isRequired) return fc.constant(rest);
      return unfitting(properties[name]).map((value) => ({ ...rest, [name]: value }));
    });
}

/** Bodies of a route that it must refuse, as text or bytes. */
function hostileBodies(body: Schema): fc.Arbitrary<string | Buffer> {
  const event = body.properties?.['event'] as Schema;
  const events = event.required ?? [];
  const options = Object.keys(body.properties ?? {}).filter((name) => name !== 'event');
  const good = fitting(event);
  const json = fc.oneof(
    spoilt(event, events).map((value) => ({ event: value })),
    spoilt(event, events).map((value) => ({ events: [value] })),
    fc
      .tuple(good, fc.constantFrom(...options))
      .chain(([value, name]) =>
        unfitting(body.properties?.[name] ?? {}).map((wrong) => ({ event: value, [name]: wrong })),
      ),
    fc.tuple(good, fc.string()).map(([value, name]) => ({ event: value, [`x${name}`]: 1 })),
    fc.jsonValue().map((value) => [value]),
  );
  const deep = fc.integer({ min: 1, max: 20_000 }).map((n) => '['.repeat(n) + ']'.repeat(n));
  const cut = fc.tuple(good, fc.integer({ min: 1, max: 40 })).map(([value, n]) => {
    const text = JSON.stringify({ event: value });
    return text.slice(0, Math.max(text.length - n, 0));
  });
  const notUtf8 = good.map((value) =>
    Buffer.concat([Buffer.from(JSON.stringify({ event: value })), Buffer.from([0xff])]),
  );
  const proto = good.map((value) => `{"__proto__":${JSON.stringify({ event: value })}}`);
  return fc.oneof(
    json.map((value) => JSON.stringify(value)),
    deep,
    cut,
    notUtf8,
    proto,
  );
}

const collect = () => {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
};

function expectRefusal(answer: LightMyRequestResponse): void {
  const told = `${answer.statusCode} ${answer.body}`;
  expect(told).toMatch(/^4\d\d \{/);
  expect(Object.keys(answer.json())).toEqual(['error', 'message', 'field']);
  expect(told).not.toMatch(/\n|\.[jt]s:\d|node_modules|at .*\(/);
  expect(answer.body.length).toBeLessThan(600);
}

describe('hostile bodies', () => {
  it('get 4xx in one form, a thousand of them, and leave no memory behind', async () => {
    const { app } = await start({ models: { logins: at('logins') } });
    const document = (await app.inject('/openapi.json')).json();
    const bodyOf = (path: string): Schema =>
      document.paths[path].post.requestBody.content['application/json'].schema;
    const requests = fc
      .constantFrom('/predict', '/explain')
      .chain((url) => hostileBodies(bodyOf(url)).map((payload) => ({ url, payload })));
    const headers = { 'content-type': 'application/json' };
    const run = (numRuns: number, seed: number) =>
      fc.assert(
        fc.asyncProperty(requests, async (request) => {
          expectRefusal(await app.inject({ ...request, method: 'POST', headers }));
        }),
        { numRuns, seed },
      );
    await run(200, 1); // warm
    const before = collect();
    await run(1000, 2);
    expect(collect() - before).toBeLessThan(8e6);
    expect((await app.inject('/readyz')).statusCode).toBe(200);
  });

  it('get 4xx whatever path, method and headers they come with', async () => {
    const { app } = await start({ models: { logins: at('logins') } });
    const request = fc.record({
      url: fc.oneof(
        fc.webPath().map((path) => `/x${path}`),
        fc.string().map((text) => `/models/${encodeURIComponent(text)}x/reload`),
        fc.constantFrom(
          '/predict',
          '/explain',
          '//',
          '/..%2f..%2fetc/passwd',
          '/docs/..%2f',
          '/%00',
        ),
      ),
      method: fc.constantFrom('POST', 'PUT', 'DELETE', 'PATCH') as fc.Arbitrary<'POST'>,
      headers: fc.record({
        'content-type': fc.constantFrom('text/plain', 'application/xml', 'application/json; x', ''),
        'x-api-key': fc.base64String(),
        'content-encoding': fc.constantFrom('gzip', 'br', 'identity'),
      }),
      payload: fc.string({ minLength: 1 }),
    });
    await fc.assert(
      fc.asyncProperty(request, async (each) => expectRefusal(await app.inject(each))),
      { numRuns: 300, seed: 3 },
    );
  });
});

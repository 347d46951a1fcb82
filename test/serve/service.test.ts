import { beforeAll, describe, expect, it } from 'vitest';
import { ecod } from '../../src/detectors/ecod';
import { conformalPValues } from '../../src/evaluate/thresholds/conformal';
import type { FittedPipeline } from '../../src/pipeline/fitted-pipeline';
import { reasonsOf } from '../../src/pipeline/reasons';
import { fitLogins, LOGINS, STRANGE, serviceStarter, temporaryFolder } from './example-service';

const at = temporaryFolder();
const start = serviceStarter();
let fitted: FittedPipeline;
beforeAll(async () => {
  fitted = await fitLogins();
  await fitted.save(at('logins'));
  await (await fitLogins(2, { missing: 'median', scaler: 'standard' })).save(at('other'));
});

const startBoth = async () => {
  const { app } = await start({ models: { logins: at('logins'), other: at('other') } });
  const post = async (url: string, payload: unknown) => {
    const answer = await app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json' },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
    return { status: answer.statusCode, json: answer.json(), headers: answer.headers };
  };
  return { app, post, predict: (payload: unknown) => post('/predict', payload) };
};

describe('POST /predict', () => {
  it('answers one event as the pipeline scores it', async () => {
    const { predict } = await startBoth();
    const [score] = await fitted.score([STRANGE]);
    const [pValue] = conformalPValues(fitted.calibrationScores, [score]);
    const { status, json } = await predict({ event: STRANGE });
    expect(status).toBe(200);
    expect(json).toEqual({
      model: 'logins',
      threshold: fitted.threshold,
      score,
      pValue,
      label: 1,
      prediction: 'anomaly',
    });
  });

  it('answers many events in their order, here and in a worker', async () => {
    const scores = await fitted.score(LOGINS);
    const pValues = conformalPValues(fitted.calibrationScores, scores);
    const labels = await fitted.predict(LOGINS);
    for (const workers of [0, 1]) {
      const { app } = await start({ models: { logins: at('logins') }, workers });
      const answer = await app.inject({
        method: 'POST',
        url: '/predict',
        payload: { events: LOGINS },
      });
      const { results, ...rest } = answer.json();
      expect(rest).toEqual({ model: 'logins', threshold: fitted.threshold });
      expect(results).toEqual(
        LOGINS.map((_, i) => ({
          score: scores[i],
          pValue: pValues[i],
          label: labels[i],
          prediction: labels[i] ? 'anomaly' : 'normal',
        })),
      );
    }
  });

  it('gives reasons when asked, as many as asked', async () => {
    const { predict } = await startBoth();
    const { json } = await predict({ event: STRANGE, reasons: true, nTop: 2 });
    expect(json.reasons).toHaveLength(2);
    const { json: many } = await predict({ events: [STRANGE, LOGINS[0]], reasons: true });
    expect(many.results.map((result: { reasons: unknown[] }) => result.reasons.length)).toEqual([
      3, 3,
    ]);
    const features = many.results[0].reasons.map(({ feature }: { feature: string }) => feature);
    expect(features).toContain('bytes_transferred');
    expect(many.results[0].reasons[0]).toMatchObject({
      actual: expect.anything(),
      typical: expect.anything(),
      contribution: expect.any(Number),
    });
  });

  it('says how it found reasons, which are those of the pipeline, here and in a worker', async () => {
    const events = [STRANGE, ...LOGINS.slice(0, 30)];
    const expected = await reasonsOf(fitted, events, { method: 'path', nTop: 3 });
    for (const workers of [0, 1]) {
      const { app } = await start({ models: { logins: at('logins') }, workers });
      const payload = { events, reasons: true };
      const { method, results } = (
        await app.inject({ method: 'POST', url: '/predict', payload })
      ).json();
      expect(method).toBe('pathAttribution');
      expect(results.map(({ reasons }: { reasons: unknown }) => reasons)).toEqual(expected);
    }
    const { predict } = await startBoth();
    const { json } = await predict({ event: STRANGE, reasons: 'anomalies' });
    expect(json).toMatchObject({ method: 'pathAttribution', reasons: expected[0] });
    expect((await predict({ event: STRANGE })).json).not.toHaveProperty('method');
  });

  it('finds reasons of another detector by occlusion', async () => {
    const other = await fitLogins(1, { detector: ecod() });
    await other.save(at('ecod'));
    const { app } = await start({ models: { ecod: at('ecod') } });
    const payload = { event: STRANGE, reasons: true, nTop: 4 };
    const answer = (await app.inject({ method: 'POST', url: '/predict', payload })).json();
    expect(answer).toMatchObject({
      method: 'occlusion',
      reasons: (await reasonsOf(other, [STRANGE]))[0],
    });
  });

  it('gives reasons of anomalies only, when asked so', async () => {
    const { predict } = await startBoth();
    const { json } = await predict({
      events: [LOGINS[0], STRANGE, LOGINS[1]],
      reasons: 'anomalies',
    });
    const [, strange] = json.results;
    const { json: alone } = await predict({ event: STRANGE, reasons: true });
    expect(strange.reasons).toEqual(alone.reasons);
    const labels = json.results.map(({ label }: { label: number }) => label === 1);
    const given = json.results.map((result: object) => 'reasons' in result);
    expect(given).toEqual(labels);
  });

  it('answers features as it does the event behind them', async () => {
    const { predict } = await startBoth();
    const { data } = fitted.transform([STRANGE]);
    expect((await predict({ features: [...data] })).json).toEqual({ prediction: 'anomaly' });
    const [usual] = [...LOGINS]
      .sort((a, b) => a.bytes_transferred - b.bytes_transferred)
      .slice(200);
    const features = [...fitted.transform([usual]).data];
    expect((await predict({ features, model: 'other' })).json).toEqual({ prediction: 'normal' });
  });

  it('takes null only where the model has an imputer', async () => {
    const { predict } = await startBoth();
    const event = { ...STRANGE, bytes_transferred: null };
    expect((await predict({ event, model: 'other' })).status).toBe(200);
    expect(await predict({ event })).toMatchObject({
      status: 400,
      json: { field: 'event.bytes_transferred', message: 'must be a number, got null' },
    });
  });

  it.each([
    ['', null, 'body must be JSON, got nothing'],
    ['[]', null, 'body must be an object, got an array of 0'],
    ['{"event":', null, 'body must be JSON, got one that is cut off'],
    ['{"event":ann}', null, /^body must be JSON, got other text( at character 9)?$/],
    [{}, null, 'body must have one of event, events and features, got none of them'],
    [{ event: STRANGE, events: [STRANGE] }, null, /got event and events$/],
    [{ event: STRANGE, colour: 1 }, 'colour', /^property must be event, events, .* got "colour"$/],
    [{ event: 3 }, 'event', 'must be an object, got 3'],
    [{ events: [] }, 'events', 'must be an array of 1 to 10000 events, got an array of 0'],
    [{ events: [STRANGE, null] }, 'events[1]', 'must be an object, got null'],
    [{ event: { user_id: 'ann' } }, 'event.login_success', 'must be a number, got nothing'],
    [
      { events: [STRANGE, { ...STRANGE, bytes_transferred: 'x'.repeat(90) }] },
      'events[1].bytes_transferred',
      `must be a number, got "${'x'.repeat(40)}"…`,
    ],
    [
      { event: { ...STRANGE, access_time: '25:00:00' } },
      'event.access_time',
      'must be a time as HH:MM:SS, got "25:00:00"',
    ],
    [
      { event: { ...STRANGE, user_id: ['ann'] } },
      'event.user_id',
      'must be a text, number, boolean or null, got an array of 1',
    ],
    [{ event: STRANGE, nTop: 0 }, 'nTop', 'must be an integer from 1 to 1000, got 0'],
    [
      { event: STRANGE, reasons: 'yes' },
      'reasons',
      'must be true, false or "anomalies", got "yes"',
    ],
    [{ features: [1, 2] }, 'features', 'must be 4 numbers, got 2'],
    [
      { features: [1, 2, 3, 'x'] },
      'features',
      'must be an array of finite numbers, got an array of 4',
    ],
    [
      JSON.stringify({ event: STRANGE }).replace('900000', '1e999'),
      'event.bytes_transferred',
      'must be a number, got Infinity',
    ],
    [
      JSON.stringify({ event: STRANGE }).replace(
        '{"user_id":"eve"',
        '{"__proto__":{"user_id":"eve"}',
      ),
      'event.user_id',
      'must be a text, number, boolean or null, got nothing',
    ],
    ['{"__proto__":{"event":{}}}', '__proto__', /^property must be /],
  ])('refuses %j', async (payload, field, message) => {
    const { predict } = await startBoth();
    const { status, json } = await predict(payload);
    expect(status).toBe(400);
    expect(json).toEqual({
      error: 'Bad Request',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
      field,
    });
  });

  it('refuses a model that it does not have, and values beyond its numbers', async () => {
    const { predict } = await startBoth();
    expect(await predict({ event: STRANGE, model: 'constructor' })).toMatchObject({
      status: 404,
      json: { field: 'model', message: 'must be one of logins, other, got "constructor"' },
    });
    const { status } = await predict({
      event: { ...STRANGE, bytes_transferred: 1e308 },
      model: 'other',
    });
    expect([200, 400]).toContain(status);
  });
});

describe('POST /explain', () => {
  it('lists every column, which make up the score from its base', async () => {
    const { post } = await startBoth();
    const { status, json } = await post('/explain', { event: STRANGE });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      model: 'logins',
      label: 1,
      method: 'treeShap',
      unit: 'log2(score)',
    });
    expect(json.contributions).toHaveLength(4);
    const moved = json.contributions.reduce(
      (sum: number, { contribution }: { contribution: number }) => sum + contribution,
      0,
    );
    expect(json.baseScore * 2 ** moved).toBeCloseTo(json.score, 6);
    expect(json.baseScore).toBeLessThan(json.score);
  });

  it('takes one event of 256 kB at most, for it is read on the event loop', async () => {
    const { post } = await startBoth();
    const event = { ...STRANGE, note: 'x'.repeat(256 * 1024) };
    expect((await post('/explain', { event })).status).toBe(413);
  });

  it('names the field that is wrong', async () => {
    const { post } = await startBoth();
    expect((await post('/explain', {})).json).toMatchObject({ field: 'event' });
    expect((await post('/explain', { event: {} })).json).toMatchObject({
      field: 'event.login_success',
    });
    expect((await post('/explain', { events: [] })).json).toMatchObject({ field: 'events' });
  });
});

describe('the other routes', () => {
  it.each([
    ['GET', '/docs/static/none', 404, /^path must be one that \/docs lists, got "\/docs/],
    ['GET', `/models/${'x'.repeat(5000)}`, 404, /^path must be .* got "\/models\/x{32}"…$/],
    ['POST', `/models/${'x'.repeat(5000)}/reload`, 414, /^path must be .* got a longer one$/],
    ['GET', '/predict', 405, 'method must be POST, got GET'],
  ] as const)('tell to %s %s what is wrong with it', async (method, url, status, message) => {
    const { app } = await startBoth();
    const answer = await app.inject({ method, url });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toEqual({
      error: expect.any(String),
      message: expect.stringMatching(message),
      field: null,
    });
  });

  it('tell of the models', async () => {
    const { app } = await startBoth();
    const { models } = (await app.inject('/models')).json();
    expect(models).toHaveLength(2);
    expect(models[0]).toMatchObject({
      name: 'logins',
      detector: { name: 'isolationForest', params: { nTrees: 30 } },
      featureNames: fitted.featureNames,
      threshold: fitted.threshold,
      metadata: { trainedOn: 'test logins' },
      reloadFailure: null,
    });
    expect(models[0].columns).toContainEqual({
      name: 'access_time',
      kind: 'hour',
      mayBeNull: false,
    });
  });

  it('say that the service lives, is ready, and what it has counted', async () => {
    const { app, predict } = await startBoth();
    expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });
    expect((await app.inject('/readyz')).json()).toEqual({ status: 'ready', nModels: 2 });
    await predict({ events: [STRANGE, LOGINS[0]] });
    await predict({});
    const { body, headers } = await app.inject('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(body).toContain('anomaly_lab_events_scored_total{model="logins"} 2');
    expect(body).toContain('anomaly_lab_anomalies_total{model="logins"} 1');
    expect(body).toContain(
      'anomaly_lab_requests_total{method="POST",route="/predict",status="400"} 1',
    );
    expect(body).toContain('anomaly_lab_model_info{model="other",detector="isolationForest"} 1');
    expect(body).toMatch(/nodejs_eventloop_lag_seconds \d/);
  });

  it('describe the service as OpenAPI, with the columns of the models', async () => {
    const { app } = await startBoth();
    const document = (await app.inject('/openapi.json')).json();
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/predict',
        '/explain',
        '/models',
        '/models/{name}/reload',
        '/healthz',
      ]),
    );
    const body = document.paths['/predict'].post.requestBody.content['application/json'].schema;
    expect(body.properties.event.anyOf[0].required).toEqual(
      expect.arrayContaining(['user_id', 'access_time']),
    );
    const page = await app.inject('/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toBeTruthy();
  });

  it('answer a wrong path, method or kind of body in the same form', async () => {
    const { app } = await startBoth();
    const wrong = async (options: object) => {
      const answer = await app.inject(options);
      expect(Object.keys(answer.json())).toEqual(['error', 'message', 'field']);
      return answer;
    };
    expect((await wrong({ url: '/nothing' })).statusCode).toBe(404);
    const method = await wrong({ method: 'GET', url: '/predict' });
    expect([method.statusCode, method.headers['allow']]).toEqual([405, 'POST']);
    const payload = JSON.stringify({ event: STRANGE });
    const type = { 'content-type': 'text/plain' };
    expect(
      (await wrong({ method: 'POST', url: '/predict', headers: type, payload })).statusCode,
    ).toBe(415);
    const gzip = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
    expect(
      (await wrong({ method: 'POST', url: '/predict', headers: gzip, payload })).statusCode,
    ).toBe(415);
    expect((await wrong({ url: '/%ff' })).statusCode).toBe(400);
  });
});

import { describe, expect, it } from 'vitest';
import { createModelSet } from '../../../src/serve/models/model-set';
import { servedModel } from '../../../src/serve/models/served-model';
import { startBatchPool } from '../../../src/serve/predict/batch-pool';
import { fitLogins, LOGINS } from '../example-service';

const body = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

async function startPool(timeoutMs = 60_000) {
  const model = servedModel('logins', await fitLogins(), 0);
  const models = createModelSet();
  models.put(model);
  const deaths: string[] = [];
  const pool = await startBatchPool(1, models, timeoutMs, (reason) => deaths.push(reason));
  const ask = async (value: unknown) => pool.predict(body(value), false, () => true);
  return { model, models, deaths, pool, ask };
}

describe('startBatchPool', () => {
  it('replaces a worker that cannot take a model, and answers what waits', async () => {
    const { model, deaths, pool, ask } = await startPool();
    const saveNothing = { ...model.pipeline, save: async () => {} };
    await pool.load({ ...model, pipeline: saveNothing });
    expect(await ask({ events: LOGINS })).toMatchObject({
      statusCode: 200,
      nEvents: LOGINS.length,
    });
    expect(deaths).toHaveLength(1);
    await pool.close();
  });

  it('gives up on a body that takes too long, and on the worker that is stuck with it', async () => {
    const { deaths, pool, ask } = await startPool(2);
    const events = Array.from({ length: 10_000 }, (_, i) => LOGINS[i % LOGINS.length]);
    await expect(ask({ events })).rejects.toMatchObject({
      statusCode: 503,
      message: expect.stringContaining('took too long'),
    });
    await expect.poll(() => deaths, { timeout: 10_000 }).toEqual(['a body took too long']);
    await pool.close();
  });

  it('starts a worker with the models as they are then, replaced meanwhile or not', async () => {
    const { model, models, deaths, pool, ask } = await startPool();
    let isReplaced = false;
    const save = async (directory: string) => {
      if (!isReplaced) models.put({ ...model, pipeline: newer });
      isReplaced = true;
      await model.pipeline.save(directory);
    };
    const newer = await fitLogins(2);
    models.put({ ...model, pipeline: { ...model.pipeline, save } });
    await pool.load({ ...model, pipeline: { ...model.pipeline, save: async () => {} } });
    await expect.poll(() => deaths, { timeout: 10_000 }).toHaveLength(1);
    const answer = await ask({ events: LOGINS });
    const { threshold } = JSON.parse(new TextDecoder().decode(answer.body as Uint8Array));
    expect(threshold).toBe(newer.threshold);
    expect(isReplaced).toBe(true);
    await pool.close();
  });

  it('hands on what the caller did wrong, and leaves out what nobody waits for', async () => {
    const { pool, ask } = await startPool();
    await expect(ask({ events: [1] })).rejects.toMatchObject({
      statusCode: 400,
      field: 'events[0]',
    });
    const unwanted = pool.predict(body({ events: LOGINS }), false, () => false);
    await expect(unwanted).rejects.toMatchObject({ statusCode: 503 });
    await pool.close();
  });

  it('refuses more than may wait', async () => {
    const { pool } = await startPool();
    const long = () => pool.predict(new Uint8Array(40 * 1024 * 1024), false, () => true);
    const first = long().catch(({ statusCode }) => statusCode);
    const second = long().catch(({ statusCode }) => statusCode);
    await expect(long()).rejects.toMatchObject({ statusCode: 503 });
    expect([await first, await second]).toEqual([400, 400]);
    await pool.close();
  });
});

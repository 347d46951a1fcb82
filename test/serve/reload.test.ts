import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import type { FittedPipeline } from '../../src/pipeline/fitted-pipeline';
import { fitLogins, LOGINS, STRANGE, serviceStarter, temporaryFolder } from './example-service';

const at = temporaryFolder();
const start = serviceStarter();
let [first, second]: FittedPipeline[] = [];
beforeAll(async () => {
  [first, second] = [await fitLogins(1), await fitLogins(2)];
});

const startAt = async (name: string, more: object = {}) => {
  await first.save(at(name));
  const service = await start({ models: { logins: at(name) }, ...more });
  const predict = (payload: object) =>
    service.app.inject({ method: 'POST', url: '/predict', payload });
  return {
    ...service,
    predict,
    reload: () => service.app.inject({ method: 'POST', url: '/models/logins/reload' }),
    score: async () => (await predict({ event: STRANGE })).json().score,
    model: async () => (await service.app.inject('/models')).json().models[0],
  };
};

describe('reload', () => {
  it('takes a new model when told, here and in the workers', async () => {
    const { reload, score, predict } = await startAt('told', { workers: 1 });
    await second.save(at('told'));
    expect(await score()).toBe((await first.score([STRANGE]))[0]);
    const answer = await reload();
    expect([answer.statusCode, answer.json().threshold]).toEqual([200, second.threshold]);
    expect(await score()).toBe((await second.score([STRANGE]))[0]);
    const { results } = (await predict({ events: LOGINS })).json();
    expect(results[7].score).toBe((await second.score(LOGINS))[7]);
  });

  it('takes a folder that is replaced by itself', async () => {
    const { score } = await startAt('watched', { watch: true });
    await second.save(at('watched'));
    const [wanted] = await second.score([STRANGE]);
    await expect.poll(score, { timeout: 20_000 }).toBe(wanted);
  });

  it('keeps the old model where the new folder is broken, and says so', async () => {
    const { reload, score, model, refresh } = await startAt('broken');
    const before = await score();
    writeFileSync(at('broken', 'pipeline.json'), '{');
    const answer = await reload();
    expect(answer.statusCode).toBe(409);
    expect(answer.json()).toMatchObject({ error: 'Conflict', field: 'name' });
    expect(answer.json().message).toMatch(/^the old model is served on: logins\/pipeline\.json: /);
    expect(await score()).toBe(before);
    expect((await model()).reloadFailure.message).toMatch(/^logins\/pipeline\.json: /);
    rmSync(at('broken'), { recursive: true });
    await second.save(at('broken'));
    await refresh();
    expect((await model()).reloadFailure).toBeNull();
    expect(await score()).not.toBe(before);
  });

  it('keeps the old model where the folder is gone', async () => {
    const { reload, score } = await startAt('gone');
    const before = await score();
    cpSync(at('gone'), at('kept'), { recursive: true });
    rmSync(at('gone'), { recursive: true });
    expect((await reload()).statusCode).toBe(409);
    expect(await score()).toBe(before);
  });

  it('knows no other model', async () => {
    const { app } = await startAt('named');
    const answer = await app.inject({ method: 'POST', url: '/models/__proto__/reload' });
    expect([answer.statusCode, answer.json().field]).toEqual([404, 'name']);
  });

  it('loses no request while models change under load', async () => {
    const { reload, predict } = await startAt('load', { workers: 1 });
    const answers: Promise<{ statusCode: number }>[] = [];
    for (let i = 0; i < 6; i++) {
      await (i % 2 ? first : second).save(at('load'));
      for (let j = 0; j < 20; j++) answers.push(predict({ event: STRANGE }));
      for (let j = 0; j < 3; j++) answers.push(predict({ events: LOGINS }));
      answers.push(reload());
      await setTimeout(5);
    }
    const statuses = (await Promise.all(answers)).map(({ statusCode }) => statusCode);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { afterAll, afterEach } from 'vitest';
import { isolationForest } from '../../src/detectors/isolation-forest';
import type { FittedPipeline } from '../../src/pipeline/fitted-pipeline';
import { pipeline } from '../../src/pipeline/pipeline';
import { createRandom } from '../../src/random';
import { createService, type Service } from '../../src/serve/service';
import type { ServiceOptions } from '../../src/serve/service-options';

/** A login, with more columns than the model reads. */
export interface Login {
  readonly user_id: string | null;
  readonly login_success: boolean;
  readonly access_time: string;
  readonly bytes_transferred: number;
  readonly note: string;
}

const random = createRandom(7);

/** Logins as most are. */
export const LOGINS: readonly Login[] = Array.from({ length: 400 }, (_, i) => ({
  user_id: random.choice(['ann', 'bob', 'cy']),
  login_success: random.uniform() < 0.95,
  access_time: `${String(8 + (i % 9)).padStart(2, '0')}:15:00`,
  bytes_transferred: Math.round(random.normal(5000, 500)),
  note: 'ignored',
}));

/** A login unlike them. */
export const STRANGE: Login = {
  user_id: 'eve',
  login_success: false,
  access_time: '03:00:00',
  bytes_transferred: 900_000,
  note: '',
};

/** A pipeline of logins. */
export function fitLogins(seed = 1, options: object = {}): Promise<FittedPipeline> {
  return pipeline({
    columns: {
      login_success: 'numeric',
      bytes_transferred: 'numeric',
      access_time: 'hour',
      user_id: 'frequency',
    },
    detector: isolationForest({ nTrees: 30, seed }),
    metadata: { trainedOn: 'test logins' },
    ...options,
  }).fit(LOGINS);
}

/** A temporary folder that is removed after the file's tests. */
export function temporaryFolder(): (...names: string[]) => string {
  const folder = mkdtempSync(join(tmpdir(), 'serve '));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return (...names) => join(folder, ...names);
}

/** Starts services that are closed after each test; they are asked again while they say that they are busy. */
export function serviceStarter(): (options: ServiceOptions) => Promise<Service> {
  const running: Service[] = [];
  afterEach(async () => {
    await Promise.all(running.splice(0).map(({ app }) => app.close()));
  });
  return async (options) => {
    const service = await createService({ workers: 0, watch: false, ...options });
    running.push(service);
    askPatiently(service);
    return service;
  };
}

/** As callers do; where the machine is busy with other tests, the event loop may stand still for a second. */
function askPatiently({ app }: Service): void {
  const inject = app.inject.bind(app) as (
    options: InjectOptions,
  ) => Promise<LightMyRequestResponse>;
  const patient = async (options: InjectOptions) => {
    for (;;) {
      const answer = await inject(options);
      if (!answer.body.includes('the service is busy')) return answer;
      await setTimeout(100);
    }
  };
  app.inject = patient as FastifyInstance['inject'];
}

import type { FastifyInstance } from 'fastify';
import { type CallerOf, guardAccess } from './access';
import { readApiKeys } from './api-keys';
import { createHttpApp } from './http-app';
import { createLiveClients } from './live/live-clients';
import { loadModels } from './models/model-registry';
import { createModelSet } from './models/model-set';
import { addOpenApi } from './openapi';
import { type BatchPool, startBatchPool } from './predict/batch-pool';
import { dispatchPredictions } from './predict/dispatch';
import { problem } from './problem';
import { addDashboardRoutes } from './routes/dashboard';
import { addExplainRoute } from './routes/explain';
import { addHealthRoutes } from './routes/health';
import { addMetricsRoute } from './routes/metrics';
import { addModelsRoute } from './routes/models';
import { addPredictRoute } from './routes/predict';
import { addReloadRoute } from './routes/reload';
import { createScoredFeed, type ScoredFeed } from './scored-feed';
import type { ServiceContext } from './service-context';
import { logRequests } from './service-log';
import { fillServiceOptions, type ServiceOptions } from './service-options';
import { createTelemetry } from './telemetry';

/** Saved pipelines behind HTTP, not yet listening. */
export interface Service extends Pick<ScoredFeed, 'onScored'> {
  /** Fastify's application; `close` it when done, which finishes what it accepted. */
  readonly app: FastifyInstance;
  /** Reads the keys again, and loads models whose folders have changed. */
  refresh(): Promise<void>;
}

/** Between two looks at the folders of the models. */
const WATCH_MS = 1000;

/**
 * Makes a service of saved pipelines: `/predict`, `/explain`, `/models`, health, metrics and `/docs`.
 *
 * Fastify and its plugins are loaded when it is first called.
 *
 * @throws {RangeError} if an option is unknown or out of range, or keys are missing that the host needs.
 * @throws {Error} naming the file, if a model or the keys cannot be read.
 * @example
 * const { app } = await createService({ models: { forest: 'models/auth' } });
 * const answer = await app.inject({ method: 'POST', url: '/predict', payload: { event } });
 */
export async function createService(options: ServiceOptions): Promise<Service> {
  const filled = fillServiceOptions(options);
  const { keysFile, log, workers, watch, timeoutSeconds } = filled;
  let keys = keysFile === undefined ? undefined : await readApiKeys(keysFile);
  const app = await createHttpApp(filled);
  const models = createModelSet();
  let pool: BatchPool | undefined;
  let timer: NodeJS.Timeout | undefined;
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await pool?.close();
    models.dispose();
  });
  try {
    const telemetry = await createTelemetry(app, models);
    const onReload = (model: string, error?: Error) => {
      telemetry.countReload(model, error === undefined);
      if (error) app.log.error({ model, reason: error.message }, 'model not loaded, old one kept');
      else app.log.info({ model }, 'model loaded');
    };
    const registry = await loadModels(models, filled.models, onReload, () => pool);
    if (workers > 0) {
      pool = await startBatchPool(workers, models, timeoutSeconds * 1000, (reason) => {
        app.log.error({ reason }, 'batch worker died, another starts');
      });
    }
    const feed = createScoredFeed();
    const predict = dispatchPredictions(models, pool, telemetry, feed);
    const live = createLiveClients(feed.onScored);
    if (log !== false) logRequests(app);
    const callerOf = guardAccess(app, () => keys);
    await limitRate(app, filled.rateLimit, callerOf);
    await addRoutes(app, { registry, telemetry, live, predict });
    if (watch) timer = setInterval(() => void registry.reloadChanged(), WATCH_MS).unref();
    const refresh = async () => {
      if (keysFile !== undefined) {
        keys = await readApiKeys(keysFile);
        live.sendAway(); // those whose key is gone do not get in again
      }
      await registry.reloadChanged();
    };
    return { app, refresh, onScored: feed.onScored };
  } catch (error) {
    await app.close();
    throw error;
  }
}

async function addRoutes(app: FastifyInstance, context: ServiceContext): Promise<void> {
  await addOpenApi(app, context.registry.models);
  addPredictRoute(app, context);
  addExplainRoute(app, context);
  addModelsRoute(app, context);
  addReloadRoute(app, context);
  addHealthRoutes(app, context);
  addMetricsRoute(app, context);
  await addDashboardRoutes(app, context);
}

async function limitRate(
  app: FastifyInstance,
  perMinute: number | undefined,
  callerOf: CallerOf,
): Promise<void> {
  if (perMinute === undefined) return;
  const { default: rateLimit } = await import('@fastify/rate-limit');
  await app.register(rateLimit, {
    max: perMinute,
    timeWindow: 60_000,
    keyGenerator: callerOf,
    errorResponseBuilder: () => problem(429, `requests must be at most ${perMinute} a minute`),
  });
}

import type { FastifyInstance } from 'fastify';
import type { ModelSet } from './models/model-set';
import type { Answer } from './predict/answer';

/** Figures for Prometheus. */
export interface Telemetry {
  /** Counts what was scored. */
  count(answer: Answer): void;
  /** Counts a reload of a model. */
  countReload(model: string, succeeded: boolean): void;
  /** Text in Prometheus' format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Upper ends of the histogram, seconds. */
const BUCKETS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];

/** Counts requests, what they scored, and the process itself: memory, processor, event-loop lag. */
export async function createTelemetry(app: FastifyInstance, models: ModelSet): Promise<Telemetry> {
  const { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } = await import(
    'prom-client'
  );
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string, labelNames: string[]) =>
    new Counter({ name: `anomaly_lab_${name}`, help, labelNames, registers });
  const requests = counter('requests_total', 'Requests answered', ['method', 'route', 'status']);
  const scored = counter('events_scored_total', 'Events scored', ['model']);
  const anomalies = counter('anomalies_total', 'Events at or above the threshold', ['model']);
  const reloads = counter('model_reloads_total', 'Models loaded anew', ['model', 'result']);
  const seconds = new Histogram({
    name: 'anomaly_lab_request_duration_seconds',
    help: 'Time from a request to its answer',
    labelNames: ['route'],
    buckets: BUCKETS,
    registers,
  });
  const info = (name: string, help: string, labelNames: string[], set: (gauge: Info) => void) =>
    new Gauge({
      name: `anomaly_lab_model_${name}`,
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        set(this);
      },
    });
  const eachModel = () => models.names.map((name) => models.get(name)).filter((model) => !!model);
  info('info', 'Models served', ['model', 'detector'], (gauge) => {
    for (const { name, pipeline } of eachModel()) {
      gauge.set({ model: name, detector: pipeline.detector.name }, 1);
    }
  });
  info('threshold', 'Score from which an event is an anomaly', ['model'], (gauge) => {
    for (const { name, pipeline } of eachModel()) gauge.set({ model: name }, pipeline.threshold);
  });
  info('loaded_timestamp_seconds', 'When the model was loaded', ['model'], (gauge) => {
    for (const { name, loadedAt } of eachModel()) gauge.set({ model: name }, loadedAt / 1000);
  });
  app.addHook('onResponse', async ({ method, routeOptions }, reply) => {
    const route = routeOptions.url ?? 'none';
    requests.inc({ method, route, status: reply.statusCode });
    seconds.observe({ route }, reply.elapsedTime / 1000);
  });
  return {
    count: ({ model, nEvents, nAnomalies }) => {
      if (model === undefined) return;
      scored.inc({ model }, nEvents);
      anomalies.inc({ model }, nAnomalies);
    },
    countReload: (model, succeeded) => reloads.inc({ model, result: succeeded ? 'ok' : 'failed' }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/** The part of a gauge that is set when it is read. */
interface Info {
  set(labels: Record<string, string>, value: number): void;
}

import { createServer, type Server } from 'node:http';
import type { BatchResult, MessageLog } from './message-log';

/** Figures of a worker for Prometheus. */
export interface StreamMetrics {
  /** Has the lag read from a log. */
  watch(log: Pick<MessageLog, 'lag'>): void;
  /** Counts what was written. */
  readonly count: (result: BatchResult) => void;
  /** Text in Prometheus' format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Upper ends of the histogram, seconds. */
const BUCKETS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300];

/** Counts messages, findings and what was rejected, and the process itself: memory, processor, event-loop lag. */
export async function createStreamMetrics(): Promise<StreamMetrics> {
  const { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } = await import(
    'prom-client'
  );
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const counter = (name: string, help: string) =>
    new Counter({ name: `anomaly_lab_stream_${name}`, help, registers });
  const messages = counter('messages_total', 'Messages done with');
  const replayed = counter('messages_replayed_total', 'Messages read again in silence');
  const findings = counter('findings_total', 'Findings written');
  const rejected = counter('rejected_total', 'Messages that no finding can be made of');
  const seconds = new Histogram({
    name: 'anomaly_lab_stream_seconds',
    help: "Time from a batch's oldest message reaching its log to its findings being written",
    buckets: BUCKETS,
    registers,
  });
  let log: Pick<MessageLog, 'lag'> | undefined;
  new Gauge({
    name: 'anomaly_lab_stream_lag_messages',
    help: 'Messages that are there and not read yet',
    labelNames: ['partition'],
    registers,
    collect() {
      this.reset();
      for (const [partition, lag] of log?.lag() ?? []) this.set({ partition }, lag);
    },
  });
  return {
    watch: (watched) => {
      log = watched;
    },
    count: (result) => {
      for (const { messages: all, judgeFrom } of result.batches) {
        const judged = all.filter(({ offset }) => offset >= judgeFrom);
        messages.inc(judged.length);
        replayed.inc(all.length - judged.length);
        const time = judged[0]?.time;
        if (time !== undefined) seconds.observe(Math.max(Date.now() - time, 0) / 1000);
      }
      findings.inc(result.findings.length);
      rejected.inc(result.rejected.length);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

/**
 * Answers `GET /metrics`.
 *
 * @param host address to listen at; of other than this machine anybody may ask. Default 127.0.0.1.
 * @throws {Error} if the port is taken.
 */
export async function serveMetrics(
  metrics: StreamMetrics,
  port: number,
  host: string = '127.0.0.1',
): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404).end('not found\n');
      return;
    }
    void metrics.text().then((text) => {
      response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
    });
  });
  await new Promise<void>((done, fail) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      fail(new Error(`${host}:${port} must be an address to listen at (${code})`));
    });
    server.listen(port, host, done);
  });
  return server;
}

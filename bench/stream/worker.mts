// One worker of scale.mts as a process of its own: worker.mts ADDRESS NAME MODEL. Tells its parent what it did.
import { loadPipeline, type StreamMetrics, streamEvents } from '../../src/index';

const [address, name, model] = process.argv.slice(2);
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
let nDone = 0;
let lag = () => 0;
const tell = () => {
  const { user, system } = process.cpuUsage();
  const rssMb = process.memoryUsage().rss / 2 ** 20;
  process.send?.({ nDone, lag: lag(), cpuSeconds: (user + system) / 1e6, rssMb });
};
const clock = setInterval(tell, 100);
const metrics = {
  watch: (log: { lag(): ReadonlyMap<number, number> }) => {
    lag = () => [...log.lag().values()].reduce((sum, one) => sum + one, 0);
  },
  count: ({ batches }: { batches: readonly { messages: readonly unknown[] }[] }) => {
    for (const { messages } of batches) nDone += messages.length;
  },
} as unknown as StreamMetrics;
const pipeline = await loadPipeline(model);
await streamEvents({
  connection: { brokers: [address] },
  ...{ from: `${name}-logins`, to: `${name}-findings`, group: name, pipeline, modelName: 'bench' },
  ...{ snapshots: { topic: `${name}-snapshots` }, snapshotSeconds: 5 },
  ...{ metrics, signal: stop.signal },
});
clearInterval(clock);
tell();
process.disconnect?.();

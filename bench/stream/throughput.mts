// What one worker of a stream does on a broker of this machine: npx tsx bench/stream/throughput.mts
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createBroker } from '../../scripts/kafka/broker';
import { makeTopics } from '../../scripts/kafka/topics';
import {
  type BatchResult,
  type FittedPipeline,
  type Matrix,
  type StreamMetrics,
  streamEvents,
  type Windows,
} from '../../src/index';
import { loginsOf, sendLogins } from './events';
import { MODELS } from './models';

const N_PARTITIONS = 8;
const N_USERS = 1500;
const N_USERS_PACED = 750;
/** The first messages come while code is still being compiled and caches are empty. */
const WARM_UP_SHARE = 0.2;

interface Run {
  readonly model: string;
  readonly pipeline: FittedPipeline<Matrix | Windows>;
  readonly exactlyOnce: boolean;
  /** Undefined where all logins are there before the worker starts. */
  readonly perSecond?: number;
}

const folder = mkdtempSync(join(tmpdir(), 'stream bench '));
const broker = await createBroker(join(folder, 'kafka'));
await broker.start();
const logins = loginsOf(N_USERS);
const bytes = Buffer.byteLength(JSON.stringify(logins));
console.log(
  `${cpus().length} cores (${cpus()[0].model}), node ${process.version}, ${N_PARTITIONS} partitions, ` +
    `${Math.round(bytes / logins.length)} bytes a login`,
);
try {
  for (const [model, train] of Object.entries(MODELS)) {
    const fitted = await train(logins);
    for (const exactlyOnce of [false, true]) {
      const perSecond = await run({ model, pipeline: fitted, exactlyOnce });
      await run({ model, pipeline: fitted, exactlyOnce, perSecond: Math.round(perSecond / 2) });
    }
    fitted.dispose();
  }
} finally {
  await broker.stop();
  rmSync(folder, { recursive: true });
}

/** Returns the logins a second. */
async function run({ model, pipeline, exactlyOnce, perSecond }: Run): Promise<number> {
  const name = `${model}-${exactlyOnce ? 'exactly-once' : 'at-least-once'}-${perSecond ?? 'full'}`;
  const [from, to, snapshots] = [`${name}-logins`, `${name}-findings`, `${name}-snapshots`];
  await makeTopics(broker.address, [
    { name: from, partitions: N_PARTITIONS, isCompacted: false },
    { name: to, partitions: N_PARTITIONS, isCompacted: false },
    { name: snapshots, partitions: 1, isCompacted: true },
  ]);
  const nUsers = perSecond ? N_USERS_PACED : N_USERS;
  const nLogins = perSecond ? loginsOf(nUsers).length : logins.length;
  const sending = perSecond
    ? sendElsewhere(from, nUsers, perSecond)
    : sendLogins(broker.address, from, logins);
  if (!perSecond) await sending;
  const measured = measure(nLogins);
  const counts = await streamEvents({
    connection: { brokers: [broker.address] },
    ...{ from, to, exactlyOnce, pipeline, modelName: model, group: name },
    ...{ snapshots: { topic: snapshots }, snapshotSeconds: 5 },
    ...{ metrics: measured.metrics, signal: measured.signal },
  });
  await sending;
  console.log(`${name}: ${counts.nFindings} findings; ${measured.text()}`);
  return measured.perSecond();
}

function sendElsewhere(topic: string, nUsers: number, perSecond: number): Promise<unknown> {
  const script = fileURLToPath(new URL('sender.mts', import.meta.url));
  const args = ['--import', 'tsx', script, broker.address, topic, `${nUsers}`, `${perSecond}`];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  return new Promise((done) => child.once('exit', done));
}

/** Counts what a worker writes behind the warm-up, and how old messages are by then. */
function measure(nLogins: number) {
  const stop = new AbortController();
  const ages: number[] = [];
  let nDone = 0;
  let from: { n: number; time: number; cpu: NodeJS.CpuUsage } | undefined;
  let [seconds, cpuSeconds] = [0, 0];
  const count = ({ batches }: BatchResult) => {
    const now = Date.now();
    const isWarm = from !== undefined;
    for (const { messages } of batches) {
      nDone += messages.length;
      if (isWarm) for (const { time = now } of messages) ages.push(now - time);
    }
    if (from) {
      const { user, system } = process.cpuUsage(from.cpu);
      [seconds, cpuSeconds] = [(performance.now() - from.time) / 1000, (user + system) / 1e6];
    } else if (nDone >= WARM_UP_SHARE * nLogins) {
      from = { n: nDone, time: performance.now(), cpu: process.cpuUsage() };
    }
    if (nDone >= nLogins) stop.abort();
  };
  const metrics = { watch: () => {}, count } as unknown as StreamMetrics;
  const perSecond = () => (nDone - (from?.n ?? 0)) / seconds;
  const text = () => {
    ages.sort((a, b) => a - b);
    const age = (share: number) => ages[Math.floor(share * (ages.length - 1))];
    return [
      `${Math.round(perSecond())} logins/s over ${seconds.toFixed(1)} s`,
      `${((1e6 * cpuSeconds) / ages.length).toFixed(1)} µs of processor each`,
      `age when its finding is written: median ${age(0.5)} ms, 99 % ${age(0.99)} ms, most ${age(1)} ms`,
      `${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`,
    ].join('; ');
  };
  return { metrics, signal: stop.signal, perSecond, text };
}

// Two workers against one, or memory over many logins: npx tsx bench/stream/scale.mts [ROUNDS]. By default pairs of one worker and
// two in turn; with a number of rounds of the same 195,000 logins, one worker over all of them.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createBroker } from '../../scripts/kafka/broker';
import { makeTopics } from '../../scripts/kafka/topics';
import { loginsOf } from './events';
import { MODELS } from './models';

const N_USERS = 1500;
const N_PAIRS = 5;
const TSX = ['--import', 'tsx'];

interface Told {
  /** Logins that were read again after the partitions moved count twice. */
  readonly nDone: number;
  readonly lag: number;
  readonly cpuSeconds: number;
  readonly rssMb: number;
}

const nRounds = Number(process.argv[2] ?? 0);
const folder = mkdtempSync(join(tmpdir(), 'stream scale '));
const broker = await createBroker(join(folder, 'kafka'));
await broker.start();
const logins = loginsOf(N_USERS);
const model = join(folder, 'model');
const fitted = await MODELS.forest(logins);
await fitted.save(model);
fitted.dispose();
try {
  if (nRounds > 0) await overMany();
  else await pairs();
} finally {
  await broker.stop();
  rmSync(folder, { recursive: true });
}

async function pairs(): Promise<void> {
  const ratios: number[] = [];
  for (let pair = 0; pair < N_PAIRS; pair++) {
    const order = pair % 2 === 0 ? [1, 2] : [2, 1];
    const rates = new Map<number, number>();
    for (const nWorkers of order)
      rates.set(nWorkers, await rateOf(nWorkers, `pair${pair}-${nWorkers}`));
    ratios.push((rates.get(2) as number) / (rates.get(1) as number));
  }
  ratios.sort((a, b) => a - b);
  console.log(`two against one: ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}`);
}

/** Logins a second of workers that find three rounds of logins there, from when a fifth is done. */
async function rateOf(nWorkers: number, name: string): Promise<number> {
  const nLogins = 3 * logins.length;
  await topicsOf(name);
  await once(sender(name, 3), 'exit');
  const workers = Array.from({ length: nWorkers }, () => startWorker(name));
  const total = (of: (told: Told) => number) =>
    workers.reduce((sum, { told }) => sum + of(told()), 0);
  while (total((told) => told.nDone) < nLogins / 5) await wait(20);
  const first = {
    time: performance.now(),
    n: total((told) => told.nDone),
    cpu: total((told) => told.cpuSeconds),
  };
  while (total((told) => told.nDone) < nLogins || total((told) => told.lag) > 0) await wait(20);
  const seconds = (performance.now() - first.time) / 1000;
  const n = nLogins - first.n;
  const cpu = total((told) => told.cpuSeconds) - first.cpu;
  for (const worker of workers) await worker.stop();
  console.log(
    `${nWorkers} workers: ${Math.round(n / seconds)} logins/s, ${((1e6 * cpu) / n).toFixed(1)} µs of processor each, ` +
      `shares ${workers.map(({ told }) => told().nDone).join(' and ')}`,
  );
  return n / seconds;
}

async function overMany(): Promise<void> {
  const nLogins = nRounds * logins.length;
  await topicsOf('many');
  const start = performance.now();
  const worker = startWorker('many');
  const sending = once(sender('many', nRounds), 'exit');
  let next = 0;
  while (worker.told().nDone < nLogins) {
    await wait(200);
    const { nDone, rssMb, cpuSeconds } = worker.told();
    if (nDone < next) continue;
    next += 500_000;
    const seconds = (performance.now() - start) / 1000;
    console.log(
      `${nDone} logins, ${Math.round(seconds)} s, ${Math.round(cpuSeconds)} s of processor, ${Math.round(rssMb)} MB`,
    );
  }
  await sending;
  await worker.stop();
  const { nDone, rssMb } = worker.told();
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${nDone} of ${nLogins} logins, ${Math.round(nDone / seconds)} a second, ${Math.round(rssMb)} MB at the end`,
  );
}

async function topicsOf(name: string): Promise<void> {
  const topic = (suffix: string, partitions: number) => ({
    ...{ name: `${name}-${suffix}`, partitions, isCompacted: suffix === 'snapshots' },
  });
  await makeTopics(broker.address, [
    topic('logins', 8),
    topic('findings', 8),
    topic('snapshots', 1),
  ]);
}

function sender(name: string, n: number): ChildProcess {
  const args = [broker.address, `${name}-logins`, `${N_USERS}`, 'Infinity', `${n}`];
  return spawn(process.execPath, [...TSX, pathOf('sender.mts'), ...args], { stdio: 'inherit' });
}

function startWorker(name: string) {
  const child = fork(pathOf('worker.mts'), [broker.address, name, model], { execArgv: TSX });
  let told: Told = { nDone: 0, lag: 0, cpuSeconds: 0, rssMb: 0 };
  child.on('message', (message) => {
    told = message as Told;
  });
  return {
    told: () => told,
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

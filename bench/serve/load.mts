// How much the service takes on loopback: `npx tsx bench/serve/load.mts [--seconds N] [--workers N] [--cli FILE]`.
//
// The service runs as its own process, from dist/ as users run it; autocannon and it share the machine.
// Prints JSON, one entry a load, of a forest of 100 trees on synthetic logins.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  AUTH_COLUMNS,
  type AuthEvent,
  createAuthLogGenerator,
  isolationForest,
  pipeline,
} from 'anomaly-lab';
import autocannon from 'autocannon';

interface Load {
  readonly name: string;
  readonly nEvents: number;
  readonly connections: number;
  readonly reasons?: boolean | 'anomalies';
}

const LOADS: readonly Load[] = [
  { name: '1 event', nEvents: 1, connections: 16 },
  { name: '1 event with reasons', nEvents: 1, connections: 16, reasons: true },
  { name: '1,000 events', nEvents: 1000, connections: 4 },
  { name: '10,000 events', nEvents: 10_000, connections: 4 },
  { name: '1,000 events with reasons', nEvents: 1000, connections: 4, reasons: true },
  { name: '10,000 events with reasons', nEvents: 10_000, connections: 4, reasons: true },
  {
    name: '10,000 events, anomalies with reasons',
    nEvents: 10_000,
    connections: 4,
    reasons: 'anomalies',
  },
];

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '5' },
    workers: { type: 'string' },
    only: { type: 'string' },
    cli: { type: 'string', default: fileURLToPath(new URL('../../dist/cli.js', import.meta.url)) },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'anomaly-lab-load-'));
try {
  const logins = makeLogins(1);
  await fitLogins(join(folder, 'forest'));
  const { url, child } = await startServer(join(folder, 'forest'));
  const results = [];
  for (const load of LOADS) {
    if (values.only === undefined || load.name.includes(values.only)) {
      results.push(await run(url, load, logins));
    }
  }
  await stop(child);
  const machine = { node: process.version, cores: availableParallelism() };
  console.log(JSON.stringify({ ...machine, results }, null, 2));
} finally {
  rmSync(folder, { recursive: true });
}

/** 11,111 logins. */
function makeLogins(seed: number): readonly AuthEvent[] {
  return createAuthLogGenerator({ seed }).generateCompleteDataset().events;
}

async function fitLogins(directory: string): Promise<void> {
  const fitted = await pipeline({
    columns: AUTH_COLUMNS,
    detector: isolationForest({ nTrees: 100, seed: 42 }),
  }).fit(makeLogins(0));
  await fitted.save(directory);
}

async function startServer(directory: string): Promise<{ url: string; child: ChildProcess }> {
  const workers = values.workers === undefined ? [] : ['--workers', values.workers];
  const args = [values.cli, 'serve', '--model', directory, '--port', '0', ...workers];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  for await (const text of child.stderr) {
    said += text;
    const [url] = /http:\S+/.exec(said) ?? [];
    if (url) return { url, child };
  }
  throw new Error(`the service must start, got ${said}`);
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function run(url: string, load: Load, logins: readonly object[]) {
  const { name, nEvents, connections, reasons = false } = load;
  const bodies = Array.from({ length: 50 }, (_, i) => {
    const start = (i * 199) % (logins.length - nEvents + 1);
    const events = logins.slice(start, start + nEvents);
    return JSON.stringify(nEvents === 1 ? { event: events[0], reasons } : { events, reasons });
  });
  const requests = bodies.map((body) => ({ body }));
  const shared = { url: `${url}/predict`, method: 'POST' as const, connections, requests };
  const headers = { 'content-type': 'application/json' };
  await autocannon({ ...shared, headers, duration: 1 }); // warm
  const result = await autocannon({ ...shared, headers, duration: Number(values.seconds) });
  const requestsPerSecond = result['2xx'] / result.duration;
  return {
    name,
    connections,
    requestsPerSecond: Math.round(requestsPerSecond),
    eventsPerSecond: Math.round(requestsPerSecond * nEvents),
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    non2xx: result.non2xx,
    errors: result.errors,
  };
}

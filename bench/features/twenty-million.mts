// Features of 1 to 20 million logins: seconds and peak memory, each size in a process of its own.
// Run: npx tsx bench/features/twenty-million.mts [--sizes 1,2,5,10,20] [--memory MB] [--threads N] [--output FILE]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openFeatureStore } from 'anomaly-lab';
import { writeManyLogins } from '../../src/data/whis/many-logins';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1,2,5,10,20' },
    memory: { type: 'string', default: '1600' },
    threads: { type: 'string', default: '2' },
    output: { type: 'string' },
    task: { type: 'string' },
    folder: { type: 'string', default: '' },
  },
});
const memoryMb = Number(values.memory);
const threads = Number(values.threads);
const megabytes = (bytes: number) => Math.round(bytes / 1e6);

/** One step in another process, whose memory is then only its own; it prints JSON. */
function inProcess(task: string, folder: string, millions: number) {
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      ...process.execArgv,
      process.argv[1],
      ...['--task', task, '--folder', folder, '--sizes', String(millions)],
      ...['--memory', values.memory, '--threads', values.threads],
    ],
    { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${task} of ${millions} million logins failed`);
  return JSON.parse(stdout) as Record<string, number>;
}

const peakRssMb = () => Math.round((process.resourceUsage().maxRSS * 1024) / 1e6);

async function runTask(task: string, folder: string, millions: number): Promise<object> {
  const start = performance.now();
  const seconds = () => Number(((performance.now() - start) / 1000).toFixed(1));
  if (task === 'make') {
    await writeManyLogins(folder, { nEvents: millions * 1e6, seed: 42 });
    return { makeSeconds: seconds(), makePeakRssMb: peakRssMb() };
  }
  const store = await openFeatureStore(folder, { memoryMb, threads });
  const output = join(folder, 'features.parquet');
  await store.writeFeatures('auth_events', output);
  const { user, system } = process.cpuUsage();
  const cpuSeconds = Number(((user + system) / 1e6).toFixed(1));
  const outputMb = megabytes(statSync(output).size);
  return { seconds: seconds(), cpuSeconds, peakRssMb: peakRssMb(), outputMb };
}

function measure(millions: number) {
  const folder = mkdtempSync(join(tmpdir(), 'many-logins-'));
  try {
    const made = inProcess('make', folder, millions);
    const load = Number(loadavg()[0].toFixed(2));
    const computed = inProcess('features', folder, millions);
    const inputMb = megabytes(statSync(join(folder, 'auth_events.parquet')).size);
    const rowsPerSecond = Math.round((millions * 1e6) / computed['seconds']);
    return { millions, memoryMb, threads, load, ...made, inputMb, ...computed, rowsPerSecond };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (values.task !== undefined) {
  console.log(JSON.stringify(await runTask(values.task, values.folder, Number(values.sizes))));
} else {
  const figures = values.sizes.split(',').map((size) => {
    const figure = measure(Number(size));
    console.log(JSON.stringify(figure));
    return figure;
  });
  if (values.output) writeFileSync(values.output, `${JSON.stringify(figures, null, 2)}\n`);
}

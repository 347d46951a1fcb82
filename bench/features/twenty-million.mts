// Features of 1 to 20 million logins: seconds and peak memory, each run in a process of its own; the median of runs.
// Run: npx tsx bench/features/twenty-million.mts [--sizes 1,2,5,10,20] [--runs 3] [--memory MB] [--threads N] [--output FILE.json] [--max-load 1.5]
// With --max-load a run waits up to ten minutes for a quieter machine. An output gets a figure beside it, FILE.png. It needs about 10 GB of the system's folder for temporary files.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openFeatureStore, saveFigure } from 'anomaly-lab';
import { writeManyLogins } from '../../src/data/whis/many-logins';
import { storeGrowthPlot } from './growth';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1,2,5,10,20' },
    runs: { type: 'string', default: '3' },
    memory: { type: 'string', default: '2000' },
    threads: { type: 'string', default: '2' },
    output: { type: 'string' },
    'max-load': { type: 'string', default: 'Infinity' },
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

/** The load when a run begins, once it is low enough or ten minutes have passed. */
function quietLoad(): number {
  const most = Number(values['max-load']);
  for (let waits = 0; waits < 60 && loadavg()[0] > most; waits++) {
    spawnSync('sleep', ['10']);
  }
  return Number(loadavg()[0].toFixed(2));
}

function measure(millions: number) {
  const folder = mkdtempSync(join(tmpdir(), 'many-logins-'));
  try {
    const made = inProcess('make', folder, millions);
    const runs = Array.from({ length: Number(values.runs) }, () => {
      const load = quietLoad();
      return { load, ...inProcess('features', folder, millions) } as Record<string, number>;
    });
    const [seconds, cpuSeconds] = ['seconds', 'cpuSeconds'].map((key) => {
      return runs.map((run) => run[key]).sort((a, b) => a - b)[runs.length >> 1];
    });
    const peakRssMb = Math.max(...runs.map((run) => run['peakRssMb']));
    const inputMb = megabytes(statSync(join(folder, 'auth_events.parquet')).size);
    const rowsPerSecond = Math.round((millions * 1e6) / seconds);
    return {
      millions,
      memoryMb,
      threads,
      seconds,
      cpuSeconds,
      peakRssMb,
      rowsPerSecond,
      inputMb,
      ...made,
      runs,
    };
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
  if (values.output) {
    writeFileSync(values.output, `${JSON.stringify(figures, null, 2)}\n`);
    await saveFigure(storeGrowthPlot(figures), values.output.replace(/(\.json)?$/, '.png'));
  }
}

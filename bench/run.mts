// `npm run bench -- [ROW…]`: the library's networks beside Keras, in pairs in turn. `--help` says more.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { saveFigure } from 'anomaly-lab';
import { writePage } from './harness/benchmarks-page';
import { comparePairs } from './harness/pairs';
import { createProgress, guessSeconds } from './harness/progress';
import {
  continueResults,
  describeMachine,
  type GrowthPoint,
  type Results,
  type Row,
  readResults,
  withRow,
  writeResults,
} from './harness/results';
import { writeData } from './networks/data';
import { GROWTH, growthPlot, STEPS } from './networks/growth';
import {
  measureMemory,
  measureTime,
  type Sides,
  startWorkers,
  stopWorkers,
  timePairs,
  type Workers,
} from './networks/measure';
import { type Job, sizeOf } from './networks/workload';
import { FEWEST_PAIRS, type Options, readOptions, USAGE } from './options';

const PEER = 'Keras 3';
const FIGURE = 'docs/benchmarks-growth.png';
const GROWTH_COST = 60;

/** A load average at which other programs take time from those that are measured. */
const BUSY = 0.7;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const say = (line: string) => process.stderr.write(`${line}\n`);

await main(process.argv.slice(2)).catch(({ message }: Error) => {
  say(`error  ${message}`);
  process.exit(1);
});

async function main(words: readonly string[]): Promise<void> {
  const options = readOptions(words);
  if (options === 'help') return console.log(USAGE);
  const sides = sidesOf(options);
  const [load] = loadavg();
  if (load > BUSY)
    say(`note: the machine is busy (load ${load.toFixed(1)}), which the figures will show`);
  const workers = startWorkers(sides);
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      say('stopped; the rows that were done are kept');
      process.exit(130);
    });
  }
  const results = await begin(workers, options);
  await measureAll({ sides, workers, options, directory, results });
  stopWorkers(workers);
}

/** Keras is set up first where no Python is named. */
function sidesOf({ python, cores }: Options): Sides {
  const own = join('bench', '.venv', 'bin', 'python');
  if (python === undefined) {
    const { status } = spawnSync(process.execPath, ['bench/setup.mjs'], { stdio: 'inherit' });
    if (status !== 0) process.exit(status ?? 1);
  }
  return {
    ours: [process.execPath, '--import', 'tsx', 'bench/networks/worker.mts'],
    peer: [python ?? own, 'bench/networks/keras_worker.py'],
    peerName: PEER,
    ...(cores !== undefined && { cores }),
  };
}

/** The results so far, with what both sides run on, which is said. */
async function begin({ ours, peer }: Workers, { cores }: Options): Promise<Results> {
  const { versions: own = {} } = await ours.ask({ ask: 'versions' });
  const { versions: others = {} } = await peer.ask({ ask: 'versions' });
  const { tensorflow: peerTensorflow, ...rest } = others;
  const versions = { ...own, peerTensorflow, ...rest };
  const machine = describeMachine(cores);
  say(`ours: TensorFlow ${own['tensorflow']}, Node ${own['node']}`);
  say(`peer: TensorFlow ${peerTensorflow}, Keras ${rest['keras']}, Python ${rest['python']}`);
  say(`on:   ${machine.cpu}, ${machine.cores} cores, ${machine.os}`);
  return continueResults(machine, versions, readResults());
}

interface Run {
  readonly sides: Sides;
  readonly workers: Workers;
  readonly options: Options;
  readonly directory: string;
  readonly results: Results;
}

async function measureAll(run: Run): Promise<void> {
  const { jobs, growth, nPairs } = run.options;
  const costs = jobs.map((job) => costOf(job, nPairs));
  const progress = createProgress(growth ? [...costs, GROWTH_COST] : costs, say);
  let { results } = run;
  const keep = (next: Results) => {
    results = next;
    if (nPairs < FEWEST_PAIRS) return;
    writeResults(results);
    writePage(results);
  };
  const measured: Row[] = [];
  for (const job of jobs) {
    const row = await measureRow(run, job, progress.say);
    measured.push(row);
    keep(withRow(results, row));
    progress.next();
  }
  if (growth) {
    const points = await measureGrowth(run, progress.say);
    keep({ ...results, generatedAt: new Date().toISOString(), growth: points });
    if (nPairs >= FEWEST_PAIRS) await saveFigure(growthPlot(points, PEER), FIGURE);
  }
  for (const { name, size, ratio, spread } of measured) {
    const [lowest, highest] = spread.map((value) => value.toFixed(2));
    console.log(`${name.padEnd(26)} ${size.padEnd(18)} ${ratio.toFixed(2)} (${lowest}–${highest})`);
  }
  say(nPairs < FEWEST_PAIRS ? 'a trial: nothing written' : 'written: bench/results.json, docs/');
}

async function measureRow(
  { sides, workers, options: { nPairs }, directory }: Run,
  job: Job,
  sayAt: (text: string, share: number) => void,
): Promise<Row> {
  const data = await writeData(directory, job.work);
  const { name, measure, work } = job;
  if (measure === 'memory') return measureMemory(sides, job, data, sayAt);
  const how = { nPairs, peerName: PEER, say: sayAt };
  return measureTime(workers, { name, measure, work }, data, how);
}

async function measureGrowth(
  { workers, options: { nPairs }, directory }: Run,
  sayAt: (text: string, share: number) => void,
): Promise<GrowthPoint[]> {
  const points: GrowthPoint[] = [];
  for (const { along, value, work } of GROWTH) {
    const data = await writeData(directory, work);
    sayAt(`growth: ${along} ${value}, ${sizeOf(work)}`, points.length / GROWTH.length);
    for (const worker of [workers.ours, workers.peer]) {
      await worker.ask({ ask: 'prepare', work, data });
    }
    const pairs = await timePairs(workers, 'train', nPairs, () => {});
    const steps = pairs.map(({ ours, peer }) => ({ ours: ours / STEPS, peer: peer / STEPS }));
    points.push({ along, value, ...comparePairs(steps) });
  }
  return points;
}

function costOf({ measure, work }: Job, nPairs: number): number {
  const epoch = guessSeconds(work);
  return measure === 'train' ? epoch * (2 * nPairs + 4) + nPairs : 2 * epoch + nPairs;
}

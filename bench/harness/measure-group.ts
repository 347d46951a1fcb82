import { spawnSync } from 'node:child_process';
import { saveFigure } from 'anomaly-lab';
import { growthPlot } from '../networks/growth';
import { FEWEST_PAIRS, type Options } from '../options';
import { writePage } from './benchmarks-page';
import type { Finding, Group, Task } from './group';
import { type Sides, startWorkers, stopWorkers, type Workers } from './measure';
import type { Progress } from './progress';
import {
  continueResults,
  describeMachine,
  type Results,
  type Row,
  readResults,
  type Setting,
  withRow,
  writeResults,
} from './results';
import { settingText } from './setting-text';

const FIGURE = 'docs/benchmarks-growth.png';
const PYTHON = 'bench/.venv/bin/python';

interface Run {
  readonly options: Options;
  /** Folder for the data that both workers read. */
  readonly directory: string;
  readonly progress: Progress;
  readonly say: (line: string) => void;
}

/** Measures some tasks of a group, and keeps each as soon as it is measured. */
export async function measureGroup(
  group: Group,
  tasks: readonly Task[],
  { options, directory, progress, say }: Run,
): Promise<Row[]> {
  const { nPairs } = options;
  const sides = sidesOf(group, options);
  const workers = startWorkers(sides);
  const setting = await settingOf(workers, sides);
  for (const [side, text] of Object.entries(settingText(setting))) say(`${side.padEnd(5)} ${text}`);
  const measured: Row[] = [];
  let results = continueResults(group.name, setting, readResults());
  for (const task of tasks) {
    const found = await task.measure({ sides, workers, nPairs, directory, say: progress.say });
    if ('row' in found) measured.push(found.row);
    if (nPairs >= FEWEST_PAIRS) results = await keep(results, group, found);
    progress.next();
  }
  stopWorkers(workers);
  return measured;
}

function sidesOf(group: Group, { python, cores = group.cores }: Options): Sides {
  return {
    ours: group.ours(),
    peer: group.peer(() => python ?? ownPython()),
    peerName: group.peerName,
    ...(cores !== undefined && { cores }),
  };
}

/** The bench's Python, set up first. */
function ownPython(): string {
  const { status } = spawnSync(process.execPath, ['bench/setup.mjs'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
  return PYTHON;
}

async function settingOf({ ours, peer }: Workers, { cores }: Sides): Promise<Setting> {
  const { versions: own = {} } = await ours.ask({ ask: 'versions' });
  const { versions: others = {} } = await peer.ask({ ask: 'versions' });
  return { machine: describeMachine(cores), versions: { ours: own, peer: others } };
}

async function keep(results: Results, { name }: Group, found: Finding): Promise<Results> {
  if ('row' in found) return written(withRow(results, { ...found.row, group: name }));
  const { growth, peerName } = found;
  await saveFigure(growthPlot(growth, peerName), FIGURE);
  return written({ ...results, generatedAt: new Date().toISOString(), growth });
}

function written(results: Results): Results {
  writeResults(results);
  writePage(results);
  return results;
}

// `npm run bench -- adbench [SET…]`: all detectors on ADBench's sets, beside PyOD's figures. Writes docs/adbench.md.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatSeconds } from '../../src/data/progress';
import { type Comparison, compareDetectors } from '../../src/evaluate/comparison/compare-detectors';
import type { CompareProgress } from '../../src/evaluate/comparison/compare-options';
import type { Splitter } from '../../src/evaluate/comparison/sample-split';
import { formatTable, tableToText } from '../../src/plots/table';
import { describeMachine } from '../harness/results';
import { CONTENDERS } from './contenders';
import { forestOverSeeds } from './forest-seeds';
import { adbenchPage } from './page';
import {
  type AdbenchFile,
  adbenchProtocol,
  cleanProtocol,
  listAdbench,
  SEEDS,
  shareOfCopies,
} from './splits';
import { type Protocol, rankingTable } from './tables';

const PAGE = 'docs/adbench.md';
const SAY_EVERY_MS = 2000;

const USAGE = `npm run bench -- adbench [SET…] [--data DIRECTORY] [--workers N]

All detectors on the ADBench sets of DIRECTORY/adbench, under ADBench's protocol and on clean splits. With no SET named, on
all that are there, and writes ${PAGE}; with some, only prints. DIRECTORY is ANOMALY_LAB_MIRROR or data.`;

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/**
 * Makes the table of all detectors.
 *
 * @param words names of sets, with or without their number, and options; `--help` lists them.
 * @throws {Error} if an option or set is unknown, or there are no sets.
 */
export async function runAdbench(words: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      data: { type: 'string' },
      workers: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const sets = await chooseSets(values.data ?? defaultDirectory(), positionals);
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal);
  try {
    const workers = values.workers === undefined ? undefined : Number(values.workers);
    const clean = await runProtocol('clean', cleanProtocol(), sets, workers, stop.signal);
    const adbench = await runProtocol('adbench', adbenchProtocol(), sets, workers, stop.signal);
    const forests = await forestOverSeeds(sets, {
      ...{ signal: stop.signal, onProgress: createPrinter('forests') },
      ...(workers !== undefined && { workers }),
    });
    if (stop.signal.aborted) return say('stopped; nothing written');
    console.log(tableToText(formatTable(rankingTable(clean.comparison), { digits: 4 })));
    const machine = describeMachine(workers && Math.max(workers, 1));
    if (positionals.length > 0) return say('a trial: nothing written');
    writeFileSync(PAGE, adbenchPage({ sets, clean, adbench, forests, machine }));
    say(`written: ${PAGE}`);
  } finally {
    process.off('SIGINT', onSignal);
  }
}

function defaultDirectory(): string {
  const mirror = process.env['ANOMALY_LAB_MIRROR'];
  return mirror !== undefined && existsSync(join(mirror, 'adbench')) ? mirror : 'data';
}

async function chooseSets(directory: string, names: readonly string[]): Promise<AdbenchFile[]> {
  const all = await listAdbench(directory);
  if (all.length === 0) {
    throw new Error(
      `${join(directory, 'adbench')}: must hold ADBench sets, got none; run npm run data -- adbench`,
    );
  }
  const isNamed =
    (name: string) =>
    ({ name: full }: AdbenchFile) =>
      full === name || full.replace(/^\d+_/, '').toLowerCase() === name.toLowerCase();
  const unknown = names.find((name) => !all.some(isNamed(name)));
  if (unknown !== undefined) {
    const known = all.map(({ name }) => name).join(', ');
    throw new RangeError(`set must be one of ${known}, got ${unknown}`);
  }
  return names.length === 0 ? all : all.filter((set) => names.some((name) => isNamed(name)(set)));
}

async function runProtocol(
  title: string,
  split: Splitter<AdbenchFile>,
  sets: readonly AdbenchFile[],
  workers: number | undefined,
  signal: AbortSignal,
): Promise<Protocol> {
  const copies: Record<string, number> = {};
  const started = performance.now();
  const comparison: Comparison = await compareDetectors({
    detectors: Object.fromEntries(
      Object.entries(CONTENDERS).map(([name, { detector }]) => [name, detector]),
    ),
    sets,
    seeds: SEEDS,
    split: async (set, seed) => {
      const made = await split(set, seed);
      if (seed === SEEDS[0]) copies[set.name] = shareOfCopies(made);
      return made;
    },
    onProgress: createPrinter(title),
    signal,
    ...(workers !== undefined && { workers }),
  });
  return { comparison, copies, seconds: (performance.now() - started) / 1000 };
}

/** A line every two seconds, and for each failure. */
function createPrinter(title: string): (progress: CompareProgress) => void {
  let said = -Infinity;
  return ({ run, nDone, nRuns, secondsLeft }) => {
    const { set, detector, seed, result } = run;
    if ('error' in result) say(`failed: ${detector} on ${set}, seed ${seed}: ${result.error}`);
    const now = performance.now();
    if (now - said < SAY_EVERY_MS && nDone < nRuns) return;
    said = now;
    const left = nDone < nRuns ? `, about ${formatSeconds(secondsLeft)} left` : '';
    say(`${title} [${nDone}/${nRuns}] ${set}, ${detector}${left}`);
  };
}

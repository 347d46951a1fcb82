// `npm run bench -- hai`: detectors on the simulated HAI plant over five seeds. Writes docs/hai-results.json and docs/hai-benchmark.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { PROCESS_METHODS, processExperiment } from '../../src/pipeline/process/experiment';
import { type ProcessedHai, prepareHai } from '../../src/pipeline/process/prepare/processed-hai';
import { fidelityTables } from './fidelity';
import { haiPage } from './page';
import { type HaiSettings, type HaiStore, readStore, withRun, writeStore } from './store';

const FULL = { results: 'docs/hai-results.json', page: 'docs/hai-benchmark.md' };
const TRIAL = { results: 'reports/hai-trial.json', page: 'reports/hai-trial.md' };

const FULL_SETTINGS: HaiSettings = {
  ...{ share: 1, epochs: 50, length: 100 },
  ...{ trainWindows: 4000, testStride: 10, fitStride: 10 },
};
const TRIAL_SETTINGS: HaiSettings = {
  ...{ share: 0.1, epochs: 1, length: 20 },
  ...{ trainWindows: 200, testStride: 50, fitStride: 10 },
};

const USAGE = `npm run bench -- hai [options]

All methods of processExperiment on the simulated HAI plant; writes ${FULL.results} after each method and the page ${FULL.page} after
each seed. What is in there already is not done again, so that a run may be stopped and gone on with. Some 30 minutes a seed on 2 cores.

  --seeds 1,2,3  which seeds, default 1,2,3,4,5; figures are of these, anything is tuned on seeds from 11 on
  --methods A;B  which methods, of: ${PROCESS_METHODS.join('; ')}
  --fidelity     instead: how close the simulator comes to real rows, as tables of docs/hai-simulator.md, on standard output; two minutes
  --rows FILE    real rows for --fidelity, default train1 of the downloaded set; one row in 100 is enough
  --trial        tiny sizes, to see that it runs; writes ${TRIAL.results} and ${TRIAL.page}`;

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/**
 * Runs what is not yet done.
 *
 * @throws {Error} if an option is unknown or wrong, or there are results with other settings.
 */
export async function runHai(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      seeds: { type: 'string', default: '1,2,3,4,5' },
      methods: { type: 'string', default: PROCESS_METHODS.join(';') },
      trial: { type: 'boolean', default: false },
      fidelity: { type: 'boolean', default: false },
      rows: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  if (values.fidelity) return console.log(await fidelityTables(values.rows, say));
  const [paths, settings] = values.trial ? [TRIAL, TRIAL_SETTINGS] : [FULL, FULL_SETTINGS];
  const seeds = seedsOf(values.seeds);
  const methods = methodsOf(values.methods);
  mkdirSync(dirname(paths.results), { recursive: true });
  let store = readStore(paths.results, settings);
  for (const [i, seed] of seeds.entries()) {
    const missing = methods.filter((method) => store.seeds[seed]?.[method] === undefined);
    if (missing.length === 0) {
      say(`seed ${seed} (${i + 1} of ${seeds.length}): done before`);
      continue;
    }
    say(`seed ${seed} (${i + 1} of ${seeds.length}): simulating`);
    const processed = await prepareHai({ seed, share: settings.share });
    for (const method of missing) {
      store = await runMethod(store, seed, method, processed);
      await writeStore(paths.results, store);
    }
    writeFileSync(paths.page, haiPage(store));
  }
  if (Object.keys(store.seeds).length > 0) writeFileSync(paths.page, haiPage(store));
  say(`written: ${paths.results} ${paths.page}`);
}

async function runMethod(
  store: HaiStore,
  seed: number,
  method: string,
  { train, test }: ProcessedHai,
): Promise<HaiStore> {
  const { share: _, ...sizes } = store.settings;
  const onEpoch = (epoch: number, logs: Readonly<Record<string, number>>, epochs: number) =>
    say(`  ${method}: epoch ${epoch + 1} of ${epochs}, ${lossText(logs)}`);
  const start = performance.now();
  const { results } = await processExperiment({
    ...{ train, tests: test, ...sizes, seed, methods: [method] },
    fitOptions: { onEpoch },
  });
  const seconds = (performance.now() - start) / 1000;
  const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
  say(`  ${method}: ${seconds.toFixed(0)} s, ${memory} MB`);
  return withRun(store, seed, method, { seconds, results });
}

function lossText(logs: Readonly<Record<string, number>>): string {
  return Object.entries(logs)
    .map(([name, value]) => `${name} ${value.toPrecision(4)}`)
    .join(', ');
}

function seedsOf(text: string): number[] {
  const seeds = text.split(',').map(Number);
  const isRight = /^\d+(,\d+)*$/.test(text) && seeds.every(Number.isSafeInteger);
  if (isRight) return seeds;
  throw new RangeError(
    `--seeds must be integers of at least 0 and commas, got ${text || 'nothing'}`,
  );
}

function methodsOf(text: string): string[] {
  const methods = text.split(';').map((name) => name.trim());
  const unknown = methods.find((name) => !PROCESS_METHODS.includes(name));
  if (unknown === undefined) return methods;
  throw new RangeError(`--methods must be among ${PROCESS_METHODS.join('; ')}, got ${unknown}`);
}

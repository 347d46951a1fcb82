// `npm run bench -- skab`: all methods on SKAB's valve1 experiments. Writes docs/skab.json and the table in docs/skab.md.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findSkab } from '../../src/data/process/find-skab';
import { readSkab, type SkabRecording } from '../../src/data/process/skab';
import { chooseConstants, type SkabConstants } from '../../src/pipeline/skab/choose-constants';
import { type SkabResult, skabExperiment } from '../../src/pipeline/skab/experiment';
import { figuresOfCounts } from '../../src/pipeline/skab/judge-flags';
import { skabMethods } from '../../src/pipeline/skab/methods';
import { normalStretches } from '../../src/pipeline/skab/normal-stretches';
import { formatTable, tableToText } from '../../src/plots/table';
import {
  constantRows,
  differenceRows,
  resultRows,
  resultsJson,
  shortResults,
  withTables,
} from './page';

const CONSTANTS = 'src/pipeline/skab/constants.json';
const RESULTS = 'docs/skab.json';
const PAGE = 'docs/skab.md';

const USAGE = `npm run bench -- skab [--constants]

All methods on SKAB's 16 valve1 experiments and, where they are here, on its 18 others, by its authors' protocol; writes
${RESULTS} and the tables in ${PAGE}. Some ten minutes.
With --constants, chooses smoothing and threshold of each method first, on the anomaly-free recording and the first 400 rows of each
experiment only, and writes ${CONSTANTS}; nothing is scored then.`;

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/**
 * Chooses the constants, or makes the table with those that were chosen.
 *
 * @throws {Error} if an option is unknown, or the set is not on this machine.
 */
export async function runSkab(words: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      constants: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const files = findSkab();
  if (files === undefined) {
    throw new Error('data/skab: must hold the set, got nothing; run npm run data -- skab');
  }
  const anomalyFree = await readSkab(files.anomalyFree);
  const experiments = await Promise.all(files.experiments.map((path) => readSkab(path)));
  const stretches = normalStretches(anomalyFree, experiments);
  const methods = skabMethods(stretches);
  if (values.constants) {
    const constants: Record<string, SkabConstants> = {};
    for (const method of methods) {
      constants[method.name] = await chooseConstants(method, stretches);
      say(`${method.name}: ${JSON.stringify(constants[method.name])}`);
    }
    writeFileSync(CONSTANTS, `${JSON.stringify(constants, null, 2)}\n`);
    return say(`written: ${CONSTANTS}`);
  }
  const names = methods.map(({ name }) => name);
  const onMethod = (name: string) => say(`done: ${name}`);
  const options = { methods: names, history: experiments, onMethod };
  const valve1 = (await skabExperiment(anomalyFree, experiments, options)).results;
  console.log(tableToText(formatTable(resultRows(valve1))));
  const tables = { constants: constantRows(), results: resultRows(valve1) };
  const others = await readOthers();
  const other = others && (await skabExperiment(anomalyFree, others, options)).results;
  if (other) console.log(tableToText(formatTable(resultRows(other))));
  else say('valve2 and other are not here: their results are left as they are');
  const before = existsSync(RESULTS) ? JSON.parse(readFileSync(RESULTS, 'utf8')) : {};
  const all = other && pooled(valve1, other);
  const made = { valve1, ...(other && all && { other, all }) };
  const short = Object.entries(made).map(([name, set]) => [name, shortResults(set)]);
  const results = { ...before, ...Object.fromEntries(short) };
  writeFileSync(RESULTS, resultsJson(results));
  const more = other &&
    all && {
      other: resultRows(other),
      all: resultRows(all),
      differences: differenceRows({ valve1, 'the 18 others': other, 'all 34': all }),
    };
  writeFileSync(PAGE, withTables(readFileSync(PAGE, 'utf8'), { ...tables, ...more }));
  say(`written: ${RESULTS} ${PAGE}`);
}

/** The experiments that no constant was chosen for, where they are on this machine. */
async function readOthers(): Promise<SkabRecording[] | undefined> {
  const [valve2, other] = (['valve2', 'other'] as const).map((kind) => findSkab(kind));
  if (valve2 === undefined || other === undefined) return undefined;
  const paths = [...valve2.experiments, ...other.experiments];
  return Promise.all(paths.map((path) => readSkab(path)));
}

/** Figures of two sets of experiments together. */
function pooled(a: readonly SkabResult[], b: readonly SkabResult[]): SkabResult[] {
  return a.map((result, i) => {
    const counts = [...result.figures.counts, ...b[i].figures.counts];
    return { ...result, figures: figuresOfCounts(counts) };
  });
}

// `npm run bench -- skab`: all methods on SKAB's valve1 experiments. Writes docs/skab.json and the table in docs/skab.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { findSkab } from '../../src/data/process/find-skab';
import { readSkab } from '../../src/data/process/skab';
import { chooseConstants, type SkabConstants } from '../../src/pipeline/skab/choose-constants';
import { skabExperiment } from '../../src/pipeline/skab/experiment';
import { skabMethods } from '../../src/pipeline/skab/methods';
import { normalStretches } from '../../src/pipeline/skab/normal-stretches';
import { formatTable, tableToText } from '../../src/plots/table';
import { constantRows, resultRows, withTables } from './page';

const CONSTANTS = 'src/pipeline/skab/constants.json';
const RESULTS = 'docs/skab.json';
const PAGE = 'docs/skab.md';

const USAGE = `npm run bench -- skab [--constants]

All methods on SKAB's 16 valve1 experiments, by its authors' protocol; writes ${RESULTS} and the tables in ${PAGE}. A few minutes.
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
  const { results } = await skabExperiment(anomalyFree, experiments, {
    methods: methods.map(({ name }) => name),
    onMethod: (name) => say(`done: ${name}`),
  });
  console.log(tableToText(formatTable(resultRows(results))));
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
  const page = withTables(readFileSync(PAGE, 'utf8'), {
    constants: constantRows(),
    results: resultRows(results),
  });
  writeFileSync(PAGE, page);
  say(`written: ${RESULTS} ${PAGE}`);
}

import { type Command, Option } from 'commander';
import { printEpochs } from '../networks/print-epochs';
import {
  iamRecipe,
  type Retraining,
  type RetrainMetric,
  retrainIam,
} from '../pipeline/iam/retrain';
import { loadPipeline } from '../pipeline/load';
import { replaceFolder } from '../pipeline/replace-folder';
import { readEventFiles, withFiles } from './events';
import { checkWritable } from './output';
import { countOf, judgementTable, print, say, stopIfAsked } from './training-output';

interface RetrainOptions {
  readonly data: readonly string[];
  readonly metric: keyof typeof METRICS;
  readonly dryRun?: true;
}

const METRICS: Readonly<Record<'average-precision' | 'roc-auc', RetrainMetric>> = {
  'average-precision': 'averagePrecision',
  'roc-auc': 'rocAuc',
};

const HISTORY = `
The files must together hold the users' old events, too: what is new to a user, and the events before each one,
are taken from there. With newer events alone, every user would look like a new one.
  anomaly-lab retrain models/iam --data old.csv newer.csv`;

/** Adds `anomaly-lab retrain`: a new model, which replaces the old one only where it is not worse. */
export function addRetrainCommand(program: Command, signal: AbortSignal): void {
  program
    .command('retrain')
    .description('train a saved model anew; it replaces the old one where it is not worse')
    .argument('[folder]', 'model that "train" saved; kept as <folder>.previous when replaced')
    .requiredOption(
      '--data <file...>',
      'CSV files of events: the old ones that the model has seen, and newer ones',
    )
    .addOption(
      new Option('--metric <name>', 'what decides')
        .choices(Object.keys(METRICS))
        .default('average-precision'),
    )
    .option('--dry-run', 'compare only, change nothing')
    .usage('<folder> --data <file...> [options]')
    .addHelpText('after', HISTORY)
    .action((folder: string | undefined, options: RetrainOptions) =>
      retrain(checkFolder(folder), options, signal),
    );
}

/** `--data` takes all that follows, also a folder. */
function checkFolder(folder: string | undefined): string {
  if (folder === undefined) throw new RangeError("the model's folder must be given before --data");
  return folder.replace(/(?<=.)[/\\]+$/, '');
}

async function retrain(
  folder: string,
  { data, metric, dryRun }: RetrainOptions,
  signal: AbortSignal,
): Promise<void> {
  const old = await loadPipeline(folder);
  const { model } = recipeIn(folder, old);
  if (!dryRun) await checkWritable(folder);
  const files = await readEventFiles(data);
  say(`training anew on ${countOf(files.events.length, 'events')}`);
  const options = { metric: METRICS[metric], metadata: { dataFile: files.names } };
  const controls = { ...printEpochs(model, process.stderr), signal };
  const done = await withFiles(files, () => retrainIam(old, files.events, options, controls));
  await stopIfAsked(signal);
  print(comparison(done, metric));
  if (done.isNotWorse && !dryRun) await putInPlace(folder, done);
  print(decision(folder, metric, done.isNotWorse, dryRun === true));
  old.dispose();
  done.fitted.dispose();
}

/** An error about the saved model names its folder. */
function recipeIn(folder: string, old: Parameters<typeof iamRecipe>[0]) {
  try {
    return iamRecipe(old);
  } catch (error) {
    throw new RangeError(`${folder}: ${(error as Error).message}`);
  }
}

async function putInPlace(folder: string, { fitted }: Retraining): Promise<void> {
  await fitted.save(`${folder}.next`);
  await replaceFolder(folder, `${folder}.next`, `${folder}.previous`);
}

function comparison(done: Retraining, metric: string): string {
  const { estimate, lower, upper, level } = done.difference;
  const [from, until] = [done.judgedFrom, done.judgedUntil].map((time) =>
    new Date(time).toISOString(),
  );
  return [
    judgementTable('model', { old: done.old, new: done.new }),
    `new less old, ${metric}: ${signed(estimate)}, ${100 * level} % interval ${signed(lower)} to ${signed(upper)}`,
    `judged by events from ${from} to ${until}, which neither model saw; the new one learned from ${countOf(done.nTrain, 'earlier events')}`,
  ].join('\n');
}

function decision(folder: string, metric: string, isNotWorse: boolean, dryRun: boolean): string {
  if (!isNotWorse) return `${folder}: the old model stays, the new one has a lower ${metric}`;
  if (dryRun)
    return `${folder}: the new model's ${metric} is not lower, it would replace the old one (dry run)`;
  return `${folder}: the new model's ${metric} is not lower, it replaces the old one, kept in ${folder}.previous`;
}

function signed(value: number): string {
  return `${value < 0 ? '' : '+'}${value.toFixed(4)}`;
}

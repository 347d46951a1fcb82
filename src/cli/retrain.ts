import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { readIamEvents } from '../data/iam/events-file';
import { printEpochs } from '../networks/print-epochs';
import { type Retraining, type RetrainMetric, retrainIam } from '../pipeline/iam-retrain';
import { loadPipeline } from '../pipeline/load';
import { replaceFolder } from '../pipeline/replace-folder';
import { countOf, judgementTable, print, say, stopIfAsked } from './training-output';

interface RetrainOptions {
  readonly data: string;
  readonly metric: keyof typeof METRICS;
  readonly dryRun?: true;
}

const METRICS: Readonly<Record<'average-precision' | 'roc-auc', RetrainMetric>> = {
  'average-precision': 'averagePrecision',
  'roc-auc': 'rocAuc',
};

/** Adds `anomaly-lab retrain`: a new model, which replaces the old one only where it is not worse. */
export function addRetrainCommand(program: Command, signal: AbortSignal): void {
  program
    .command('retrain')
    .description('train a saved model anew; it replaces the old one where it is not worse')
    .argument('<folder>', 'model that "train" saved; kept as <folder>.previous when replaced')
    .requiredOption('--data <file>', 'CSV file of events, some of them newer than the model')
    .addOption(
      new Option('--metric <name>', 'what decides')
        .choices(Object.keys(METRICS))
        .default('average-precision'),
    )
    .option('--dry-run', 'compare only, change nothing')
    .action((folder: string, options: RetrainOptions) =>
      retrain(folder.replace(/(?<=.)[/\\]+$/, ''), options, signal),
    );
}

async function retrain(
  folder: string,
  { data, metric, dryRun }: RetrainOptions,
  signal: AbortSignal,
): Promise<void> {
  const old = await loadPipeline(folder);
  const events = await readIamEvents(data);
  const name = String(old.state.metadata['model']);
  say(`training anew on ${countOf(events.length, 'events')}`);
  const options = { metric: METRICS[metric], metadata: { dataFile: basename(data) } };
  const controls = { ...printEpochs(name, process.stderr), signal };
  const done = await retrainIam(old, events, options, controls);
  await stopIfAsked(signal);
  print(comparison(done, metric));
  if (done.isNotWorse && !dryRun) await putInPlace(folder, done);
  print(decision(folder, metric, done.isNotWorse, dryRun === true));
  old.dispose();
  done.fitted.dispose();
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

import { type Command, Option } from 'commander';
import type { ThresholdRule } from '../evaluate/threshold-rule';
import { printEpochs } from '../networks/print-epochs';
import type { IamModel } from '../pipeline/iam/models';
import { trainIam } from '../pipeline/iam/train';
import { checkPipelineFolder } from '../pipeline/state';
import { readEventFiles, withFiles } from './events';
import { integer, share, thresholdRule } from './options';
import { checkWritable } from './output';
import { countOf, judgementTable, print, say, stopIfAsked } from './training-output';

interface TrainOptions {
  readonly data: readonly string[];
  readonly model: ModelName;
  readonly output: string;
  readonly seed: number;
  readonly epochs?: number;
  readonly contamination?: number;
  readonly threshold?: ThresholdRule;
}

type ModelName = 'isolation-forest' | 'logistic-regression' | 'lstm' | 'transformer';

const MODELS: Readonly<Record<ModelName, IamModel>> = {
  'isolation-forest': 'isolationForest',
  'logistic-regression': 'logisticRegression',
  lstm: 'lstm',
  transformer: 'transformer',
};

/** Adds `anomaly-lab train`: a model of IAM events, saved with its metrics printed. */
export function addTrainCommand(program: Command, signal: AbortSignal): void {
  program
    .command('train')
    .description('train a model on the older 80 % of labelled IAM events, test it on the newest')
    .requiredOption('--data <file...>', 'CSV files of events, as "generate iam" writes them')
    .addOption(
      new Option('--model <name>', 'model').choices(Object.keys(MODELS)).makeOptionMandatory(),
    )
    .requiredOption('--output <folder>', 'where the model is saved; an older one there is replaced')
    .option('--seed <n>', 'seed of all chance', integer(0), 42)
    .option('--epochs <n>', 'passes over the data, not for the forest (default: 30)', integer(1))
    .option('--contamination <share>', 'share to flag, for the forest (default: 0.1)', share(0.001))
    .option(
      '--threshold <rule>',
      'what the threshold is: value:NUMBER, or of the validation scores best-f1, best-g-mean, false-positive-rate:RATE, contamination:SHARE, quantile:Q, mean:K or mad:K (default: value:0.5; for the forest contamination:0.1)',
      thresholdRule,
    )
    .action((options: TrainOptions) => train(options, signal));
}

async function train(options: TrainOptions, signal: AbortSignal): Promise<void> {
  const { data, output, seed, epochs, contamination, threshold: rule } = options;
  checkFitting(options);
  await checkPipelineFolder(output); // A wrong folder fails before the training.
  await checkWritable(output);
  const files = await readEventFiles(data);
  say(`training ${options.model} on ${countOf(files.events.length, 'events')}`);
  const pipelineOptions = {
    seed,
    ...(epochs !== undefined && { epochs }),
    ...(contamination !== undefined && { contamination }),
    ...(rule !== undefined && { threshold: rule }),
    metadata: { dataFile: files.names },
  };
  const controls = { ...printEpochs(options.model, process.stderr), signal };
  const { fitted, nTrain, validation, test } = await withFiles(files, () =>
    trainIam(MODELS[options.model], files.events, pipelineOptions, controls),
  );
  await stopIfAsked(signal);
  await fitted.save(output);
  const { threshold, state } = fitted;
  print(judgementTable('part', { validation, test }));
  print(
    `${output}: ${options.model}, trained on ${countOf(nTrain, 'events')}, threshold ${threshold.toFixed(4)}, saw events until ${state.metadata['trainedUntil']}`,
  );
  fitted.dispose();
}

function checkFitting({ model, epochs, contamination, threshold }: TrainOptions): void {
  const isForest = model === 'isolation-forest';
  if (isForest && epochs !== undefined) throw new RangeError('--epochs is for networks only');
  if (!isForest && contamination !== undefined) {
    throw new RangeError(
      '--contamination is for the isolation forest only; --threshold contamination:SHARE is for all',
    );
  }
  if (contamination !== undefined && threshold !== undefined) {
    throw new RangeError('--contamination and --threshold must not be given both');
  }
}

import { basename } from 'node:path';
import { type Command, Option } from 'commander';
import { readIamEvents } from '../data/iam/events-file';
import { printEpochs } from '../networks/print-epochs';
import type { IamModel } from '../pipeline/iam-models';
import { trainIam } from '../pipeline/iam-train';
import { checkPipelineFolder } from '../pipeline/state';
import { integer, share } from './options';
import { countOf, judgementTable, print, say, stopIfAsked } from './training-output';

interface TrainOptions {
  readonly data: string;
  readonly model: keyof typeof MODELS;
  readonly output: string;
  readonly seed: number;
  readonly epochs?: number;
  readonly contamination?: number;
}

const MODELS: Readonly<Record<'isolation-forest' | 'lstm' | 'transformer', IamModel>> = {
  'isolation-forest': 'isolationForest',
  lstm: 'lstm',
  transformer: 'transformer',
};

/** Adds `anomaly-lab train`: a model of IAM events, saved with its metrics printed. */
export function addTrainCommand(program: Command, signal: AbortSignal): void {
  program
    .command('train')
    .description('train a model on the older 80 % of labelled IAM events, test it on the newest')
    .requiredOption('--data <file>', 'CSV file of events, as "generate iam" writes it')
    .addOption(
      new Option('--model <name>', 'model').choices(Object.keys(MODELS)).makeOptionMandatory(),
    )
    .requiredOption('--output <folder>', 'where the model is saved; an older one there is replaced')
    .option('--seed <n>', 'seed of all chance', integer(0), 42)
    .option('--epochs <n>', 'passes over the data, for networks (default: 30)', integer(1))
    .option('--contamination <share>', 'share to flag, for the forest (default: 0.1)', share(0.001))
    .action((options: TrainOptions) => train(options, signal));
}

async function train(options: TrainOptions, signal: AbortSignal): Promise<void> {
  const { data, output, seed, epochs, contamination } = options;
  const isForest = options.model === 'isolation-forest';
  if (isForest && epochs !== undefined) throw new RangeError('--epochs is for networks only');
  if (!isForest && contamination !== undefined) {
    throw new RangeError('--contamination is for the isolation forest only');
  }
  await checkPipelineFolder(output); // A wrong folder fails before the training.
  const events = await readIamEvents(data);
  say(`training ${options.model} on ${countOf(events.length, 'events')}`);
  const pipelineOptions = {
    seed,
    ...(epochs !== undefined && { epochs }),
    ...(contamination !== undefined && { contamination }),
    metadata: { dataFile: basename(data) },
  };
  const controls = { ...printEpochs(options.model, process.stderr), signal };
  const { fitted, nTrain, validation, test } = await trainIam(
    MODELS[options.model],
    events,
    pipelineOptions,
    controls,
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

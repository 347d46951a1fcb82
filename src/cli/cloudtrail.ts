import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CloudTrailFeaturesFlags, writeCloudTrailFeatures } from './cloudtrail-features';
import { type CloudTrailResultsFlags, printCloudTrailResults } from './cloudtrail-results';
import { type CloudTrailRunFlags, runCloudTrail } from './cloudtrail-run';
import { type CloudTrailTrainFlags, trainCloudTrailModel } from './cloudtrail-train';
import { addEngineOptions } from './engine';
import { scaleOf } from './generate-cloudtrail';
import { integer } from './options';

const LOGS = 'folders or files of CloudTrail logs, as AWS delivers them or a record a line';
const HISTORY = 'file for what is known of each principal';

function riskScore(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('It must be a number from 0 to 1.');
  }
  return value;
}

/** Adds `anomaly-lab cloudtrail`: train a model of threats on labelled logs, and find threats in others. */
export function addCloudTrailCommand(program: Command, signal: AbortSignal): void {
  const cloudtrail = program
    .command('cloudtrail')
    .description('threats in AWS CloudTrail logs: train a model, find them');
  const anyOrder = () =>
    new Option(
      '--order <how>',
      'merge: files in order of time, within 30 minutes; sort: any order',
    ).choices(['merge', 'sort']);
  const order = () => anyOrder().default('merge');
  cloudtrail
    .command('train')
    .description(
      'train on the oldest 60 % of the events, set the threshold on 20 %, test on the newest',
    )
    .argument('<folder...>', LOGS)
    .requiredOption('--labels <file>', 'CSV with the columns eventID, class and technique')
    .requiredOption('--output <folder>', 'where the model is saved; an older one there is replaced')
    .option('--seed <n>', 'seed of all chance', integer(0), 42)
    .option('--epochs <n>', 'passes over the data (default: 60, fewer of large logs)', integer(1))
    .option('--history <file>', `${HISTORY} after the last event, for "run"`)
    .addOption(order())
    .action((folders: string[], flags: CloudTrailTrainFlags) =>
      trainCloudTrailModel(folders, flags, signal),
    );
  cloudtrail
    .command('run')
    .description('write a finding for each event that a saved model takes for a threat')
    .argument('<folder...>', LOGS)
    .requiredOption('--model <folder>', 'model that "cloudtrail train" saved')
    .requiredOption('--output <file>', 'findings, a JSON document a line; an older one is replaced')
    .option('--report <file>', 'page on the findings as HTML; an older one is replaced')
    .option(
      '--rules <folder>',
      'Sigma rules for rare calls that are threats; older ones are replaced',
    )
    .addOption(
      new Option('--findings <name>', 'schema of findings')
        .choices(['ocsf', 'ecs'])
        .default('ocsf'),
    )
    .option(
      '--threshold <number>',
      "risk score to flag from, [0, 1] (default: the model's)",
      riskScore,
    )
    .option(
      '--history <file>',
      `${HISTORY} before the first event; brought up to the last, begun where there is none`,
    )
    .addOption(order())
    .action((folders: string[], flags: CloudTrailRunFlags) =>
      runCloudTrail(folders, flags, signal),
    );
  const features = cloudtrail
    .command('features')
    .description('write the 20 features of each event as parquet, here or on Spark')
    .argument('<folder...>', LOGS)
    .requiredOption('--output <folder>', 'where parquet files are written, a folder day=… a day')
    .option('--overwrite', 'replace an older folder of such files')
    .addOption(anyOrder())
    .option(
      '--worker-file <file>',
      "on Spark: dist/transform-worker.js on its machines (default: this installation's)",
    );
  addEngineOptions(features).action((folders: string[], flags: CloudTrailFeaturesFlags) =>
    writeCloudTrailFeatures(folders, flags, signal),
  );
  cloudtrail
    .command('results')
    .description('the CloudTrail experiment: the model beside all baselines, on synthetic events')
    .option('--seeds <n>', 'repetitions, each with other data and weights', integer(2), 5)
    .option(
      '--scale <n>',
      'size of the company, 0.25 to 100: 1 makes some 88,000 events',
      scaleOf,
      1,
    )
    .option('--epochs <n>', 'passes of the networks (default: 60)', integer(1))
    .option('--real <folder...>', 'labelled logs on which the fitted methods are then scored')
    .option('--labels <file>', 'their labels: CSV with the columns eventID, class and technique')
    .option('--ambiguous <class>', 'class of theirs that half of the figures leave out')
    .option('--retrain', 'also train the forest and the model anew every quarter')
    .option('--oracle', 'also score by what made the events: the bound of what can be reached')
    .option('--markdown', 'tables as Markdown')
    .option('--output <file>', 'all figures as JSON; an older file is replaced')
    .action((flags: CloudTrailResultsFlags) => printCloudTrailResults(flags, signal));
}

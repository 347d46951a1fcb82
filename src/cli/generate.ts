import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type Command, Option } from 'commander';
import { zeroTrustLabels } from '../data/auth/event';
import { writeAuthEvents } from '../data/auth/events-file';
import { createAuthLogGenerator } from '../data/auth/generator';
import type { IamDifficulty } from '../data/iam/difficulty';
import { writeIamEvents } from '../data/iam/events-file';
import { createIamDataGenerator } from '../data/iam/generator';
import type { IamDatasetOptions, IamGeneratorOptions } from '../data/iam/generator-options';
import { isJsonLines, writeJsonLines } from '../data/json-lines';
import { writeFeatureStore } from '../data/whis/feature-store-files';
import { createWhisGenerator } from '../data/whis/generator';
import {
  addCloudTrailOptions,
  CLOUDTRAIL_FLAGS,
  type CloudTrailFlags,
  generateCloudTrail,
} from './generate-cloudtrail';
import { addHaiOptions, generateHai, HAI_FLAGS, type HaiFlags } from './generate-hai';
import { day, integer, share } from './options';
import { checkWritable, checkWritableFile } from './output';
import { countOf, print, say, stopIfAsked } from './training-output';

interface GenerateOptions {
  readonly output: string;
  readonly users: number;
  readonly events: number;
  readonly anomalyFraction: number;
  readonly difficulty: IamDifficulty;
  readonly seed: number;
  readonly start?: number;
}

/** Synthetic events that are made, but not yet written. */
interface Made {
  readonly nEvents: number;
  readonly nAnomalies: number;
  write(path: string): Promise<void>;
}

type Make = (settings: IamGeneratorOptions, size: IamDatasetOptions) => Made;

/** What is written as one file. */
const FILES: Readonly<Record<string, Make>> = {
  iam: (settings, size) => {
    const { events } = createIamDataGenerator(settings).generateCompleteDataset(size);
    const nAnomalies = events.filter(({ isAnomaly }) => isAnomaly).length;
    return { nEvents: events.length, nAnomalies, write: eventsWriter(events, writeIamEvents) };
  },
  auth: (settings, size) => {
    const { events } = createAuthLogGenerator(settings).generateCompleteDataset(size);
    const nAnomalies = zeroTrustLabels(events).filter((label) => label === 1).length;
    return { nEvents: events.length, nAnomalies, write: eventsWriter(events, writeAuthEvents) };
  },
};

/** What is written as a folder of files, each of which appears whole or not at all. */
const FOLDERS: Readonly<Record<string, Make>> = {
  whis: (settings, size) => {
    const dataset = createWhisGenerator(settings).generateCompleteDataset(size);
    const { labels } = dataset;
    const nAnomalies = labels.filter(({ attack }) => attack !== null).length;
    return {
      nEvents: labels.length,
      nAnomalies,
      write: (path) => writeFeatureStore(path, dataset),
    };
  },
};

const KINDS: Readonly<Record<string, Make>> = { ...FILES, ...FOLDERS };

/** Made piece by piece, without end of memory, and with options of their own. */
const CLOUDTRAIL = 'cloudtrail';
const HAI = 'hai';
const OPTIONS_OF_OTHERS = ['users', 'events', 'anomalyFraction'];
/** Options that a kind does not have; those of the tables that are not here lack the options of the two above. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  [CLOUDTRAIL]: [...OPTIONS_OF_OTHERS, ...HAI_FLAGS],
  [HAI]: [...OPTIONS_OF_OTHERS, ...CLOUDTRAIL_FLAGS, 'difficulty', 'start'],
};

/** More do not fit into the memory of a small machine, nor into one text. */
const MOST_EVENTS = 2_000_000;

/** Adds `anomaly-lab generate`: synthetic events as a CSV file or a folder of parquet files. */
export function addGenerateCommand(program: Command, signal: AbortSignal): void {
  const command = program
    .command('generate')
    .description('make synthetic events')
    .addArgument(
      program
        .createArgument(
          '<kind>',
          'accesses of accounts (iam), an authentication log (auth), three related tables (whis), AWS records (cloudtrail) or an industrial plant (hai)',
        )
        .choices([...Object.keys(KINDS), CLOUDTRAIL, HAI]),
    )
    .requiredOption(
      '--output <path>',
      'CSV file to write, or a JSON object a line (.jsonl), gzipped where it ends in .gz; of whis, cloudtrail and hai a folder',
    )
    .option('--users <n>', 'users', integer(1), 100)
    .option('--events <n>', 'normal events of each user', integer(1), 100)
    .option('--anomaly-fraction <share>', 'share of attack steps in all events', share(0), 0.1)
    .addOption(
      new Option('--difficulty <level>', 'how hard attacks are to tell')
        .choices(['easy', 'medium', 'hard'])
        .default('medium'),
    )
    .option('--seed <n>', 'seed of all chance', integer(0), 42)
    .option(
      '--start <day>',
      'first of about 30 days (default: 2024-01-01); one six weeks later goes on with the users of the same seed',
      day,
    )
    .action(
      async (kind: string, options: GenerateOptions & CloudTrailFlags & HaiFlags, of: Command) => {
        checkOptions(kind, of);
        if (kind !== CLOUDTRAIL && kind !== HAI) return generate(kind, options, signal);
        await checkFolder(options.output, 'metadata.json');
        return kind === HAI ? generateHai(options, signal) : generateCloudTrail(options, signal);
      },
    );
  addCloudTrailOptions(command);
  addHaiOptions(command);
}

/** Options of another kind of events are refused, not passed over. */
function checkOptions(kind: string, command: Command): void {
  const others = REFUSED[kind] ?? [...CLOUDTRAIL_FLAGS, ...HAI_FLAGS];
  const wrong = others.find((name) => command.getOptionValueSource(name) === 'cli');
  if (wrong === undefined) return;
  const flag = command.options.find((option) => option.attributeName() === wrong)?.long;
  throw new RangeError(`${flag} is no option of ${kind}`);
}

async function generate(
  kind: string,
  options: GenerateOptions,
  signal: AbortSignal,
): Promise<void> {
  const { output, users, events: normalEventsPerUser, anomalyFraction, difficulty } = options;
  const { seed, start } = options;
  checkCount(options);
  const isFolder = Object.hasOwn(FOLDERS, kind);
  await (isFolder ? checkFolder(output, 'labels.parquet') : checkWritableFile(output)); // A wrong place fails before the work.
  say(`making ${countOf(users * normalEventsPerUser, 'normal events')} and attacks beside them`);
  const made = KINDS[kind](
    { seed, difficulty, ...(start !== undefined && { start }) },
    { nUsers: users, normalEventsPerUser, anomalyFraction },
  );
  if (isFolder) {
    await stopIfAsked(signal);
    await made.write(output);
  } else await writeFile(made, output, signal);
  print(
    `${output}: ${countOf(made.nEvents, 'synthetic events')} of ${countOf(users, 'users')}, ${countOf(made.nAnomalies, 'of them attack steps')} (${difficulty}, seed ${seed})`,
  );
}

/** Writes CSV, or JSON where the file's name says so. */
function eventsWriter<Event extends object>(
  events: readonly Event[],
  writeCsv: (path: string, events: readonly Event[]) => Promise<void>,
): Made['write'] {
  return (path) => (isJsonLines(path) ? writeJsonLines(path, events) : writeCsv(path, events));
}

/** The file appears whole or not at all. */
async function writeFile(made: Made, output: string, signal: AbortSignal): Promise<void> {
  const part = join(dirname(output), `.part-${basename(output)}`); // its end says whether to gzip
  await mkdir(dirname(output), { recursive: true });
  try {
    await made.write(part);
    await stopIfAsked(signal);
    await rename(part, output);
  } finally {
    await rm(part, { force: true });
  }
}

async function checkFolder(path: string, file: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found && !found.isDirectory()) throw new Error(`${path}: must be a folder, got a file`);
  await checkWritable(path && join(path, file));
}

function checkCount({ users, events, anomalyFraction }: GenerateOptions): void {
  const count = Math.round((users * events) / (1 - anomalyFraction));
  if (count <= MOST_EVENTS) return;
  const wanted = `${countOf(users, 'users')} with ${countOf(events, 'events')} each and attacks`;
  throw new RangeError(
    `at most ${countOf(MOST_EVENTS, 'events')} can be made at once, got ${countOf(count, 'events')}: ${wanted}`,
  );
}

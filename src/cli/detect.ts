import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { detectAnomalies } from '../pipeline/detection/detect-anomalies';
import { type ComparableDetector, DETECTOR_WORDS } from '../pipeline/detection/detectors';
import { findings } from '../report/detection/detection-words';
import { writeDetectionReport } from '../report/detection/write-detection-report';
import { detectProgressPrinter, readingPrinter } from './detect-progress';
import { integer } from './options';
import { checkWritableFolder } from './output';
import { print, say } from './training-output';

interface DetectCommandOptions {
  readonly columns?: readonly string[];
  readonly exclude?: readonly string[];
  readonly label?: string | false;
  readonly anomalous?: readonly string[];
  readonly entity?: string;
  readonly time?: string;
  readonly detectors?: readonly ComparableDetector[];
  readonly split?: 'time' | 'random';
  readonly output: string;
  readonly seed: number;
  readonly maxRows?: number;
  readonly missing?: readonly string[];
}

/** Detectors as the command line calls them: `isolation-forest`. */
const NAMES = new Map(
  Object.keys(DETECTOR_WORDS).map((name) => {
    const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return [words, name as ComparableDetector];
  }),
);

/** Adds `anomaly-lab detect`: detectors compared on any file of rows, with a report. */
export function addDetectCommand(program: Command, signal: AbortSignal): void {
  program
    .command('detect')
    .description('compare detectors on a file of rows and write a report of its strangest rows')
    .argument(
      '<file>',
      '.csv, .parquet, .json, .jsonl or .ndjson (all but parquet also .gz), or .npz with X and y',
    )
    .option(
      '--columns <name...>',
      'columns to learn from (default: chosen by rules, see the report)',
    )
    .option('--exclude <name...>', 'columns to leave out')
    .option(
      '--label <name>',
      'column of labels, for judging only (default: one named label, y, is_anomaly, ... of 0 and 1)',
    )
    .option('--no-label', 'judge by no labels')
    .option('--anomalous <value...>', 'label values that are anomalies (default: 1 and true)')
    .option('--missing <text...>', 'texts that stand for nothing, such as NA')
    .option('--entity <name>', 'column of whom a row is about; not learned from')
    .option('--time <name>', 'column of times to split by (default: the first without gaps)')
    .addOption(
      new Option(
        '--split <kind>',
        'time, or random though there are times (default: time)',
      ).choices(['time', 'random']),
    )
    .option(
      '--detectors <name...>',
      `what is compared, of ${[...NAMES.keys()].join(', ')}`,
      detector,
    )
    .option(
      '--output <folder>',
      'where index.html, results.json and scores.csv are written',
      'report',
    )
    .option('--seed <n>', 'seed of all chance', integer(0), 42)
    .option(
      '--max-rows <n>',
      'of more rows so many are taken at random (default: 20000)',
      integer(20),
    )
    .action((file: string, options: DetectCommandOptions) => detect(file, options, signal));
}

function detector(
  name: string,
  before: readonly ComparableDetector[] = [],
): readonly ComparableDetector[] {
  const found = NAMES.get(name);
  if (found === undefined) {
    throw new InvalidArgumentError(`It must be one of ${[...NAMES.keys()].join(', ')}.`);
  }
  return [...before, found];
}

async function detect(
  input: string,
  { output, ...options }: DetectCommandOptions,
  signal: AbortSignal,
): Promise<void> {
  await checkWritableFolder(output); // A wrong place fails before the work.
  say(`reading ${input}`);
  const { onReading, end } = readingPrinter(input, process.stderr);
  const showFits = detectProgressPrinter(process.stderr);
  const detection = await detectAnomalies({
    ...{ input, ...options, signal, onReading },
    onProgress: (progress) => {
      end();
      showFits(progress);
    },
  });
  await writeDetectionReport(detection, output);
  for (const finding of findings(detection)) print(finding);
  print(`report: ${join(output, 'index.html')}`);
}

import { meanInterval } from '../evaluate/mean-interval';
import { type Repeats, repeatOverSeeds } from '../evaluate/repeat-over-seeds';
import { cloudTrailExperiment } from '../pipeline/cloudtrail/experiment';
import { createCloudTrailProcessor } from '../pipeline/cloudtrail/processor';
import type { CloudTrailRows } from '../pipeline/cloudtrail/rows';
import { type TechniquesFound, techniquesFound } from '../pipeline/cloudtrail/techniques-found';
import { formatTable, type TableRow, tableToText } from '../plots/table';
import { print, say, stopIfAsked } from './training-output';

/** What the command line says of an experiment. */
export interface CloudTrailResultsFlags {
  readonly seeds: number;
  readonly scale: number;
  readonly epochs?: number;
  readonly real?: readonly string[];
  readonly labels?: string;
  readonly ambiguous?: string;
}

const FIGURES = [
  'macro F1',
  'average precision',
  'recall at 1 %',
  'recall at 10 alerts a day',
  'false positive rate',
  'attacks found',
  'new attacks found',
  'delay',
];
const RATES = ['at 1 %', 'at 5 %', 'at 1 %, without', 'at 5 %, without'] as const;

/** Repeats the experiment, one seed after another, and prints its tables. */
export async function printCloudTrailResults(
  { seeds, scale, epochs, real, labels, ambiguous }: CloudTrailResultsFlags,
  signal: AbortSignal,
): Promise<void> {
  const rows = await readReal(real, labels);
  const found: TechniquesFound[][] = [];
  const numbers = Array.from({ length: seeds }, (_, i) => i + 1);
  const run = async (seed: number) => {
    await stopIfAsked(signal);
    say(`seed ${seed} of ${seeds}`);
    const options = { seed, scale, ...(epochs !== undefined && { epochs }) };
    const { metrics, methods } = await cloudTrailExperiment(options);
    if (rows !== undefined) found.push(await techniquesFound(methods, rows, ambiguous ?? ''));
    for (const method of methods) method.dispose();
    return metrics;
  };
  const repeats = await repeatOverSeeds(numbers, run);
  print(`synthetic events, the last of three years; mean of ${seeds} seeds and 95 % interval`);
  print(tableToText(formatTable(meansOf(repeats))));
  if (rows === undefined) return;
  print(`techniques found in ${rows.events.length} labelled events, by seed`);
  print(tableToText(formatTable(foundRows(found, ambiguous !== undefined))));
}

async function readReal(
  real: readonly string[] | undefined,
  labels: string | undefined,
): Promise<CloudTrailRows | undefined> {
  if ((real === undefined) !== (labels === undefined)) {
    throw new RangeError('--real and --labels must be given both or not at all');
  }
  if (real === undefined || labels === undefined) return undefined;
  const processor = createCloudTrailProcessor();
  const { events } = await processor.load(real);
  return processor.labelled(events, labels);
}

function meansOf({ values }: Repeats): TableRow[] {
  return Object.entries(values).map(([method, metrics]) => ({
    method,
    ...Object.fromEntries(
      FIGURES.map((figure) => {
        const { estimate, upper } = meanInterval(metrics[figure]);
        return [figure, `${estimate.toFixed(3)} ± ${(upper - estimate).toFixed(3)}`];
      }),
    ),
  }));
}

function foundRows(seeds: readonly TechniquesFound[][], hasAmbiguous: boolean): TableRow[] {
  const rates = RATES.filter((rate) => hasAmbiguous || !rate.endsWith('without'));
  return seeds[0].map(({ name: method }, i) => ({
    method,
    ...Object.fromEntries(
      rates.map((rate) => [rate, seeds.map((all) => all[i][rate].found.length).join(' ')]),
    ),
  }));
}

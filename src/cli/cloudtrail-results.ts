import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { checkSomeRead } from '../data/cloudtrail/report';
import { writeWhole } from '../data/whole-file';
import {
  type CloudTrailBenchmark,
  type CloudTrailBenchmarkOptions,
  cloudTrailBenchmark,
} from '../pipeline/cloudtrail/benchmark';
import { createCloudTrailProcessor } from '../pipeline/cloudtrail/processor';
import { formatTable, tableToMarkdown, tableToText } from '../plots/table';
import { logPlaces } from './cloudtrail-places';
import { benchmarkTables } from './cloudtrail-tables';
import { checkApart, checkWritableFile } from './output';
import { print, say, stopIfAsked } from './training-output';

/** What the command line says of a benchmark. */
export interface CloudTrailResultsFlags {
  readonly seeds: number;
  readonly scale: number;
  readonly epochs?: number;
  readonly oracle?: boolean;
  readonly real?: readonly string[];
  readonly labels?: string;
  readonly ambiguous?: string;
  readonly retrain?: boolean;
  readonly markdown?: boolean;
  readonly output?: string;
}

/** Repeats the benchmark, one seed after another, and prints its tables. */
export async function printCloudTrailResults(
  flags: CloudTrailResultsFlags,
  signal: AbortSignal,
): Promise<void> {
  const { output, markdown = false } = flags;
  await checkOutput(flags);
  const options = { ...settingsOf(flags), ...(await realOf(flags)) };
  const onPart = async (seed: number, part: string) => {
    await stopIfAsked(signal);
    say(`seed ${seed} of ${flags.seeds}: ${part}`);
  };
  const onEpoch = (method: string, epoch: number, _: unknown, epochs: number) => {
    if ((epoch + 1) % 20 === 0) say(`  ${method}: epoch ${epoch + 1} of ${epochs}`);
  };
  const results = await cloudTrailBenchmark({ ...options, onPart, onEpoch, signal });
  for (const { caption, rows } of benchmarkTables(results)) {
    const table = formatTable(rows, { maxRows: rows.length });
    print(`${caption}\n\n${markdown ? tableToMarkdown(table) : tableToText(table)}\n`);
  }
  if (output !== undefined) await writeResults(output, options, results);
}

async function checkOutput({ output, real = [], labels }: CloudTrailResultsFlags): Promise<void> {
  const inputs = [...logPlaces(real), { name: '--labels', path: labels }];
  await checkApart([{ name: '--output', path: output }], inputs);
  if (output !== undefined) await checkWritableFile(output);
}

function settingsOf({
  seeds,
  scale,
  ...flags
}: CloudTrailResultsFlags): CloudTrailBenchmarkOptions {
  const { epochs, oracle = false, ambiguous, retrain = false } = flags;
  return {
    seeds: Array.from({ length: seeds }, (_, i) => i + 1),
    ...{ scale, oracle, retrain },
    ...(epochs !== undefined && { epochs }),
    ...(ambiguous !== undefined && { ambiguous }),
  };
}

async function realOf({
  real,
  labels,
  ambiguous,
}: CloudTrailResultsFlags): Promise<Pick<CloudTrailBenchmarkOptions, 'real'>> {
  if ((real === undefined) !== (labels === undefined)) {
    throw new RangeError('--real and --labels must be given both or not at all');
  }
  if (real === undefined || labels === undefined) {
    if (ambiguous !== undefined) throw new RangeError('--ambiguous goes with --real only');
    return {};
  }
  const processor = createCloudTrailProcessor();
  const { events, report } = await processor.load(real);
  checkSomeRead(report, real);
  const rows = await processor.labelled(events, labels);
  if (ambiguous !== undefined) checkGroup(ambiguous, rows.groups);
  return { real: rows };
}

function checkGroup(ambiguous: string, groups: readonly string[]): void {
  if (groups.includes(ambiguous)) return;
  const some = [...new Set(groups)].sort().slice(0, 10).join(', ');
  throw new RangeError(`--ambiguous must be a group of the labels (${some}), got ${ambiguous}`);
}

async function writeResults(
  output: string,
  { real, ...settings }: CloudTrailBenchmarkOptions,
  results: CloudTrailBenchmark,
): Promise<void> {
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(6)) : value;
  const content = { settings: { ...settings, nReal: real?.labels.length ?? 0 }, ...results };
  await mkdir(dirname(output), { recursive: true });
  await writeWhole(output, `${JSON.stringify(content, rounded)}\n`);
}

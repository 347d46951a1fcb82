import type { Command } from 'commander';
import { downloadDataset } from '../data/download';
import { formatBytes, progressPrinter } from '../data/progress';
import { ARCHIVE_SOURCES, DATA_SOURCES, findSource, sizeOfSource } from '../data/sources';

interface DataOptions {
  readonly directory: string;
  readonly mirror?: string;
}

/** Adds `anomaly-lab data`: public data sets, downloaded or listed. */
export function addDataCommand(program: Command, signal: AbortSignal): void {
  program
    .command('data')
    .description('get public data sets, or list them')
    .argument('<name...>', 'data sets, or "list"')
    .option('--directory <folder>', 'where a folder for each set is made', 'data')
    .option('--mirror <folder|url>', 'read a mirror instead (default: ANOMALY_LAB_MIRROR)')
    .action((names: string[], options: DataOptions) =>
      names.includes('list') ? listData() : getData(names, options, signal),
    );
}

function listData(): void {
  const rows = DATA_SOURCES.map((source) => {
    const { bytes, nUnknown } = sizeOfSource(source);
    const unknown = nUnknown === 0 ? '' : `${nUnknown} files of unknown size`;
    const size = [bytes === 0 ? '' : formatBytes(bytes), unknown].filter(Boolean).join(' + ');
    return [source.name, size, source.licence, source.title];
  });
  const archives = ARCHIVE_SOURCES.map(({ name, bytes, licence, title }) => {
    return [name, `about ${formatBytes(bytes)}`, licence, title];
  });
  const table = [['name', 'size', 'licence', 'what'], ...rows, ...archives];
  const widths = table[0].map((_, j) => Math.max(...table.map((row) => row[j].length)));
  const lines = table.map((row) => row.map((cell, j) => cell.padEnd(widths[j])).join('  '));
  process.stdout.write(`${lines.map((line) => line.trimEnd()).join('\n')}\n`);
}

async function getData(
  names: readonly string[],
  { directory, mirror }: DataOptions,
  signal: AbortSignal,
): Promise<void> {
  const sources = names.map(findSource); // A wrong name fails before the first download.
  for (const { name, licence } of sources) {
    const onProgress = progressPrinter(name, process.stderr);
    const done = await downloadDataset(name, { directory, mirror, signal, onProgress });
    const nPresent = done.files.filter(({ status }) => status === 'present').length;
    const here = nPresent === 0 ? '' : `, ${nPresent} of them were there`;
    const missing =
      done.missing.length === 0 ? '' : `; the mirror lacks the other ${done.missing.length}`;
    const files = done.files.length === 1 ? '1 file' : `${done.files.length} files`;
    process.stdout.write(`${name}: ${files} in ${done.directory}${here}${missing} (${licence})\n`);
  }
}

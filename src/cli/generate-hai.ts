import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { createHaiSimulator } from '../data/process/simulator/simulator';
import { writeHaiFiles } from '../data/process/simulator/write-files';
import type { ProgressStream } from '../data/progress';
import { type ProgressLine, progressLine } from './progress-line';
import { countOf, print, say } from './training-output';

/** What the command line says of them. */
export interface HaiFlags {
  readonly output: string;
  readonly seed: number;
  readonly share?: number;
}

/** Options that other kinds do not have. */
export const HAI_FLAGS: readonly string[] = ['share'];

/** Adds those options to `generate`. */
export function addHaiOptions(command: Command): void {
  command.option(
    '--share <n>',
    'hai: share of the real lengths, 0.1 to 1 (default: 1, 995,400 rows); all attacks stay',
    shareOf,
  );
}

/** Simulates the HAI testbed and writes its four files to a folder. */
export async function generateHai(
  { output, seed, share = 1 }: HaiFlags,
  signal: AbortSignal,
): Promise<void> {
  const simulator = createHaiSimulator({ seed, share });
  const nTotal = simulator.parts().reduce((sum, { nSamples }) => sum + nSamples, 0);
  say(`simulating ${countOf(nTotal, 'rows')}, one a second`);
  const { onProgress, end } = progressOf(process.stderr);
  const report = await writeHaiFiles(output, simulator, { onProgress, signal });
  end();
  const { nRows, nFiles, nAttacks, nAttackRows } = report;
  print(
    `${output}: ${countOf(nRows, 'synthetic rows')} in ${countOf(nFiles, 'files')}, ${countOf(nAttackRows, 'of them')} in ${countOf(nAttacks, 'attacks')} (seed ${seed})`,
  );
}

function progressOf(stream: ProgressStream) {
  let line: ProgressLine | undefined;
  let text = '';
  return {
    onProgress: (nRows: number, nTotal: number) => {
      line ??= progressLine(stream);
      text = `${nRows.toLocaleString('en')} of ${countOf(nTotal, 'rows')}`;
      line.show(text);
    },
    end: () => line?.end(text),
  };
}

function shareOf(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0.1 && value <= 1)) {
    throw new InvalidArgumentError('It must be a number from 0.1 to 1.');
  }
  return value;
}

import { join } from 'node:path';
import { compareDetectors } from '../../src/evaluate/comparison/compare-detectors';
import type { CompareDetectorsOptions } from '../../src/evaluate/comparison/compare-options';
import type { SampleSplit } from '../../src/evaluate/comparison/sample-split';
import { pyodGolden, readPyodSplits } from '../../test/detectors/pyod-splits';
import { type AdbenchFile, pyodFileOf } from './splits';

/** The isolation forest on the first of PyOD's splits of a set, beside PyOD's; means over seeds. */
export interface ForestRow {
  readonly set: string;
  readonly ours: number;
  readonly PyOD: number;
  readonly difference: number;
  /** The difference in standard errors of the two means. */
  readonly apart: number;
}

const N_SEEDS = 50;

/** Tells chance from difference: many forests on one split of each set that PyOD's splits were exported of. */
export async function forestOverSeeds(
  files: readonly AdbenchFile[],
  controls: Pick<CompareDetectorsOptions<AdbenchFile>, 'workers' | 'signal' | 'onProgress'>,
): Promise<ForestRow[]> {
  const sets = files.filter((set) => pyodFileOf(set) !== undefined);
  if (sets.length === 0) return [];
  const splits = new Map<AdbenchFile, Promise<SampleSplit[]>>();
  const { runs } = await compareDetectors({
    detectors: { forest: { name: 'isolationForest' } },
    sets,
    seeds: Array.from({ length: N_SEEDS }, (_, seed) => seed),
    split: async (set) => {
      const file = pyodFileOf(set)!;
      const made = splits.get(set) ?? readPyodSplits(join(set.directory, 'adbench', file), file);
      splits.set(set, made);
      return (await made)[0];
    },
    ...controls,
  });
  return sets.map((set) => {
    const aucs = runs.flatMap((run) =>
      run.set === set.name && 'values' in run.result ? [run.result.values['rocAuc']] : [],
    );
    const ours = aucs.reduce((sum, value) => sum + value, 0) / aucs.length;
    const squares = aucs.reduce((sum, value) => sum + (value - ours) ** 2, 0);
    const peer = pyodGolden.sets[pyodFileOf(set)!].forestAuc;
    const error = Math.sqrt(squares / (aucs.length - 1) / aucs.length);
    const difference = ours - peer.mean;
    const apart = difference / Math.hypot(error, peer.standardError);
    return { set: set.name, ours, PyOD: peer.mean, difference, apart };
  });
}

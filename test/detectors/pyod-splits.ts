import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCsvMatrix } from '../../src/data/csv-matrix';
import { readNpz } from '../../src/data/npz';
import type { Detector } from '../../src/detectors/detector';
import { type Matrix, takeRows } from '../../src/matrix';
import { rocAuc } from '../../src/metrics/roc';
import { realData } from '../real-data';

const directory = join(__dirname, '../golden');

/** What `golden/make-pyod.py` wrote. */
export const pyodGolden: {
  readonly seeds: readonly number[];
  readonly sets: Readonly<
    Record<
      string,
      {
        /** ROC AUC of each detector, one a seed. */
        readonly auc: Readonly<Record<string, readonly number[]>>;
        /** The same, of the scores in 32 bits. */
        readonly aucOfFloats: Readonly<Record<string, readonly number[]>>;
        /** Isolation forest on the first split, over 50 seeds. */
        readonly forestAuc: { readonly mean: number; readonly standardError: number };
      }
    >
  >;
} = JSON.parse(readFileSync(join(directory, 'pyod.json'), 'utf8'));

/** One of PyOD's splits of an ADBench set, scaled as PyOD's run had it. */
export interface PyodSplit {
  readonly train: Matrix;
  readonly test: Matrix;
  readonly testLabels: Int32Array;
}

/** The CSV of a set in `pyodGolden.sets`; undefined, after a loud line, where it is missing. */
export const pyodData = (file: string): string | undefined => realData(`adbench/${file}`);

/** The three splits of a set, in the order of `pyodGolden.seeds`. */
export async function readPyodSplits(path: string, file: string): Promise<PyodSplit[]> {
  const { samples, labels } = await readCsvMatrix(path, { label: 'label' });
  const rowsOf = await readNpz(join(directory, 'pyod-splits.npz'));
  return pyodGolden.seeds.map((seed) => {
    const [trainRows, testRows] = ['train', 'test'].map(
      (side) => rowsOf[`${file.replace('.csv.gz', '')}-${seed}-${side}`].data as Int32Array,
    );
    const train = takeRows(samples, trainRows);
    return {
      train: scaleAsPyod(train, train),
      test: scaleAsPyod(train, takeRows(samples, testRows)),
      testLabels: testRows.map((row) => labels[row]),
    };
  });
}

/** ROC AUC on the test samples of each split, as `pyodGolden.sets[file].auc[detector]`. */
export async function aucOnSplits(
  make: () => Detector,
  splits: readonly PyodSplit[],
): Promise<number[]> {
  const aucs: number[] = [];
  for (const { train, test, testLabels } of splits) {
    const fitted = await make().fit(train);
    aucs.push(rocAuc(testLabels, await fitted.score(test)));
    fitted.dispose();
  }
  return aucs;
}

/** Training and test samples in one matrix. */
export function bothSides({ train, test }: PyodSplit): Matrix {
  const data = new Float64Array(train.data.length + test.data.length);
  data.set(train.data);
  data.set(test.data, train.data.length);
  return { data, nSamples: train.nSamples + test.nSamples, nFeatures: train.nFeatures };
}

/** To the last bit as scikit-learn's MinMaxScaler: times a scale, plus an offset. */
function scaleAsPyod(train: Matrix, samples: Matrix): Matrix {
  const { nFeatures } = train;
  const data = samples.data.slice();
  for (let j = 0; j < nFeatures; j++) {
    let [least, largest] = [Infinity, -Infinity];
    for (let i = j; i < train.data.length; i += nFeatures) {
      least = Math.min(least, train.data[i]);
      largest = Math.max(largest, train.data[i]);
    }
    const range = largest - least;
    const scale = 1 / (range < 10 * Number.EPSILON ? 1 : range);
    const offset = 0 - least * scale;
    for (let i = j; i < data.length; i += nFeatures) data[i] = data[i] * scale + offset;
  }
  return { ...samples, data };
}

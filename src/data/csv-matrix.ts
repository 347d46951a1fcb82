import type { Matrix } from '../matrix';
import { type CsvOptions, checkColumns } from './csv';
import {
  type ColumnType,
  lineOfRecord,
  readCsvColumns,
  readCsvHeader,
  wrongType,
} from './csv-reader';

/** Which columns of a CSV file become what. */
export interface CsvMatrixOptions extends CsvOptions {
  /** Column of the class: integers, 0 is normal. Default: none. */
  readonly label?: string;
  /** Columns that become features, in this order. Default: all but the label. */
  readonly columns?: readonly string[];
}

/** Samples with their labels. */
export interface LabelledSamples {
  readonly samples: Matrix;
  /** Shape `[nSamples]`; empty where no label column was named. */
  readonly labels: Int32Array;
  /** Names of the features, shape `[nFeatures]`. */
  readonly columns: readonly string[];
}

/**
 * Reads a CSV file of numbers (plain or gzipped, with a header) to a matrix; an empty value is NaN.
 *
 * @returns samples of shape `[nSamples, nFeatures]`.
 * @throws {RangeError} if the file lacks a column; says which there are.
 * @throws {TypeError} at the first value that is no number or label, with line and column.
 * @throws {Error} if the file is missing, empty, without samples, a broken gzip, or ragged.
 */
export async function readCsvMatrix(
  path: string,
  options: CsvMatrixOptions = {},
): Promise<LabelledSamples> {
  const { delimiter = ',', label } = options;
  const header = await readCsvHeader(path, delimiter);
  const columns = options.columns ?? header.filter((name) => name !== label);
  const chosen = label === undefined ? columns : [...columns, label];
  checkColumns(path, header, chosen);
  const types = Object.fromEntries(
    chosen.map((name): [string, ColumnType] => [name, name === label ? 'integer' : 'number']),
  );
  const rows = growingMatrix(columns.length);
  const labels: (number | null)[] = [];
  await readCsvColumns(path, header, types, delimiter, (values) => {
    rows.add(values as (number | null)[][]);
    labels.push(...((values[columns.length] ?? []) as (number | null)[]));
  });
  const samples = rows.toMatrix();
  if (samples.nSamples === 0) {
    throw new Error(`${path}: must have samples, got only a header`);
  }
  await checkLabels(path, label ?? '', labels);
  return { samples, labels: Int32Array.from(labels as number[]), columns };
}

/** Collects batches of columns as rows; null becomes NaN. */
function growingMatrix(nFeatures: number) {
  const blocks: Float64Array[] = [];
  return {
    add(columns: readonly (readonly (number | null)[])[]): void {
      const block = new Float64Array((columns[0]?.length ?? 0) * nFeatures);
      for (let j = 0; j < nFeatures; j++) {
        const column = columns[j];
        for (let i = 0; i < column.length; i++) {
          block[i * nFeatures + j] = column[i] ?? Number.NaN;
        }
      }
      blocks.push(block);
    },
    toMatrix(): Matrix {
      const data = new Float64Array(blocks.reduce((sum, block) => sum + block.length, 0));
      let offset = 0;
      for (const block of blocks) {
        data.set(block, offset); // [nSamples of the batch, nFeatures]
        offset += block.length;
      }
      return { data, nSamples: nFeatures === 0 ? 0 : data.length / nFeatures, nFeatures };
    },
  };
}

async function checkLabels(
  path: string,
  name: string,
  labels: readonly (number | null)[],
): Promise<void> {
  const wrong = labels.findIndex((label) => label === null || label !== (label | 0));
  if (wrong >= 0) {
    const line = await lineOfRecord(path, wrong);
    throw wrongType(path, line, name, 'integer', labels[wrong] ?? 'nothing');
  }
}

import { basename } from 'node:path';
import { checkChoice, checkOptionNames } from '../../check-options';
import type { NpyArray, NpyData } from '../npy';
import { readNpz, writeNpz } from '../npz';
import { checkFiniteValues, checkRecording, checkValues } from './check-recording';
import type { ProcessRecording } from './recording';

/** How a processed recording is written. */
export interface ProcessedNpzOptions {
  /** Of `data`. Default `float32`: half the size, seven digits. */
  readonly precision?: 'float32' | 'float64';
}

const LABEL = 'attack';

type Numbers = Exclude<NpyData, string[]>;

/**
 * Writes a recording as the NPZ files that seed 004 starts from: `data`, shape `[nSamples, nColumns]`, and `columns`, the names of its columns as
 * text; labels are the last columns, `attack` and, where there are such, `attack_P1` and so on. `times` (epoch ms) is a third array.
 *
 * In Python `pd.DataFrame(file['data'], columns=file['columns'])` reads it.
 *
 * @throws {RangeError} if the recording is not whole, a value is not finite or too large for `float32`, a point has no name or that of a label,
 * processes have labels but the recording has none, or an option is unknown.
 * @throws {Error} if the file cannot be written.
 */
export async function writeProcessedNpz(
  path: string,
  recording: ProcessRecording,
  options: ProcessedNpzOptions = {},
): Promise<void> {
  checkOptionNames(options, ['precision']);
  const { precision = 'float32' } = options;
  checkChoice('precision', precision, ['float32', 'float64']);
  checkRecording(recording);
  checkFiniteValues(recording);
  if (precision === 'float32') {
    const fits = (value: number) => Number.isFinite(Math.fround(value));
    checkValues(recording, fits, "must fit into float32, if not precision: 'float64'");
  }
  const { name, points, samples, times, labels, labelsByProcess = {} } = recording;
  const wrong = points.find(isLabel);
  if (wrong !== undefined) throw new RangeError(`points must not be named as labels, got ${wrong}`);
  checkNamed(`recording ${name}`, points);
  const byProcess = Object.entries(labelsByProcess);
  if (labels === null && byProcess.length > 0) {
    throw new RangeError(`recording ${name} must have labels beside those of processes, got none`);
  }
  const labelled: [string, Int32Array][] = labels
    ? [[LABEL, labels], ...byProcess.map(labelColumn)]
    : [];
  const columns = [...points, ...labelled.map(([name]) => name)];
  const [nSamples, nFeatures, width] = [times.length, samples.nFeatures, columns.length];
  const Numbers = precision === 'float32' ? Float32Array : Float64Array;
  const data = new Numbers(nSamples * width);
  for (let i = 0; i < nSamples; i++) {
    data.set(samples.data.subarray(i * nFeatures, (i + 1) * nFeatures), i * width);
    labelled.forEach(([, list], j) => {
      data[i * width + nFeatures + j] = list[i];
    });
  }
  await writeNpz(path, {
    data: { shape: [nSamples, width], data },
    columns: { shape: [width], data: columns },
    times: { shape: [nSamples], data: times },
  });
}

/**
 * Reads what `writeProcessedNpz` wrote, or Python in the same form; without `times` samples are a second apart from 1970 on. Columns named
 * `attack`, in any case, are labels.
 *
 * @throws {RangeError} if `data` or `columns` is missing, their shapes do not fit, names are empty or occur twice, there are no samples or points, a
 * value is not finite, times do not ascend, or a label is not 0 or 1; row and column are named, from 0 on.
 * @throws {TypeError} if an array is of a type that is not read.
 * @throws {Error} if the file is missing or no whole zip.
 */
export async function readProcessedNpz(path: string): Promise<ProcessRecording> {
  const arrays = await readNpz(path);
  const columns = textOf(path, arrays['columns']);
  const data = dataOf(path, arrays['data'], columns.length);
  const nSamples = data.length / columns.length;
  const named = columns.map((name, index) => ({ name, index }));
  const points = named.filter(({ name }) => !isLabel(name));
  const labelsOf = ({ name, index }: Column) =>
    checkedLabels(path, name, pick(data, columns.length, [index]));
  const [label, ...more] = named.filter(({ name }) => isWholeLabel(name));
  const byProcess = named.filter(({ name }) => isLabel(name) && !isWholeLabel(name));
  const second = more[0] ?? (label === undefined ? byProcess[0] : undefined);
  if (second !== undefined) {
    const got = `${second.name}${label ? ` beside ${label.name}` : ''}`;
    throw new RangeError(`${path}: columns must have one ${LABEL}, got ${got}`);
  }
  const indices = points.map(({ index }) => index);
  const recording: ProcessRecording = {
    name: basename(path).replace(/\.npz$/, ''),
    times: timesOf(path, arrays['times'], nSamples),
    points: points.map(({ name }) => name),
    samples: { data: pick(data, columns.length, indices), nSamples, nFeatures: points.length },
    labels: label ? labelsOf(label) : null,
    ...(byProcess.length > 0 && {
      labelsByProcess: Object.fromEntries(
        byProcess.map((column) => [column.name.slice(LABEL.length + 1), labelsOf(column)]),
      ),
    }),
  };
  checkRecording(recording, path);
  checkFiniteValues(recording, path);
  return recording;
}

const labelColumn = ([process, list]: [string, Int32Array]): [string, Int32Array] => [
  `${LABEL}_${process}`,
  list,
];

interface Column {
  readonly name: string;
  readonly index: number;
}

const isLabel = (name: string): boolean => /^attack(_.+)?$/i.test(name);
const isWholeLabel = (name: string): boolean => name.toLowerCase() === LABEL;

function checkNamed(where: string, names: readonly string[]): void {
  const nameless = names.indexOf('');
  if (nameless < 0) return;
  throw new RangeError(`${where}: columns must have names, got none for column ${nameless}`);
}

function textOf(path: string, array: NpyArray | undefined): string[] {
  const { data, shape } = array ?? {};
  if (!Array.isArray(data) || shape?.length !== 1 || data.length === 0) {
    throw new RangeError(`${path}: must have array columns, the names of columns as text`);
  }
  const twice = data.find((name, i) => data.indexOf(name) !== i);
  if (twice !== undefined) throw new RangeError(`${path}: columns must differ, got ${twice} twice`);
  checkNamed(path, data);
  return data;
}

function numbersOf(path: string, name: string, array: NpyArray | undefined): Numbers {
  if (array && !Array.isArray(array.data)) return array.data;
  throw new RangeError(`${path}: must have array ${name}, of numbers`);
}

function dataOf(path: string, array: NpyArray | undefined, nColumns: number): Numbers {
  const data = numbersOf(path, 'data', array);
  const shape = array?.shape ?? [];
  if (shape.length === 2 && shape[1] === nColumns) return data;
  throw new RangeError(
    `${path}: data must have a column for each of ${nColumns} columns, got shape [${shape.join(', ')}]`,
  );
}

function timesOf(path: string, array: NpyArray | undefined, nSamples: number): Float64Array {
  if (!array) return Float64Array.from({ length: nSamples }, (_, i) => i * 1000);
  const times = numbersOf(path, 'times', array);
  if (array.shape.length === 1 && times.length === nSamples) return Float64Array.from(times);
  throw new RangeError(
    `${path}: times must have ${nSamples} values, got shape [${array.shape.join(', ')}]`,
  );
}

function checkedLabels(path: string, name: string, labels: Float64Array): Int32Array {
  const wrong = labels.findIndex((label) => label !== 0 && label !== 1);
  if (wrong < 0) return Int32Array.from(labels);
  throw new RangeError(
    `${path}, row ${wrong}, column ${name}: must be 0 or 1, got ${labels[wrong]}`,
  );
}

/** Some columns of a table in rows. */
function pick(data: Numbers, width: number, columns: readonly number[]): Float64Array {
  const nRows = data.length / width;
  const picked = new Float64Array(nRows * columns.length);
  for (let i = 0; i < nRows; i++) {
    for (let j = 0; j < columns.length; j++) {
      picked[i * columns.length + j] = data[i * width + columns[j]];
    }
  }
  return picked;
}

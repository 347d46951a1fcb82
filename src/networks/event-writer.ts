import { mkdirSync } from 'node:fs';
import {
  attribute,
  FLOAT,
  INT64,
  keep,
  loadBinding,
  release,
  runAll,
  scope,
  type Tensor,
  tensor,
  track,
} from './engine';

/** Writes numbers by step into a file that TensorBoard reads. */
export interface EventWriter {
  /** Writes the numbers of a step, and sees that they are in the file. */
  write(step: number, numbers: Readonly<Record<string, number>>): void;
  dispose(): void;
}

/** Source: `TF_DataType` in tensorflow/c/tf_datatype.h. */
const STRING = 7;

/** What TensorFlow 2 ends the files' names with. */
const SUFFIX = '.v2';

const SCALAR = [attribute('T', 'type', FLOAT)];

/** Numbers and milliseconds that may wait in memory; written out after each step anyhow. */
const QUEUE = { size: 10, milliseconds: 120_000 };

let nWriters = 0;

/**
 * Begins a file of events in a folder, which is made where needed.
 *
 * By TensorFlow's kernels: tfjs's `summaryFileWriter` never closes its files nor frees its tensors.
 *
 * @throws {Error} if the folder cannot be written.
 */
export function createEventWriter(directory: string): EventWriter {
  mkdirSync(directory, { recursive: true });
  const attributes = [
    attribute('shared_name', 'string', `anomaly-lab-events-${nWriters++}`),
    attribute('container', 'string', ''),
  ];
  const [writer] = scope(() => runAll('SummaryWriter', attributes, [], 1).map(keep));
  const call = (kernel: string, inputs: readonly Tensor[] = []) =>
    runAll(kernel, kernel === 'WriteScalarSummary' ? SCALAR : [], [writer, ...inputs], 0);
  scope(() => {
    const queue = Object.values(QUEUE).map((value) => tensor([], Int32Array.of(value)));
    call('CreateSummaryFileWriter', [text(directory), ...queue, text(SUFFIX)]);
  });
  return {
    write: (step, numbers) =>
      scope(() => {
        for (const [name, value] of Object.entries(numbers)) {
          const inputs = [integer64(step), text(name), tensor([], Float32Array.of(value))];
          call('WriteScalarSummary', inputs);
        }
        call('FlushSummaryWriter');
      }),
    dispose: () => {
      call('CloseSummaryWriter');
      release(writer);
    },
  };
}

function text(value: string): Tensor {
  const id = loadBinding().createTensor([], STRING, [Buffer.from(value)]);
  return track({ id, shape: [], dtype: STRING });
}

function integer64(value: number): Tensor {
  const id = loadBinding().createTensor([], INT64, Int32Array.of(value, 0));
  return track({ id, shape: [], dtype: INT64 });
}

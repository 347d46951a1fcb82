import { checkInteger, checkNumber, checkOptionNames } from '../../../check-options';
import type { ProcessRecording } from '../recording';
import { createAttacker } from './attacks';
import { noOffsets } from './offsets';
import { type HaiPart, haiParts } from './parts';
import { createPlant } from './plant';
import { PLANT_POINTS } from './points';

/** What `createHaiSimulator` can be told. */
export interface HaiSimulatorOptions {
  /** Default 0. */
  readonly seed?: number;
  /** Share of the real files' lengths, in [0.1, 1]; all 38 attacks stay, whole. Default 1. */
  readonly share?: number;
}

/** Rows of a part, counted from 0. */
export interface RowRange {
  /** First row. Default 0. */
  readonly from?: number;
  /** Row after the last. Default: the part's end. */
  readonly to?: number;
}

/** A simulated HAI 20.07. */
export interface HaiSimulator {
  /** The options, with defaults filled in. */
  readonly settings: Required<HaiSimulatorOptions>;
  /** The four parts, in the order train1, train2, test1, test2. */
  parts(): readonly HaiPart[];
  /** A part, or some rows of it; the same rows each time. A full part takes up to 150 MB. */
  part(name: string, range?: RowRange): ProcessRecording;
  /** A part, so many rows at a time, in little memory. */
  chunks(name: string, nRows: number): Generator<ProcessRecording>;
}

/** Seconds that the plant runs before the first row, so that it has settled. */
const WARM_UP = 3 * 3600;
const PROCESSES = ['P1', 'P2', 'P3'];

/**
 * Simulates the HAI 20.07 testbed, attacks and all, for machines without the set. Synthetic: how close it comes is measured in
 * `docs/hai-simulator.md`.
 *
 * Control loops are modelled as loops, their gains and the slow rest are fitted to every 100th second of the real train1; what
 * happens within those 100 seconds nobody has fitted. A row is made from those before it, so rows late in a part take time: 300,000
 * a few seconds.
 *
 * @throws {RangeError} if an option is unknown or not in its range; from `part` and `chunks`, if there is no such part or range.
 * @example
 * const simulator = createHaiSimulator({ seed: 7 });
 * simulator.part('train1', { to: 3600 }).samples.nSamples; // 3600
 */
export function createHaiSimulator(options: HaiSimulatorOptions = {}): HaiSimulator {
  checkOptionNames(options, ['seed', 'share']);
  const { seed = 0, share = 1 } = options;
  checkInteger('seed', seed, 0);
  checkNumber('share', share, 0.1, 1, '[]');
  const parts = haiParts(share);

  function* simulate(name: string, from: number, to: number, nRows: number) {
    const part = find(name);
    const run = runner(part, seed + parts.indexOf(part) * 1_000_003);
    for (let row = 0; row < from; row++) run(new Float64Array(PLANT_POINTS.length));
    for (let first = from; first < to; first += nRows) {
      yield record(part, first, Math.min(first + nRows, to), run);
    }
  }

  function find(name: string): HaiPart {
    const part = parts.find((one) => one.name === name);
    if (part !== undefined) return part;
    throw new RangeError(`part must be train1, train2, test1 or test2, got ${name}`);
  }

  return {
    settings: { seed, share },
    parts: () => parts,
    part: (name, range = {}) => {
      const { nSamples } = find(name);
      checkOptionNames(range, ['from', 'to']);
      const { from = 0, to = nSamples } = range;
      checkInteger('to', to, 1, nSamples);
      checkInteger('from', from, 0, to - 1);
      return simulate(name, from, to, to - from).next().value as ProcessRecording;
    },
    chunks: (name, nRows) => {
      checkInteger('nRows', nRows, 1);
      return simulate(name, 0, find(name).nSamples, nRows);
    },
  };
}

type Run = (values: Float64Array) => { label(process?: string): 0 | 1 };

/** A settled plant that makes the rows of a part one by one. */
function runner(part: HaiPart, seed: number): Run {
  const start = (part.start / 1000) % 86_400;
  const plant = createPlant(seed, start - WARM_UP);
  const attacker = createAttacker(part.attacks);
  const quiet = noOffsets();
  const scratch = new Float64Array(PLANT_POINTS.length);
  for (let second = -WARM_UP; second < 0; second++) plant(start + second, quiet, scratch);
  let next = 0;
  return (values) => {
    const row = next++;
    plant(start + row, attacker.offsets(row), values);
    attacker.hide(row, values);
    return { label: (process) => attacker.label(row, process) };
  };
}

function record(part: HaiPart, from: number, to: number, run: Run): ProcessRecording {
  const nSamples = to - from;
  const nFeatures = PLANT_POINTS.length;
  const data = new Float64Array(nSamples * nFeatures);
  const labels = new Int32Array(nSamples);
  const labelsByProcess = Object.fromEntries(
    PROCESSES.map((process) => [process, new Int32Array(nSamples)]),
  );
  for (let i = 0; i < nSamples; i++) {
    const { label } = run(data.subarray(i * nFeatures, (i + 1) * nFeatures));
    labels[i] = label();
    if (labels[i] === 1)
      for (const process of PROCESSES) labelsByProcess[process][i] = label(process);
  }
  const times = Float64Array.from({ length: nSamples }, (_, i) => part.start + (from + i) * 1000);
  const samples = { data, nSamples, nFeatures };
  return { name: part.name, times, points: PLANT_POINTS, samples, labels, labelsByProcess };
}

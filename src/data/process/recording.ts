import type { Matrix } from '../../matrix';

/** Points of an industrial process, sampled at a steady pace: what readers, the simulator and preprocessing exchange. */
export interface ProcessRecording {
  /** `train1`: a file's name without its ending. */
  readonly name: string;
  /** Epoch ms, ascending, shape `[nSamples]`. */
  readonly times: Float64Array;
  /** Names, in the order of the columns, shape `[nPoints]`. */
  readonly points: readonly string[];
  /** Shape `[nSamples, nPoints]`. */
  readonly samples: Matrix;
  /** 1 during an attack or a fault, shape `[nSamples]`; null where the file has none. */
  readonly labels: Int32Array | null;
  /** Labels of single processes by their names (HAI's `attack_P1` and others), each of shape `[nSamples]`. */
  readonly labelsByProcess?: Readonly<Record<string, Int32Array>>;
}

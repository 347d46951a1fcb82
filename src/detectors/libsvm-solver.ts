import { createRequire } from 'node:module';
import { type Matrix, rowOf } from '../matrix';
import type { Kernel } from './kernel';

/** What of `libsvm-js` is used. */
interface LibSvm {
  train(samples: readonly ArrayLike<number>[], labels: readonly number[]): void;
  getSVIndices(): number[];
  serializeModel(): string;
  free(): void;
}

type LibSvmClass = new (options: Readonly<Record<string, string | number | boolean>>) => LibSvm;

const KERNELS = { linear: '0', poly: '1', rbf: '2', sigmoid: '3' } as const;
const ONE_CLASS = '2';
const CACHE_MEGABYTES = 200;

/**
 * Solves the one-class problem with LIBSVM itself, compiled to WebAssembly.
 *
 * The text of its model has coefficients to 16 digits, support vectors to 8 and rho to 6; so only the
 * coefficients are read from it, and the vectors are the samples that it names.
 *
 * @returns coefficients, shape `[nSamples]`, in [0, 1].
 */
export async function solveWithLibSvm(
  kernel: Kernel,
  samples: Matrix,
  nu: number,
): Promise<Float64Array> {
  const Svm = await loadLibSvm();
  const { kind, gamma, coef0, degree } = kernel;
  const shape = { type: ONE_CLASS, kernel: KERNELS[kind], gamma, coef0, degree, nu };
  const svm = new Svm({ ...shape, cacheSize: CACHE_MEGABYTES, quiet: true });
  try {
    const rows = Array.from({ length: samples.nSamples }, (_, i) => rowOf(samples, i));
    svm.train(rows, new Array(samples.nSamples).fill(1));
    return readCoefficients(svm.serializeModel(), svm.getSVIndices(), samples.nSamples);
  } finally {
    svm.free();
  }
}

/** The first number of each line below `SV`. */
function readCoefficients(model: string, indices: readonly number[], nSamples: number) {
  const lines = model.slice(model.indexOf('\nSV\n') + 4).split('\n');
  const alpha = new Float64Array(nSamples);
  indices.forEach((index, i) => {
    alpha[index] = Number.parseFloat(lines[i]);
  });
  return alpha;
}

let loading: Promise<LibSvmClass> | undefined;

/**
 * Loads `libsvm-js` on its first call. The package is a promise of its class.
 *
 * Its loader (Emscripten's of 2018) writes to stderr that it cannot stream a file, and ends the process
 * on any unhandled rejection, whoever caused it: both are taken back.
 */
function loadLibSvm(): Promise<LibSvmClass> {
  if (loading) return loading;
  const require = createRequire(__filename);
  const before = process.listeners('unhandledRejection');
  const emscripten = require('libsvm-js/out/wasm/libsvm') as { printErr: (text: string) => void };
  emscripten.printErr = () => {};
  for (const listener of process.listeners('unhandledRejection')) {
    if (!before.includes(listener)) process.off('unhandledRejection', listener);
  }
  loading = require('libsvm-js') as Promise<LibSvmClass>;
  return loading;
}

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { executeNotebook, hasJupyter, makeFolder } from './jupyter';

interface Output {
  readonly output_type: string;
  readonly text?: string | readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
}

const isReady = hasJupyter();
let folder: string;

beforeAll(() => {
  folder = makeFolder('kernel');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs cells as a notebook; what each cell put out is in `outputs`. */
async function runCells(...sources: string[]) {
  const path = join(folder, 'cells.ipynb');
  const cells = sources.map((source, i) => {
    return {
      id: `${i}`,
      cell_type: 'code',
      metadata: {},
      source,
      outputs: [],
      execution_count: null,
    };
  });
  const kernelspec = { name: 'tslab', display_name: 'TypeScript', language: 'typescript' };
  const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
  writeFileSync(path, JSON.stringify(notebook));
  const { code, output } = await executeNotebook(path);
  const executed: { cells: { outputs: Output[] }[] } = JSON.parse(readFileSync(path, 'utf8'));
  return { code, output, outputs: executed.cells.map((cell) => cell.outputs) };
}

function textOf(outputs: readonly Output[] | undefined): string {
  return (outputs ?? []).flatMap(({ text }) => text ?? []).join('');
}

describe.runIf(isReady)('the tslab kernel in Jupyter', () => {
  it('imports the library, keeps what a cell declares and awaits at the top of a cell', async () => {
    const { code, output, outputs } = await runCells(
      "import { createRandom, isolationForest, matrix, rocAuc, show, histogramPlot } from 'anomaly-lab';",
      `const random = createRandom(7);
const rows = Array.from({ length: 200 }, () => [random.normal(), random.normal()]);
rows[0] = [9, 9];
const labels = Int32Array.from(rows, (_, i) => (i === 0 ? 1 : 0));`,
      `const fitted = await isolationForest({ seed: 1 }).fit(matrix(rows));
const scores = await fitted.score(matrix(rows));
console.log(rocAuc(labels, scores));`,
      'await show(histogramPlot(scores));',
    );
    expect(code, output).toBe(0);
    expect(textOf(outputs[2])).toBe('1\n');
    const types = Object.keys(outputs[3]?.[0]?.data ?? {});
    expect(types).toContain('application/vnd.plotly.v1+json');
    expect(types).toContain('image/png');
  });

  it('computes with TensorFlow', async () => {
    const { code, output, outputs } = await runCells(
      "import * as tf from '@tensorflow/tfjs-node';",
      'console.log((await tf.matMul(tf.ones([2, 3]), tf.ones([3, 1])).data()).join());',
    );
    expect(code, output).toBe(0);
    expect(textOf(outputs[1])).toContain('3,3\n');
  });

  it('stops at a cell that throws, and at one with a type error', async () => {
    const thrown = await runCells("throw new Error('planted');", "console.log('not reached');");
    expect(thrown.code).not.toBe(0);
    expect(textOf(thrown.outputs[0])).toContain('planted');
    expect(thrown.outputs[1]).toEqual([]);
    const mistyped = await runCells("const count: number = 'one';");
    expect(mistyped.code).not.toBe(0);
    expect(textOf(mistyped.outputs[0])).toContain("not assignable to type 'number'");
  });
});

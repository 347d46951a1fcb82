import { beforeAll, describe, expect, it } from 'vitest';
import { type Execution, executeNotebook } from '../../scripts/notebooks/execute';
import { findNotebooks, readSource } from '../../scripts/notebooks/find';
import { makeNotebook } from '../../scripts/notebooks/make';

const FOLDER = 'test/fixtures/notebooks';
const AT_ONCE = 3;

/** The file and line in the source, the line itself and the error of each fixture that fails. */
const FAILURES: Readonly<Record<string, readonly [line: number, code: string, error: string]>> = {
  '02-type-error': [
    12,
    'numbers.toSorted();',
    "TS2339: Property 'toSorted' does not exist on type 'number[]'.",
  ],
  '03-timer': [9, "throw new Error('the timer failed');", 'Error: the timer failed'],
  '04-last-timer': [9, "throw new Error('the late timer failed');", 'Error: the late timer failed'],
  '05-rejection': [8, '', 'Thrown: nobody waits'],
  '06-exit': [9, 'process.exit(0);', 'Error: process.exit(0) ends the kernel'],
  '07-endless': [8, '', 'Timeout: the notebook must end within 0.3 min'],
  '08-killed': [8, '', 'KernelDied: the kernel ended with SIGKILL'],
  '09-waits': [8, '', 'Error: the cell awaits what never comes'],
};

const executions = new Map<string, Execution>();
const cellsSeen = new Map<string, number[]>();

async function execute(file: string): Promise<void> {
  const source = readSource(file);
  const cells: number[] = [];
  const execution = await executeNotebook(source, makeNotebook(source), {
    timeoutMs: file.includes('endless') ? 18_000 : 60_000,
    onCell: (cell) => cells.push(cell),
  });
  executions.set(execution.name, execution);
  cellsSeen.set(execution.name, cells);
}

describe('executeNotebook', () => {
  beforeAll(async () => {
    // The one that sleeps until its time is up goes first.
    const queue = findNotebooks(FOLDER, ['02', '03', '04', '05', '06', '08', '09']);
    queue.push(...findNotebooks(FOLDER, ['07']));
    const work = async (): Promise<void> => {
      for (let file = queue.pop(); file; file = queue.pop()) await execute(file);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }, 60_000);

  it.each(Object.keys(FAILURES))('says where and why %s stopped', (name) => {
    const [line, code, error] = FAILURES[name] as (typeof FAILURES)[string];
    const { failure, notebook } = executions.get(name) as Execution;
    expect(failure?.where).toMatch(`${FOLDER}/${name}.ts:${line} (cell ${failure?.cell})`);
    expect(failure?.code ?? '').toBe(code);
    expect(`${failure?.name}: ${failure?.message}`).toBe(error);
    const output = notebook.cells[(failure?.cell ?? 0) - 1]?.outputs?.at(-1);
    expect(output).toMatchObject({ output_type: 'error', ename: failure?.name });
  });

  it('knows which cell it is at, and how much memory the kernel took', () => {
    expect(cellsSeen.get('05-rejection')).toEqual([2, 3]);
    expect(executions.get('05-rejection')?.peakMemoryMb).toBeGreaterThan(50);
    expect(executions.get('05-rejection')?.notebook.cells.at(-1)?.outputs).toEqual([]);
  });
});

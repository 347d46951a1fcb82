import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Execution } from '../../scripts/notebooks/execute';
import { createProgress } from '../../scripts/notebooks/progress';

const NOTEBOOK = { cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 } as const;

const passed: Execution = {
  name: '00-a',
  file: 'notebooks/00-a.ts',
  notebook: { ...NOTEBOOK, cells: [] },
  seconds: 41.23,
  peakMemoryMb: 512.4,
  metrics: {},
};

/** Runs 40 seconds of a notebook, its second cell from 31 s on. */
function watch(isTTY: boolean, execution: Execution): string[] {
  const written: string[] = [];
  const stream = { isTTY, columns: 30, write: (text: string) => written.push(text) };
  const progress = createProgress('00-a', 5, stream);
  progress.start(2);
  vi.advanceTimersByTime(31_000);
  progress.start(4);
  vi.advanceTimersByTime(9_000);
  progress.finish(execution);
  return written;
}

describe('createProgress', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('writes a line each half minute where there is no terminal', () => {
    expect(watch(false, passed)).toEqual([
      '· 00-a  cell 2 of 5, 30 s in it, 30 s in all\n',
      '✓ 00-a  5 cells, 41.2 s, 512 MB\n',
    ]);
  });

  it('writes over one line, no longer than the terminal is wide', () => {
    const written = watch(true, passed);
    expect(written).toHaveLength(2 + 40 + 2);
    expect(written[41]).toBe('\r\x1b[K· 00-a  cell 4 of 5, 9 s in i');
    expect(written.at(-1)).toBe('✓ 00-a  5 cells, 41.2 s, 512 MB\n');
  });

  it('shows where and why a notebook failed', () => {
    const where = 'notebooks/00-a.ts:7 (cell 4)';
    const failure = { cell: 4, where, code: 'f();', name: 'RangeError', message: 'n must be 1' };
    expect(
      watch(false, { ...passed, failure })
        .at(-1)
        ?.split('\n'),
    ).toEqual([
      '✗ 00-a  cell 4 of 5 failed, 41.2 s',
      '  notebooks/00-a.ts:7 (cell 4)',
      '    f();',
      '  RangeError: n must be 1',
      '',
    ]);
  });
});

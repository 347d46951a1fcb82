import { expect, it } from 'vitest';
import { scoreProgressPrinter } from '../../src/cli/score-progress';

function printed(isTTY: boolean, times: readonly number[], nRowsTotal?: number): string {
  let text = '';
  let time = 0;
  const stream = { isTTY, columns: 80, write: (more: string) => (text += more) };
  const { onProgress, end } = scoreProgressPrinter(stream, () => time);
  times.forEach((seconds, i) => {
    time = 1000 * seconds;
    const total = nRowsTotal === undefined ? {} : { nRowsTotal };
    onProgress({ nRows: 50_000 * (i + 1), nFlagged: 0, ...total });
  });
  end();
  return text;
}

it('shows rows a second and the time left on a terminal', () => {
  expect(printed(true, [1, 2], 200_000).split('\r\x1b[K')).toEqual([
    '',
    '50,000 of 200,000 rows (25 %), 50,000 rows/s, 3 s left',
    '100,000 of 200,000 rows (50 %), 50,000 rows/s, 2 s left',
    '100,000 of 200,000 rows (50 %), 50,000 rows/s, 2 s left\n',
  ]);
});

it('draws at most ten times a second', () => {
  expect(printed(true, [1, 1.05]).split('\r\x1b[K')).toHaveLength(3);
});

it('writes a line each ten seconds elsewhere', () => {
  expect(printed(false, [5, 10, 15, 21])).toBe(
    '100,000 rows, 10,000 rows/s\n200,000 rows, 9,524 rows/s\n',
  );
});

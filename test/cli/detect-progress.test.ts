import { expect, it } from 'vitest';
import {
  detectProgressPrinter,
  driftProgressPrinter,
  readingPrinter,
} from '../../src/cli/detect-progress';

const step = (nDone: number, secondsLeft: number) =>
  ({ detector: 'knn', nDone, nRuns: 3, secondsLeft }) as const;

it('redraws one line on a terminal, cut to its width, and ends it', () => {
  let text = '';
  const stream = { isTTY: true, columns: 30, write: (part: string) => (text += part) };
  const onProgress = detectProgressPrinter(stream, () => 0);
  onProgress(step(1, 65));
  onProgress(step(3, 0));
  expect(text).toBe('\r\x1b[K1 of 3 fits, 1 min 5 s left (\r\x1b[K3 of 3 fits, done (k nearest \n');
});

it('writes a line each 5 s elsewhere', () => {
  const lines: string[] = [];
  let now = 0;
  const onProgress = detectProgressPrinter(
    { write: (line: string) => lines.push(line) },
    () => now,
  );
  onProgress(step(1, 9));
  now = 5000;
  onProgress(step(2, 4));
  expect(lines).toEqual(['2 of 3 fits, 4 s left (k nearest neighbours)\n']);
});

it('shows how far a file is read, and nothing of one that is read at once', () => {
  let text = '';
  const stream = { isTTY: true, write: (part: string) => (text += part) };
  const { onReading, end } = readingPrinter('a.csv', stream, () => 0);
  end();
  expect(text).toBe('');
  onReading({ step: 'columns', share: 0.255 });
  end();
  end();
  expect(text).toBe('\r\x1b[Ka.csv: looking at columns, 25 %\r\x1b[Ka.csv: read\n');
});

it('shows which file is read, and how many columns have been compared', () => {
  let text = '';
  let now = 0;
  const stream = { isTTY: true, write: (part: string) => (text += part) };
  const { onReading, onProgress } = driftProgressPrinter(stream, () => now);
  onReading({ path: 'a.csv', step: 'types', share: 0.5 });
  now = 2000;
  onProgress({ nDone: 1, nColumns: 4 });
  onProgress({ nDone: 4, nColumns: 4 });
  expect(text.split('\r\x1b[K').slice(1)).toEqual([
    'a.csv: finding types, 50 %',
    '1 of 4 columns compared, 6 s left',
    '4 of 4 columns compared\n',
  ]);
});

import { describe, expect, it } from 'vitest';
import type { DownloadProgress } from '../../src/data/download';
import { formatBytes, progressPrinter } from '../../src/data/progress';

function show(isTTY: boolean, steps: readonly Partial<DownloadProgress>[]): string[] {
  const written: string[] = [];
  let time = 0;
  const stream = { isTTY, columns: 100, write: (text: string) => written.push(text) };
  const print = progressPrinter('sshd', stream, () => (time += 1000));
  const start: DownloadProgress = {
    file: 'auth.log',
    status: 'running',
    bytes: 0,
    totalBytes: 4000,
    nDone: 0,
    nFiles: 1,
  };
  for (const step of steps) {
    print({ ...start, ...step });
  }
  return written;
}

describe('progressPrinter', () => {
  it('draws a bar with rate and time left on a terminal', () => {
    const written = show(true, [
      {},
      { bytes: 1000 },
      { bytes: 4000, nDone: 1, status: 'downloaded' },
    ]);
    expect(written[1]).toBe(
      '\r\x1b[Ksshd ██████░░░░░░░░░░░░░░░░░░ 25 % of 4.0 kB 1.0 kB/s 3 s left',
    );
    expect(written[2]).toMatch(/█{24} 100 % .*\n$/);
  });

  it('writes a line a file elsewhere', () => {
    const written = show(false, [{}, { bytes: 1000 }, { nDone: 1, status: 'downloaded' }]);
    expect(written).toEqual(['sshd: 1/1 auth.log downloaded\n']);
  });

  it('shows no share where the size is not known', () => {
    expect(show(true, [{}, { bytes: 1500, totalBytes: undefined, nFiles: 4 }])[1]).toBe(
      '\r\x1b[Ksshd 1.5 kB 1.5 kB/s 0/4 files',
    );
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [797637, '797.6 kB'],
    [19863082, '19.9 MB'],
    [5e12, '5000.0 GB'],
  ])('writes %i as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

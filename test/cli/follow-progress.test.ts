import { expect, it } from 'vitest';
import { followProgressPrinter } from '../../src/cli/follow-progress';

function printed(isTTY: boolean): string {
  let text = '';
  let time = 0;
  const stream = { isTTY, columns: 80, write: (more: string) => (text += more) };
  const printer = followProgressPrinter(stream, () => time);
  time = 1000;
  printer.onProgress({ nEvents: 5000, nFindings: 3, nRejected: 0 });
  time = 1010;
  printer.onProgress({ nEvents: 5010, nFindings: 3, nRejected: 0 });
  printer.onNotice('app.log was rotated');
  time = 3000;
  printer.onProgress({ nEvents: 6000, nFindings: 4, nRejected: 2 });
  printer.end();
  return text;
}

it('shows events, findings and the rate of the last second in one line of a terminal', () => {
  expect(printed(true).split('\r\x1b[K')).toEqual([
    '',
    '5,000 events, 3 findings, 5,000 events/s',
    'app.log was rotated\n',
    '5,010 events, 3 findings, 5,000 events/s',
    '6,000 events, 4 findings, 2 lines rejected, 500 events/s',
    '6,000 events, 4 findings, 2 lines rejected, 500 events/s\n',
  ]);
});

it('writes notices alone elsewhere', () => {
  expect(printed(false)).toBe('app.log was rotated\n');
});

import { describe, expect, it } from 'vitest';
import { generateProgressPrinter } from '../../src/cli/generate-cloudtrail';

/** What is shown when 10, 20, … of 100 days are done at these times. */
function printed(times: readonly number[]): string {
  const texts: string[] = [];
  const stream = { isTTY: true, columns: 200, write: (text: string) => texts.push(text) };
  let time = 0;
  const { onProgress, end } = generateProgressPrinter(stream, () => time);
  times.forEach((at, k) => {
    time = at;
    onProgress({ nDays: 10 * (k + 1), nDaysTotal: 100, nEvents: 9000 * (k + 1) });
  });
  end();
  return texts.join('');
}

describe('generateProgressPrinter', () => {
  it('is silent for two seconds', () => {
    expect(printed([100, 900])).toBe('');
  });

  it('then shows days, rate and what is left', () => {
    expect(printed([4000])).toContain('10 of 100 days, 9,000 events, 2,250 events/s, 36 s left');
  });
});

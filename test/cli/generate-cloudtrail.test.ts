import { describe, expect, it } from 'vitest';
import { aboutEvents, generateProgressPrinter } from '../../src/cli/generate-cloudtrail';

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

describe('aboutEvents', () => {
  it.each([
    // Made with seeds 42 and 5, of scale 2 and more with seed 42.
    [0.25, 1095, 49_949, 59_702],
    [0.5, 1095, 54_876, 61_793],
    [1, 1095, 79_313, 89_542],
    [2, 1095, 167_923, 167_923],
    [4, 1095, 347_474, 347_474],
    [10, 365, 234_742, 234_742],
    [1, 365, 22_788, 25_298],
  ])('is within a third of what scale %f makes in %i days', (scale, days, ...made) => {
    for (const nEvents of made) {
      const ratio = aboutEvents({ scale, days }) / nEvents;
      expect(ratio).toBeGreaterThan(3 / 4);
      expect(ratio).toBeLessThan(4 / 3);
    }
  });
});

import fc from 'fast-check';
import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
import { formatTable, tableToHtml, tableToMarkdown, tableToText } from '../../src/plots/table';

const rows = [
  { source: '10.0.0.1', failures: 1200, score: 0.8123456, seen: new Date('2024-05-01T10:00:00Z') },
  { source: '<b>root</b>|x', failures: 3, score: 0.00001, seen: null },
];

describe('a table', () => {
  it('is aligned as text, numbers to the right', () => {
    expect(tableToText(formatTable(rows, { caption: 'Strangest' }))).toBe(
      [
        'Strangest',
        'source         failures   score  seen',
        '-------------  --------  ------  -------------------',
        '10.0.0.1           1200   0.812  2024-05-01 10:00:00',
        '<b>root</b>|x         3  1.0e-5',
      ].join('\n'),
    );
  });

  it('takes columns, digits and a number of rows', () => {
    const table = formatTable(rows, { columns: ['score', 'source'], digits: 1, maxRows: 1 });
    expect(tableToText(table)).toBe(
      'score  source\n-----  --------\n  0.8  10.0.0.1\n… 1 more row',
    );
  });

  it('is Markdown with its own signs disarmed', () => {
    const table = formatTable(rows, { columns: ['source', 'failures'] });
    expect(tableToMarkdown(table).split('\n')).toEqual([
      '| source | failures |',
      '| :-- | --: |',
      '| 10.0.0.1 | 1200 |',
      '| &lt;b&gt;root&lt;/b&gt;\\|x | 3 |',
    ]);
  });

  it('is HTML whose cells hold exactly the given text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (texts) => {
        const html = tableToHtml(formatTable(texts.map((text) => ({ text }))));
        const { document } = new JSDOM(html).window;
        const cells = [...document.querySelectorAll('td')].map((cell) => cell.textContent);
        expect(cells).toEqual(texts.map((text) => text.replace(/\r\n?/g, '\n')));
        expect(document.querySelectorAll('table *:not(thead, tbody, tr, th, td)')).toHaveLength(0);
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it('may be empty', () => {
    expect(tableToText(formatTable([], { columns: ['a'] }))).toBe('a\n-');
  });

  it('refuses unknown columns and digits', () => {
    expect(() => formatTable(rows, { columns: ['sources'] })).toThrow(
      'column sources must be one of source, failures, score, seen',
    );
    expect(() => formatTable(rows, { digits: -1 })).toThrow(
      'digits must be an integer from 0 to 15',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { escapeHtml } from '../../src/report/html';
import { htmlTable, markdownTable, textTable } from '../../src/report/table';

const ROWS = [
  { detector: 'forest', rocAuc: 0.961234, flagged: 12 },
  { detector: 'a|b <i>', rocAuc: 0.5, flagged: undefined },
];

describe('textTable', () => {
  it('pads the columns and sets numbers on the right', () => {
    expect(textTable(ROWS).split('\n')).toEqual([
      'detector  rocAuc  flagged',
      '────────  ──────  ───────',
      'forest    0.9612       12',
      'a|b <i>      0.5',
    ]);
  });

  it('is empty without rows', () => {
    expect([textTable([]), markdownTable([]), htmlTable([])]).toEqual(['', '', '']);
  });
});

describe('markdownTable', () => {
  it('escapes the bars and marks the columns of numbers', () => {
    expect(markdownTable(ROWS).split('\n')).toEqual([
      '| detector | rocAuc | flagged |',
      '|---|---:|---:|',
      '| forest | 0.9612 | 12 |',
      '| a\\|b <i> | 0.5 |  |',
    ]);
  });
});

describe('htmlTable', () => {
  it('escapes the text', () => {
    expect(htmlTable(ROWS)).toContain('<td>a|b &lt;i&gt;</td><td class="number">0.5</td>');
  });
});

describe('escapeHtml', () => {
  it('leaves no character that HTML reads', () => {
    expect(escapeHtml('a < "b"')).toBe('a &lt; &quot;b&quot;');
    expect(escapeHtml(`<a href='x'>&</a>`)).toBe('&lt;a href=&#39;x&#39;&gt;&amp;&lt;/a&gt;');
  });
});

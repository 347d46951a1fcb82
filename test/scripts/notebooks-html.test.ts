import { describe, expect, it } from 'vitest';
import type { Execution } from '../../scripts/notebooks/execute';
import { highlight } from '../../scripts/notebooks/html/highlight';
import { indexPage } from '../../scripts/notebooks/html/index-page';
import { notebookPage } from '../../scripts/notebooks/html/notebook-page';
import { renderOutput } from '../../scripts/notebooks/html/output';
import type { MimeBundle } from '../../scripts/notebooks/ipynb';
import { makeNotebook } from '../../scripts/notebooks/make';
import { parsePercent } from '../../scripts/notebooks/percent';
import { createResults } from '../../scripts/notebooks/results';

const FIGURE: MimeBundle = {
  'application/vnd.plotly.v1+json': { data: [{ text: '</script>' }], layout: {} },
  'image/png': 'aGk=',
  'text/plain': 'a "figure"',
};

function executed(data: MimeBundle): Execution {
  const text = '// %% [markdown]\n// # Title & more\n//\n// ## Part\n\n// %%\nf(1);\n';
  const notebook = makeNotebook(parsePercent(text, 'notebooks/00-a.ts'));
  notebook.cells[1]?.outputs?.push({ output_type: 'display_data', data, metadata: {} });
  const numbers = { seconds: 1.25, peakMemoryMb: 200, metrics: { rocAuc: 0.961234 } };
  return { name: '00-a', file: 'notebooks/00-a.ts', notebook, ...numbers };
}

function bundle(data: MimeBundle): string {
  return renderOutput({ output_type: 'display_data', data, metadata: {} }, (text) => `md ${text}`);
}

describe('highlight', () => {
  it('marks what is TypeScript and escapes the rest', () => {
    expect(highlight("const a = f(1) < 'b'; // c")).toBe(
      '<span class="keyword">const</span> a = <span class="call">f</span>(' +
        '<span class="number">1</span>) &lt; <span class="string">&#39;b&#39;</span>; ' +
        '<span class="comment">// c</span>',
    );
  });
});

describe('renderOutput', () => {
  it('takes the richest form', () => {
    expect(bundle({ 'text/html': '<b>a</b>', 'text/plain': 'a' })).toContain('<b>a</b>');
    expect(bundle({ 'text/markdown': '*a*', 'text/plain': 'a' })).toContain('md *a*');
    expect(bundle({ 'text/plain': '<a>' })).toContain('<pre>&lt;a&gt;</pre>');
  });

  it('keeps the picture in the figure, and no text of it ends the script', () => {
    const html = bundle(FIGURE);
    expect(html).toContain('<img src="data:image/png;base64,aGk=" alt="a &quot;figure&quot;">');
    expect(html).toContain('"text":"\\u003c/script>"');
  });
});

describe('notebookPage', () => {
  it('needs no other file, and holds plotly.js once, where there is a figure', () => {
    const page = notebookPage(executed(FIGURE));
    expect(page.match(/id="plotly"/g)).toHaveLength(1);
    expect(page).not.toMatch(/(?:src|href)="https?:/);
    expect(page).toContain('<title>Title &amp; more</title>');
    expect(page).toContain('<a href="#cell-1">Part</a>');
    expect(notebookPage(executed({ 'text/plain': 'a' }))).not.toContain('id="plotly"');
  });
});

describe('indexPage', () => {
  it('shows metrics, pictures and links', () => {
    const executions = [executed(FIGURE)];
    const page = indexPage(executions, createResults(executions, new Date(0)));
    expect(page).toContain('<a href="notebooks/00-a.html">Title &amp; more</a>');
    expect(page).toContain('>rocAuc</td><td style="text-align: right">0.9612</td>');
    expect(page).toContain('<a href="notebooks/00-a.html#cell-2"><img');
  });
});

import { JSDOM } from 'jsdom';
import { expect, it } from 'vitest';
import { barPlot } from '../../src/plots/bar-plot';
import { escapeHtml, figureDiv, plotlyScript, toHtml } from '../../src/plots/render/html';

const figure = barPlot(['</script><b>x', '"quoted"'], [1, 2], { title: '<i>Bars</i> & "more"' });

/** A page whose only script is a stand-in for plotly.js that keeps what it is given. */
function open(body: string) {
  const calls: unknown[][] = [];
  const { window } = new JSDOM(`<!DOCTYPE html><body>${body}</body>`, {
    runScripts: 'dangerously',
    beforeParse: (page) => {
      page['Plotly'] = { newPlot: (...given: unknown[]) => calls.push(given) };
    },
  });
  return { document: window.document, calls };
}

it('hands the figure to plotly.js unchanged, whatever its names hold', () => {
  const { document, calls } = open(figureDiv(figure, 'one'));
  expect(calls).toHaveLength(1);
  expect(calls[0][0]).toBe('one');
  expect(JSON.stringify(calls[0].slice(1, 3))).toBe(JSON.stringify([figure.data, figure.layout]));
  expect(document.querySelector('#one')?.getAttribute('aria-label')).toContain('</script><b>x 1');
});

it('makes a page with one plotly.js, out of reach of module loaders', () => {
  const html = toHtml(figure);
  expect(html.match(/<script>/g)).toHaveLength(2);
  expect(html.match(/<\/script>/g)).toHaveLength(2);
  expect(html).toContain('<title>&lt;i&gt;Bars&lt;/i&gt; &amp; &quot;more&quot;</title>');
  expect(html).not.toMatch(/<script[^>]+src=/);
  expect(plotlyScript()).toMatch(/^<script>\(function \(\) \{ var define, exports, module;/);
});

it('shows where a text has characters that cannot be seen', () => {
  expect(escapeHtml('a\u001b[31m\u0000\u202eb\n\tc <\u200f>')).toBe(
    'a\ufffd[31m\ufffd\ufffdb\n\tc &lt;\u200f&gt;',
  );
});

import { stripVTControlCharacters } from 'node:util';
import { escapeHtml } from '../../../src/plots/render/html';
import { PLOTLY_MIME } from '../../../src/plots/show';
import type { MimeBundle, Output } from '../ipynb';

/** What a cell showed, as HTML: of several forms the richest. */
export function renderOutput(output: Output, markdown: (text: string) => string): string {
  if (output.output_type === 'stream') {
    const text = escapeHtml(stripVTControlCharacters(output.text).trimEnd());
    return `<pre class="output ${output.name}" tabindex="0">${text}</pre>`;
  }
  if (output.output_type === 'error') {
    return `<pre class="output error" tabindex="0">${escapeHtml(output.traceback.join('\n'))}</pre>`;
  }
  return `<div class="output">${renderBundle(output.data, markdown)}</div>`;
}

function renderBundle(data: MimeBundle, markdown: (text: string) => string): string {
  const text = (mime: string): string => String(data[mime]);
  if (data[PLOTLY_MIME]) return renderFigure(data);
  if (data['text/html']) return text('text/html');
  if (data['text/markdown']) return markdown(text('text/markdown'));
  if (data['image/svg+xml']) return text('image/svg+xml');
  const picture = renderPicture(data);
  return picture ?? `<pre>${escapeHtml(String(data['text/plain'] ?? ''))}</pre>`;
}

function renderFigure(data: MimeBundle): string {
  const summary = String(data['text/plain'] ?? 'figure');
  // `<` is written as an escape, so that no text of a figure can end the element.
  const json = JSON.stringify(data[PLOTLY_MIME]).replace(/</g, '\\u003c');
  const picture = renderPicture(data) ?? `<pre>${escapeHtml(summary)}</pre>`;
  return `<div class="figure">${picture}<script type="application/json">${json}</script></div>`;
}

/** The picture of an output, if it has one: its text is what is read where it is not seen. */
export function renderPicture(data: MimeBundle): string | undefined {
  const mime = ['image/png', 'image/jpeg', 'image/gif'].find((type) => data[type]);
  if (!mime) return undefined;
  const alt = escapeHtml(String(data['text/plain'] ?? 'figure'));
  return `<img src="data:${mime};base64,${data[mime]}" alt="${alt}">`;
}

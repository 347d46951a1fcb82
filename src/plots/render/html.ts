import { describeFigure } from '../describe';
import type { Figure } from '../figure';
import { plainFigure } from './plain-figure';
import { plotlySource } from './plotly-page';

/**
 * plotly.js as one script element: put it once into a page, before its figures.
 *
 * It is wrapped so that module loaders on the page (as in notebooks) do not take it away.
 */
export function plotlyScript(): string {
  const source = plotlySource()
    .replace(/<\/script/gi, '<\\/script')
    .replace(/<!--/g, '<\\!--');
  return `<script>(function () { var define, exports, module;\n${source}\n}).call(window);</script>`;
}

/**
 * One figure as HTML, for a page that has `plotlyScript()`.
 *
 * @param id of the element, unique in the page.
 */
export function figureDiv(figure: Figure, id: string): string {
  const { data, layout } = plainFigure(figure);
  const list = [id, data, layout, { displaylogo: false }].map(inScript).join(', ');
  const words = escapeHtml(describeFigure(figure));
  return [
    `<div id="${escapeHtml(id)}" role="img" aria-label="${words}"></div>`,
    `<script>Plotly.newPlot(${list});</script>`,
  ].join('\n');
}

/**
 * A figure as a page of its own, which needs no network: about 10 MB, nearly all of it plotly.js.
 *
 * @returns an HTML document.
 */
export function toHtml(figure: Figure): string {
  const [title] = describeFigure(figure).split('\n');
  return [
    '<!DOCTYPE html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>`,
    `<body>\n${plotlyScript()}\n${figureDiv(figure, 'figure')}\n</body>`,
    '</html>\n',
  ].join('\n');
}

/** Control characters but tab and line ends, and marks that turn the order of characters. */
const UNSEEN = /[^\P{Cc}\t\n\r]|[\u202A-\u202E\u2066-\u2069]/gu;

/** Text for HTML, inside elements and quoted attributes; a replacement character stands for what cannot be seen. */
export function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text
    .replace(/[&<>"]/g, (character) => entities[character])
    .replace(/'/g, '&#39;')
    .replace(UNSEEN, '\uFFFD');
}

function inScript(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}

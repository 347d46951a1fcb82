import markdownIt from 'markdown-it';
import { escapeHtml } from '../../../src/plots/render/html';
import { PLOTLY_MIME } from '../../../src/plots/show';
import { layPage } from '../../../src/report/page/layout';
import type { Execution } from '../execute';
import type { Cell } from '../ipynb';
import { formatMetric } from '../results';
import { highlight } from './highlight';
import { renderOutput } from './output';
import { plotlyScript } from './plotly-script';

const markdown = markdownIt({ html: true, linkify: true, highlight });
const render = (text: string): string => markdown.render(text);

interface Section {
  readonly id: string;
  readonly title: string;
}

/** An executed notebook as a page to read: interactive figures, no other file needed. */
export function notebookPage(execution: Execution): string {
  const { cells } = execution.notebook;
  const title = notebookTitle(execution);
  const sections = cells.flatMap(sectionsOf);
  const hasFigures = cells.some(({ outputs }) =>
    outputs?.some((output) => 'data' in output && output.data[PLOTLY_MIME]),
  );
  const body = `<div class="page">
${contents(sections)}
<main>
${banner(execution)}
${cells.map(renderCell).join('\n')}
</main>
</div>
${hasFigures ? plotlyScript() : ''}`;
  return layPage(title, body);
}

/** The first heading of a notebook, else its name. */
export function notebookTitle({ name, notebook }: Execution): string {
  const text = notebook.cells.find(({ cell_type }) => cell_type === 'markdown')?.source ?? '';
  return /^# (.+)$/m.exec(text)?.[1]?.replace(/[*`_]/g, '') ?? name;
}

function contents(sections: readonly Section[]): string {
  const links = sections.map(
    ({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`,
  );
  return `<nav aria-label="Contents">
<a class="back" href="../index.html">← All notebooks</a>
<ol>${links.join('\n')}</ol>
</nav>`;
}

function banner({ name, failure, seconds, peakMemoryMb, metrics }: Execution): string {
  const status = failure
    ? `<a class="failed" href="#cell-${failure.cell}">failed in cell ${failure.cell}</a>`
    : '<span class="passed">passed</span>';
  const facts = [`${seconds.toFixed(1)} s`, `${Math.round(peakMemoryMb)} MB`];
  const figures = Object.entries(metrics).map(formatMetric);
  const words = [name, ...facts, ...figures].map(escapeHtml);
  return `<p class="banner">${[status, ...words].join(' · ')}</p>`;
}

function sectionsOf({ cell_type, source }: Cell, index: number): Section[] {
  const title = cell_type === 'markdown' ? /^## (.+)$/m.exec(source)?.[1] : undefined;
  return title ? [{ id: `cell-${index + 1}`, title: title.replace(/[*`_]/g, '') }] : [];
}

function renderCell(cell: Cell, index: number): string {
  const id = `cell-${index + 1}`;
  if (cell.cell_type === 'markdown') {
    return `<section id="${id}" class="text">${render(cell.source)}</section>`;
  }
  const count = cell.execution_count ?? ' ';
  const outputs = (cell.outputs ?? []).map((output) => renderOutput(output, render));
  return `<section id="${id}" class="code">
<pre class="source" tabindex="0" data-count="[${count}]"><code>${highlight(cell.source)}</code></pre>
${outputs.join('\n')}
</section>`;
}

import { escapeHtml } from '../../../src/plots/render/html';
import { formatTable, tableToHtml } from '../../../src/plots/table';
import { layPage } from '../../../src/report/page/layout';
import type { Execution } from '../execute';
import type { Results } from '../results';
import { notebookTitle } from './notebook-page';
import { renderPicture } from './output';

const MAX_PICTURES = 6;

/** The page over all notebooks of a run: status, metrics, pictures and links. */
export function indexPage(executions: readonly Execution[], results: Results): string {
  const nFailed = executions.filter(({ failure }) => failure).length;
  const size = results.fast ? 'small sizes (FAST=1)' : 'full sizes';
  const verdict = nFailed
    ? `<span class="failed">${nFailed} failed</span>`
    : '<span class="passed">all passed</span>';
  const date = `${results.generatedAt.slice(0, 16).replace('T', ' ')} UTC`;
  const body = `<main class="index">
<h1>Anomaly Lab</h1>
<p class="banner">${verdict} · ${executions.length} notebook${executions.length === 1 ? '' : 's'} · ${size} · Node ${results.node} · ${date}</p>
${executions.map(renderCard).join('\n')}
<footer>The same figures for programs: <a href="results.json">results.json</a></footer>
</main>`;
  return layPage('Anomaly Lab', body);
}

function renderCard(execution: Execution): string {
  const { name, failure, seconds, peakMemoryMb, metrics } = execution;
  const page = `notebooks/${name}.html`;
  const status = failure
    ? '<span class="failed">failed</span>'
    : '<span class="passed">passed</span>';
  const rows = Object.entries(metrics).map(([metric, value]) => ({ metric, value }));
  return `<article>
<h2><a href="${page}">${escapeHtml(notebookTitle(execution))}</a></h2>
<p class="banner">${status} · ${name} · ${seconds.toFixed(1)} s · ${Math.round(peakMemoryMb)} MB
· <a href="notebooks/${name}.ipynb" download>notebook</a></p>
${failure ? renderFailure(page, failure) : ''}
${tableToHtml(formatTable(rows, { digits: 4 }))}
${renderPictures(execution, page)}
</article>`;
}

function renderFailure(page: string, failure: NonNullable<Execution['failure']>): string {
  const { cell, where, code, name, message } = failure;
  const text = [where, ...(code ? [`    ${code}`] : []), `${name}: ${message}`].join('\n');
  return `<a href="${page}#cell-${cell}"><pre class="output error">${escapeHtml(text)}</pre></a>`;
}

function renderPictures({ notebook }: Execution, page: string): string {
  const pictures = notebook.cells.flatMap(({ outputs = [] }, index) =>
    outputs.flatMap((output) => {
      const picture = 'data' in output ? renderPicture(output.data) : undefined;
      return picture ? [`<a href="${page}#cell-${index + 1}">${picture}</a>`] : [];
    }),
  );
  return pictures.length
    ? `<div class="pictures">${pictures.slice(0, MAX_PICTURES).join('\n')}</div>`
    : '';
}

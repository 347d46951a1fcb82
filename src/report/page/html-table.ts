import { escapeHtml } from '../../plots/render/html';

/** A cell: text, which is escaped, or HTML that is safe already. */
export type Cell = string | { readonly html: string };

/** A column of a table on a page. */
export interface HtmlColumn {
  readonly title: string;
  /** Numbers stand to the right. Default false. */
  readonly isNumber?: boolean;
}

/** A table of a page, which scrolls sideways where it is wider. */
export function htmlTable(
  columns: readonly HtmlColumn[],
  rows: readonly (readonly Cell[])[],
): string {
  const kind = (j: number) => (columns[j].isNumber ? ' class="number"' : '');
  const head = columns.map(({ title }, j) => `<th scope="col"${kind(j)}>${escapeHtml(title)}</th>`);
  const body = rows.map((row) => `<tr>${row.map((cell, j) => td(cell, kind(j))).join('')}</tr>`);
  return `<div class="wide" tabindex="0"><table>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`;
}

const td = (cell: Cell, attributes: string) =>
  `<td${attributes}>${typeof cell === 'string' ? escapeHtml(cell) : cell.html}</td>`;

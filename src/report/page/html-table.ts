import { escapeHtml } from '../../plots/render/html';

/** A cell: text, which is escaped, or HTML that is safe already. */
export type Cell = string | { readonly html: string };

/** A column of a table on a page. */
export interface HtmlColumn {
  readonly title: string;
  /** Numbers stand to the right. Default false. */
  readonly isNumber?: boolean;
  /** Text that stays in one line, or gets room for several words. Default: as it comes. */
  readonly width?: 'short' | 'long';
}

/** A table of a page, which scrolls sideways where it is wider; one with long texts becomes a list on a phone. */
export function htmlTable(
  columns: readonly HtmlColumn[],
  rows: readonly (readonly Cell[])[],
): string {
  const kind = (j: number) => {
    const { isNumber, width } = columns[j];
    const names = [isNumber && 'number', width].filter(Boolean).join(' ');
    return names ? ` class="${names}"` : '';
  };
  const head = columns.map(({ title }, j) => `<th scope="col"${kind(j)}>${escapeHtml(title)}</th>`);
  const isStacked = columns.some(({ width }) => width === 'long');
  const label = (j: number) =>
    isStacked && columns[j].title ? ` data-title="${escapeHtml(columns[j].title)}"` : '';
  const attributes = columns.map((_, j) => kind(j) + label(j));
  const body = rows.map(
    (row) => `<tr>${row.map((cell, j) => td(cell, attributes[j])).join('')}</tr>`,
  );
  return `<div class="wide${isStacked ? ' stacked' : ''}" tabindex="0"><table>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`;
}

const td = (cell: Cell, attributes: string) =>
  `<td${attributes}>${typeof cell === 'string' ? escapeHtml(cell) : cell.html}</td>`;

import { element } from '../dom';

/** A column of a table. */
export interface TableColumn {
  readonly name: string;
  /** Width in characters. */
  readonly width: number;
  readonly isNumeric?: boolean;
}

/** What a table shows. */
export interface TableContent {
  readonly nRows: number;
  /** Which column it is sorted by; none where -1. */
  readonly sorted: number;
  readonly isDescending: boolean;
  /** A row of the table: its cells, and whether it stands out. */
  readonly rowAt: (index: number) => {
    readonly cells: readonly (string | Node)[];
    readonly isMarked: boolean;
  };
}

/** A table of which only the rows in sight are in the page. */
export interface VirtualTable {
  readonly holder: HTMLElement;
  show(content: TableContent): void;
}

/** As `style.css` has it. */
const ROW_HEIGHT = 30;
/** Rows beyond those in sight, above and below. */
const SPARE = 8;

/**
 * A table for any number of rows, sorted by its heads.
 *
 * @param name said of it when it is read aloud.
 */
export function virtualTable(
  name: string,
  columns: readonly TableColumn[],
  onSort: (column: number) => void,
): VirtualTable {
  const heads = columns.map(({ name: title, isNumeric }, column) => {
    const button = element('button', { type: 'button', title }, title);
    button.addEventListener('click', () => onSort(column));
    return element('th', { scope: 'col', class: isNumeric ? 'number' : '' }, button);
  });
  const cols = columns.map(({ width }) => {
    const col = element('col');
    col.style.width = `${width}ch`;
    return col;
  });
  const body = element('tbody');
  const table = element(
    'table',
    { class: 'virtual', 'aria-label': name },
    element('colgroup', {}, ...cols),
    element('thead', {}, element('tr', { 'aria-rowindex': 1 }, ...heads)),
    body,
  );
  table.style.width = `${columns.reduce((sum, { width }) => sum + width, 0)}ch`;
  const holder = element(
    'div',
    { class: 'scroll tall', tabindex: 0, role: 'region', 'aria-label': name },
    table,
  );
  let content: TableContent = {
    nRows: 0,
    sorted: -1,
    isDescending: false,
    rowAt: () => ({ cells: [], isMarked: false }),
  };
  let drawn = '';

  const draw = (isNew: boolean) => {
    const first = Math.max(Math.floor(holder.scrollTop / ROW_HEIGHT) - SPARE, 0);
    const last = Math.min(
      first + Math.ceil(holder.clientHeight / ROW_HEIGHT) + 2 * SPARE,
      content.nRows,
    );
    const wanted = `${first} ${last}`;
    if (!isNew && wanted === drawn) return;
    drawn = wanted;
    const focused = focusedCell(body);
    const rows: HTMLTableRowElement[] = [];
    for (let i = first; i < last; i++) rows.push(tableRow(content.rowAt(i), columns, i));
    body.replaceChildren(
      spacer(first * ROW_HEIGHT, columns.length),
      ...rows,
      spacer((content.nRows - last) * ROW_HEIGHT, columns.length),
    );
    if (focused) (cellAt(body, focused) ?? holder).focus({ preventScroll: true });
  };
  holder.addEventListener('scroll', () => draw(false), { passive: true });
  new ResizeObserver(() => draw(false)).observe(holder);
  return {
    holder,
    show: (next) => {
      const isOther =
        next.nRows !== content.nRows ||
        next.sorted !== content.sorted ||
        next.isDescending !== content.isDescending;
      content = next;
      if (isOther) holder.scrollTop = 0;
      table.setAttribute('aria-rowcount', String(next.nRows + 1));
      heads.forEach((head, column) => {
        const order = next.isDescending ? 'descending' : 'ascending';
        head.setAttribute('aria-sort', column === next.sorted ? order : 'none');
      });
      draw(true);
    },
  };
}

function tableRow(
  { cells, isMarked }: ReturnType<TableContent['rowAt']>,
  columns: readonly TableColumn[],
  index: number,
): HTMLTableRowElement {
  const made = cells.map((cell, column) => {
    const title = typeof cell === 'string' ? { title: cell } : {};
    const kind = columns[column].isNumeric ? { class: 'number' } : {};
    return element('td', { ...title, ...kind }, cell);
  });
  const attributes = {
    'aria-rowindex': index + 2,
    'data-row': index,
    class: isMarked ? 'marked' : '',
  };
  return element('tr', attributes, ...made);
}

/** Stands for the rows out of sight. */
function spacer(height: number, nColumns: number): HTMLTableRowElement {
  const cell = element('td', { colspan: nColumns, class: 'spacer' });
  cell.style.height = `${height}px`;
  return element('tr', { 'aria-hidden': 'true', class: 'spacer' }, cell);
}

/** Row of the table whose button has the focus. */
function focusedCell(body: HTMLElement): string | undefined {
  const { activeElement } = document;
  if (!activeElement || !body.contains(activeElement)) return undefined;
  return activeElement.closest('tr')?.dataset['row'];
}

function cellAt(body: HTMLElement, row: string): HTMLElement | null {
  return body.querySelector(`tr[data-row="${row}"] button`);
}

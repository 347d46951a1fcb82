import { element } from '../dom';

/** A small table with all of its rows. */
export function simpleTable(
  caption: string,
  heads: readonly string[],
  rows: readonly (readonly (string | Node)[])[],
  numeric: readonly number[] = [],
): HTMLTableElement {
  const kind = (column: number) => (numeric.includes(column) ? { class: 'number' } : {});
  return element(
    'table',
    {},
    element('caption', {}, caption),
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...heads.map((head, j) => element('th', { scope: 'col', ...kind(j) }, head)),
      ),
    ),
    element(
      'tbody',
      {},
      ...rows.map((cells) =>
        element('tr', {}, ...cells.map((cell, j) => element('td', kind(j), cell))),
      ),
    ),
  );
}

import type { UploadColumn } from '../../upload/answer';
import { byId, element } from '../dom';
import { cellText, count, digits, figure } from '../format';
import type { PageStore } from '../page-state';
import { labelOf, type Results, valueAt } from '../rows/results';
import { toCsv } from '../rows/to-csv';
import { type SortKey, viewOf } from '../rows/view';
import { type TableColumn, type VirtualTable, virtualTable } from './virtual-table';

const ownKey = (kind: SortKey['kind']): SortKey => ({ kind, name: '' });

/** Columns that stand before those of the file. */
const OWN: readonly (TableColumn & { readonly key: SortKey })[] = [
  { name: 'line', width: 9, isNumeric: true, key: ownKey('line') },
  { name: 'prediction', width: 12, key: ownKey('label') },
  { name: 'score', width: 10, isNumeric: true, key: ownKey('score') },
  { name: 'p-value', width: 11, isNumeric: true, key: ownKey('pValue') },
];
/** Widths in characters, and how many values are looked at for them. */
const [NARROWEST, WIDEST, N_LOOKS] = [8, 32, 200];

/** The events with their scores: sorted, filtered, downloaded. */
export function eventsPanel(store: PageStore): void {
  const filter = byId<HTMLInputElement>('filter');
  const only = byId<HTMLInputElement>('only-anomalies');
  let table: VirtualTable | undefined;
  let view: Int32Array = new Int32Array();

  store.on(['results'], () => {
    const { results } = store.state;
    if (!results) return;
    table = virtualTable('Events with their scores', columnsOf(results), (column) =>
      sortBy(store, results, column),
    );
    byId('table').replaceChildren(table.holder);
  });
  store.on(
    ['results', 'threshold', 'sort', 'isDescending', 'filter', 'onlyAnomalies', 'entityColumn'],
    () => {
      const { results, sort, isDescending } = store.state;
      if (!results || !table) return;
      view = viewOf(results, store.state);
      const { nHiddenColumns } = results;
      const hidden = nHiddenColumns > 0 ? ` ${count(nHiddenColumns)} columns are not shown.` : '';
      byId('shown').textContent =
        `${count(view.length)} of ${count(results.nRows)} events.${hidden}`;
      const sorted = sortKeys(results).findIndex((key) => isSame(key, sort));
      table.show({
        nRows: view.length,
        sorted,
        isDescending,
        rowAt: (i) => rowAt(store, results, view[i]),
      });
    },
  );
  filter.addEventListener('input', () => store.set({ filter: filter.value }));
  only.addEventListener('change', () => store.set({ onlyAnomalies: only.checked }));
  byId('download').addEventListener('click', () => {
    const { results, threshold } = store.state;
    if (results) download(toCsv(results, view, threshold));
  });
}

function rowAt(store: PageStore, results: Results, row: number) {
  const { threshold, entityColumn } = store.state;
  const isMarked = results.scores[row] >= threshold;
  const cells = results.columns.map((column) => {
    const text = cellText(valueAt(column, row));
    return column.name === entityColumn ? entityButton(store, text) : text;
  });
  const own = [
    String(results.lines[row]),
    labelOf(results, row, threshold),
    digits(results.scores[row]),
    figure(results.pValues[row]),
  ];
  return { cells: [...own, ...cells], isMarked };
}

function entityButton(store: PageStore, text: string): HTMLButtonElement {
  const button = element(
    'button',
    { type: 'button', class: 'link', title: `Look at ${text}` },
    text || '(none)',
  );
  button.addEventListener('click', () => {
    store.set({ entity: text });
    byId('entity-detail').focus();
  });
  return button;
}

function columnsOf({ columns }: Results): TableColumn[] {
  return [
    ...OWN,
    ...columns.map((column) => ({
      name: column.name,
      width: widthOf(column),
      isNumeric: isNumeric(column),
    })),
  ];
}

function sortKeys({ columns }: Results): SortKey[] {
  return [
    ...OWN.map(({ key }) => key),
    ...columns.map(({ name }): SortKey => ({ kind: 'column', name })),
  ];
}

/** A second press turns the order round; scores begin with the highest. */
function sortBy(store: PageStore, results: Results, column: number): void {
  const sort = sortKeys(results)[column];
  const isSorted = isSame(store.state.sort, sort);
  const isDescending = isSorted
    ? !store.state.isDescending
    : sort.kind === 'score' || sort.kind === 'label';
  store.set({ sort, isDescending });
}

function isSame(a: SortKey, b: SortKey): boolean {
  return a.kind === b.kind && a.name === b.name;
}

function isNumeric({ values }: UploadColumn): boolean {
  return typeof values.find((value) => value !== null) === 'number';
}

function widthOf({ name, values }: UploadColumn): number {
  const longest = values
    .slice(0, N_LOOKS)
    .reduce<number>((most, value) => Math.max(most, cellText(value).length), name.length + 1);
  return Math.min(Math.max(longest + 2, NARROWEST), WIDEST);
}

function download(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  element('a', { href: url, download: 'anomaly-lab-events.csv' }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

import { byId } from '../dom';
import { count, countOf } from '../format';
import type { PageStore } from '../page-state';
import { simpleTable } from './simple-table';

/** Says which rows of the file were left out, and why. */
export function errorsPanel(store: PageStore): void {
  const panel = byId('errors');
  const holder = byId('errors-table');
  store.on(['results'], () => {
    const { nErrors = 0, errors = [] } = store.state.results ?? {};
    panel.hidden = nErrors === 0;
    const rest = nErrors > errors.length ? `, the first ${count(errors.length)} shown` : '';
    const rows = errors.map(({ line, column, message }) => [String(line), column ?? '–', message]);
    const caption = `${countOf(nErrors, 'error')}${rest}`;
    holder.replaceChildren(simpleTable(caption, ['line', 'column', 'what is wrong'], rows, [0]));
  });
}

import type { Api } from '../api';
import { byId, element, onWidth, setOptions } from '../dom';
import { count, countOf, digits } from '../format';
import type { PageStore } from '../page-state';
import { type Entity, entitiesOf, textColumns } from '../rows/entities';
import { entityDetail } from './entity-detail';
import { simpleTable } from './simple-table';

/** Entities ranked. */
const N_RANKED = 8;
/** Values offered while one is typed. */
const N_OFFERED = 1000;

/** Users, or whatever another column holds, with those first that have most anomalies; and one of them in full. */
export function entityPanel(store: PageStore, api: Api): void {
  const column = byId<HTMLSelectElement>('entity-column');
  const input = byId<HTMLInputElement>('entity');
  const ranking = byId('entity-ranking');
  const detail = entityDetail(byId('entity-detail'), api);

  store.on(['results'], () => {
    const { results, entityColumn } = store.state;
    setOptions(column, results ? textColumns(results) : [], entityColumn);
    store.set({ entityColumn: column.value });
  });
  store.on(['results', 'entityColumn', 'threshold'], () => {
    const { results, entityColumn, threshold } = store.state;
    if (!results) return;
    const entities = entitiesOf(results, entityColumn, threshold);
    const offered = entities.slice(0, N_OFFERED).map(({ value }) => element('option', { value }));
    byId('entities').replaceChildren(...offered);
    ranking.replaceChildren(
      rankingTable(entities, entityColumn, (entity) => {
        store.set({ entity });
        byId('entity-detail').focus();
      }),
    );
  });
  store.on(['results', 'entityColumn', 'entity'], () => {
    input.value = store.state.entity ?? '';
    detail.show(store.state);
  });
  store.on(['threshold', 'timeColumn'], () => detail.redraw(store.state));
  onWidth(byId('entity-detail'), () => detail.redraw(store.state));
  column.addEventListener('change', () => store.set({ entityColumn: column.value, entity: null }));
  input.addEventListener('change', () => store.set({ entity: input.value || null }));
}

function rankingTable(
  entities: readonly Entity[],
  name: string,
  onChoose: (value: string) => void,
): HTMLElement {
  const rows = entities.slice(0, N_RANKED).map(({ value, nEvents, nAnomalies, highestScore }) => {
    const button = element('button', { type: 'button', class: 'link' }, value || '(none)');
    button.addEventListener('click', () => onChoose(value));
    return [button, count(nEvents), count(nAnomalies), digits(highestScore)];
  });
  const heads = [name, 'events', 'anomalies', 'highest score'];
  const table = simpleTable(
    `${countOf(entities.length, 'value')}, those with most anomalies first`,
    heads,
    rows,
    [1, 2, 3],
  );
  return element('div', { class: 'scroll fit' }, table);
}

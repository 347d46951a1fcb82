import { createApi } from './api';
import { byId, setOptions } from './dom';
import type { PageState } from './page-state';
import { entityPanel } from './panels/entity-panel';
import { errorsPanel } from './panels/errors-panel';
import { eventsPanel } from './panels/events-panel';
import { keyForm } from './panels/key-form';
import { livePanel } from './panels/live-panel';
import { scoresPanel } from './panels/scores-panel';
import { timelinePanel } from './panels/timeline-panel';
import { uploadPanel } from './panels/upload-panel';
import { createStore } from './store';

const store = createStore<PageState>({
  model: '',
  results: null,
  threshold: 0,
  sort: { kind: 'score', name: '' },
  isDescending: true,
  filter: '',
  onlyAnomalies: false,
  timeColumn: '',
  entityColumn: '',
  entity: null,
});
const form = keyForm((key) => {
  api.useKey(key);
  void loadModels();
});
const api = createApi(form.open);
const select = byId<HTMLSelectElement>('model');

errorsPanel(store);
scoresPanel(store);
timelinePanel(store);
eventsPanel(store);
entityPanel(store, api);
uploadPanel(store, api);
livePanel(api);
select.addEventListener('change', () => store.set({ model: select.value }));
void loadModels();

async function loadModels(): Promise<void> {
  try {
    const models = await api.models();
    const names = models.map(({ name }) => name);
    setOptions(select, names, names[0]);
    byId('alert').textContent = '';
    store.on(['model'], () => {
      const columns = models.find(({ name }) => name === store.state.model)?.columns ?? [];
      byId('wanted').textContent = `The model reads ${columns.map(({ name }) => name).join(', ')}.`;
    });
    store.set({ model: select.value });
  } catch (error) {
    byId('alert').textContent = (error as Error).message;
  }
}

import type { Api } from '../api';
import { byId } from '../dom';
import { count, countOf } from '../format';
import type { PageStore } from '../page-state';
import { likelyEntityColumn } from '../rows/entities';
import { countAnomalies, resultsOf } from '../rows/results';
import { timeColumns } from '../rows/times';

/** As the service takes it. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Takes a file that is chosen or dropped, has it scored, and says how it went. */
export function uploadPanel(store: PageStore, api: Api): void {
  const input = byId<HTMLInputElement>('file');
  const status = byId('status');
  const alert = byId('alert');
  let nFiles = 0;

  const score = async (file: File) => {
    const own = ++nFiles;
    alert.textContent = '';
    status.textContent = `Scoring ${file.name}, ${count(Math.ceil(file.size / 1024))} kB …`;
    try {
      if (file.size > MOST_BYTES) throw new Error('A file must have at most 32 MB.');
      const started = performance.now();
      const results = resultsOf(await api.upload(file, store.state.model));
      if (own !== nFiles) return; // another file was chosen meanwhile
      const { threshold, nRows } = results;
      const entityColumn = likelyEntityColumn(results);
      const timeColumn = timeColumns(results)[0] ?? '';
      store.set({ results, threshold, entityColumn, timeColumn, entity: null });
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      status.textContent = `${file.name}: ${countOf(nRows, 'event')} scored in ${seconds} s, ${count(countAnomalies(results, threshold))} flagged.`;
    } catch (error) {
      if (own !== nFiles) return;
      status.textContent = '';
      alert.textContent = `${file.name}: ${(error as Error).message}`;
    }
  };
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) void score(file);
    input.value = ''; // the same file can be chosen again
  });
  takeDrops((file) => void score(file));
}

function takeDrops(onFile: (file: File) => void): void {
  const zone = byId('drop');
  const mark = (isOver: boolean) => zone.classList.toggle('over', isOver);
  document.addEventListener('dragover', (event) => {
    event.preventDefault();
    mark(true);
  });
  document.addEventListener('dragleave', ({ relatedTarget }) => {
    if (!relatedTarget) mark(false);
  });
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    mark(false);
    const [file] = event.dataTransfer?.files ?? [];
    if (file) onFile(file);
  });
}

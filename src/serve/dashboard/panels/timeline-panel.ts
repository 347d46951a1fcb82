import { timeline } from '../charts/timeline';
import { byId, element, onWidth, setOptions } from '../dom';
import type { PageStore } from '../page-state';
import { bucketsOf } from '../rows/buckets';
import { timeColumns, timesOf } from '../rows/times';

/** Events and anomalies by hour or day. */
export function timelinePanel(store: PageStore): void {
  const column = byId<HTMLSelectElement>('time-column');
  const unit = byId<HTMLSelectElement>('time-unit');
  const chart = element('div');
  const point = element('p', { class: 'muted', 'aria-live': 'polite' });
  byId('timeline').append(chart, point);

  const draw = (width: number) => {
    const { results, timeColumn, threshold } = store.state;
    const times = results && timesOf(results, timeColumn);
    const buckets = times && bucketsOf(times, results.scores, threshold, unit.value);
    point.textContent = buckets
      ? 'Times are UTC. Point at a bar, or use the arrow keys, for its figures.'
      : 'No column of the file holds dates with times.';
    if (!buckets || width === 0) return chart.replaceChildren();
    chart.replaceChildren(
      timeline(buckets, width, (text) => {
        point.textContent = text;
      }),
    );
  };
  const redraw = () => draw(chart.clientWidth);
  store.on(['results', 'timeColumn', 'threshold'], redraw);
  store.on(['results'], () => {
    const { results, timeColumn } = store.state;
    setOptions(column, results ? timeColumns(results) : [], timeColumn);
    store.set({ timeColumn: column.value });
  });
  column.addEventListener('change', () => store.set({ timeColumn: column.value }));
  unit.addEventListener('change', redraw);
  onWidth(chart, draw);
}

import { barChart } from '../charts/bars';
import { type Histogram, histogram } from '../charts/histogram';
import { byId, element, onWidth } from '../dom';
import { count, figure, share } from '../format';
import type { PageStore } from '../page-state';
import { countAnomalies, type Results } from '../rows/results';

/** Counts, the histogram of scores, and the threshold that moves both. */
export function scoresPanel(store: PageStore): void {
  const bars = byId('bars');
  const holder = byId('histogram');
  const slider = byId<HTMLInputElement>('threshold-slider');
  const number = byId<HTMLInputElement>('threshold');
  let drawn: Histogram | undefined;

  const draw = (width: number) => {
    const { results, threshold } = store.state;
    if (!results || results.nRows === 0 || width === 0) return holder.replaceChildren();
    drawn = histogram(results.sortedScores, domainOf(results), width, (value) =>
      store.set({ threshold: value }),
    );
    drawn.moveTo(threshold);
    holder.replaceChildren(drawn.chart);
  };
  const move = () => {
    const { results, threshold } = store.state;
    if (!results) return;
    const nAnomalies = countAnomalies(results, threshold);
    bars.replaceChildren(
      barChart([
        { name: 'normal', value: results.nRows - nAnomalies, kind: 'normal' },
        { name: 'anomaly', value: nAnomalies, kind: 'anomaly' },
      ]),
      facts({
        'threshold here': figure(threshold),
        'of the model': figure(results.threshold),
        'highest score': figure(results.sortedScores[results.nRows - 1] ?? Number.NaN),
        'errors in the file': count(results.nErrors),
      }),
    );
    drawn?.moveTo(threshold);
    slider.value = String(threshold);
    slider.setAttribute(
      'aria-valuetext',
      `${figure(threshold)}, ${share(nAnomalies, results.nRows)} anomalies`,
    );
    if (document.activeElement !== number) number.value = String(Number(threshold.toPrecision(7)));
  };
  store.on(['results'], () => {
    const { results } = store.state;
    if (!results) return;
    const [low, high] = domainOf(results);
    slider.min = String(low);
    slider.max = String(high);
    byId('results').hidden = false;
    draw(holder.clientWidth);
  });
  store.on(['results', 'threshold'], move);
  onWidth(holder, draw);
  slider.addEventListener('input', () => store.set({ threshold: slider.valueAsNumber }));
  number.addEventListener('input', () => {
    if (!Number.isNaN(number.valueAsNumber)) store.set({ threshold: number.valueAsNumber });
  });
  byId('threshold-reset').addEventListener('click', () => {
    if (store.state.results) store.set({ threshold: store.state.results.threshold });
  });
}

function facts(values: Readonly<Record<string, string>>): HTMLElement {
  const pairs = Object.entries(values).flatMap(([name, value]) => [
    element('dt', {}, name),
    element('dd', {}, value),
  ]);
  return element('dl', { class: 'facts' }, ...pairs);
}

/** All scores and the model's threshold. */
function domainOf({ sortedScores, threshold }: Results): readonly [number, number] {
  const low = Math.min(sortedScores[0] ?? threshold, threshold);
  const high = Math.max(sortedScores[sortedScores.length - 1] ?? threshold, threshold);
  return low < high ? [low, high] : [low - 0.5, high + 0.5];
}

import type { Api } from '../api';
import { scatter } from '../charts/scatter';
import { element } from '../dom';
import { count, countOf } from '../format';
import type { PageState } from '../page-state';
import { rowsOfEntity } from '../rows/entities';
import { eventOf, type Results } from '../rows/results';
import { timesOf } from '../rows/times';
import { reasonsOfEvent } from './reasons-of-event';

/** Shows the events of one entity. */
export interface EntityDetail {
  /** Draws all, and asks for reasons. */
  show(state: PageState): void;
  /** Draws the chart again, for another threshold or width. */
  redraw(state: PageState): void;
}

/** Events with reasons, those with the highest scores; and how many of them lie open. */
const [N_EXPLAINED, N_OPEN] = [10, 2];

/** Draws into a holder. */
export function entityDetail(holder: HTMLElement, api: Api): EntityDetail {
  const heading = element('h3');
  const chart = element('div');
  const reasons = element('div', { class: 'reasons' });
  let nShown = 0;

  const redraw = (state: PageState) => {
    const { results, threshold } = state;
    const rows = rowsOf(state);
    if (!results || rows.length === 0) return;
    const nAnomalies = rows.filter((row) => results.scores[row] >= threshold).length;
    heading.textContent = `${state.entity || '(none)'}: ${countOf(rows.length, 'event')}, ${count(nAnomalies)} at or above the threshold`;
    if (holder.clientWidth > 0)
      chart.replaceChildren(chartOf(results, rows, state, holder.clientWidth));
  };
  return {
    redraw,
    show: (state) => {
      const own = ++nShown;
      const { results, entity } = state;
      const rows = rowsOf(state);
      if (!results || entity === null) return holder.replaceChildren();
      if (rows.length === 0)
        return holder.replaceChildren(element('p', {}, `No event has ${entity}.`));
      reasons.replaceChildren(element('p', { class: 'muted' }, 'Asking for reasons …'));
      holder.replaceChildren(heading, chart, reasons);
      redraw(state);
      void explain(api, results, rows, state).then((parts) => {
        if (own === nShown) reasons.replaceChildren(...parts);
      });
    },
  };
}

function rowsOf({ results, entityColumn, entity }: PageState): number[] {
  return results && entity !== null ? rowsOfEntity(results, entityColumn, entity) : [];
}

function chartOf(
  results: Results,
  rows: readonly number[],
  { timeColumn, threshold }: PageState,
  width: number,
): SVGSVGElement {
  const times = timesOf(results, timeColumn);
  const isTime = times !== undefined && rows.every((row) => !Number.isNaN(times[row]));
  const positions = rows.map((row) => (isTime ? times[row] : results.lines[row]));
  const scores = rows.map((row) => results.scores[row]);
  return scatter({ positions, scores, isTime, threshold }, width);
}

async function explain(
  api: Api,
  results: Results,
  rows: readonly number[],
  { timeColumn }: PageState,
): Promise<Node[]> {
  const highest = [...rows]
    .sort((a, b) => results.scores[b] - results.scores[a])
    .slice(0, N_EXPLAINED);
  try {
    const events = highest.map((row) => eventOf(results, row));
    const lists = await api.reasons(events, results.model);
    const times = timesOf(results, timeColumn);
    return highest.map((row, i) => {
      const head = { line: results.lines[row], time: times?.[row], score: results.scores[row] };
      return reasonsOfEvent(head, lists[i], i < N_OPEN);
    });
  } catch (error) {
    return [element('p', { class: 'wrong' }, `No reasons: ${(error as Error).message}`)];
  }
}

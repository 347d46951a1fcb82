import type { Reason } from '../api';
import { element } from '../dom';
import { cellText, figure, secondText } from '../format';
import { simpleTable } from './simple-table';

/** What stands above the reasons of an event. */
export interface EventHead {
  /** Line of the file. */
  readonly line: number;
  /** Epoch ms; undefined or NaN where the file has none. */
  readonly time: number | undefined;
  readonly score: number;
}

const HEADS = ['column', 'actual', 'typical', 'effect'];

/** What moved the score of an event: the actual beside the typical value of each column. */
export function reasonsOfEvent(
  { line, time, score }: EventHead,
  reasons: readonly Reason[],
  isOpen: boolean,
): HTMLElement {
  const when = time === undefined || Number.isNaN(time) ? '' : `${secondText(time)}, `;
  const most = Math.max(...reasons.map(({ contribution }) => Math.abs(contribution)));
  const rows = reasons.map(({ feature, actual, typical, contribution }) => [
    feature,
    cellText(actual) || '(none)',
    cellText(typical) || '(none)',
    contributionBar(contribution, most),
  ]);
  return element(
    'details',
    { open: isOpen },
    element('summary', {}, `${when}line ${line}, score ${figure(score)}`),
    element('div', { class: 'scroll' }, simpleTable('Largest first', HEADS, rows)),
  );
}

function contributionBar(contribution: number, most: number): HTMLElement {
  const kind = contribution > 0 ? 'anomaly' : 'normal';
  const fill = element('span', { class: `fill ${kind}` });
  fill.style.width = `${most > 0 ? (100 * Math.abs(contribution)) / most : 0}%`;
  const sign = contribution > 0 ? '+' : '';
  return element(
    'span',
    { class: 'contribution' },
    element('span', { class: 'track', 'aria-hidden': 'true' }, fill),
    `${sign}${figure(contribution)}`,
  );
}

import type { LiveEvent } from '../../live/event-buffer';
import type { Api } from '../api';
import { byId, element } from '../dom';
import { cellText, count, digits, figure, secondText } from '../format';
import { listenLive } from '../live-connection';

/** Events shown; older ones go. */
const MOST_SHOWN = 200;
/** Between two drawings, for events come in bursts. */
const DRAW_MS = 200;
const HEADS = ['scored at, UTC', 'prediction', 'score', 'p-value', 'model', 'event'];

/** The newest events as they are scored, while it is switched on. */
export function livePanel(api: Api): void {
  const toggle = byId<HTMLButtonElement>('live-toggle');
  const only = byId<HTMLInputElement>('live-anomalies');
  const status = byId('live-status');
  const body = element('tbody');
  const counts = element('p', { class: 'muted' });
  let [nEvents, nAnomalies, nMissed] = [0, 0, 0];
  let shown: LiveEvent[] = [];
  let isDrawingSoon = false;
  let running: AbortController | undefined;

  const draw = () => {
    isDrawingSoon = false;
    const missed = nMissed > 0 ? `, ${count(nMissed)} more were too many to send` : '';
    counts.textContent = `${count(nEvents)} received, ${count(nAnomalies)} of them anomalies${missed}; the newest ${MOST_SHOWN} are shown.`;
    body.replaceChildren(...shown.map(liveRow));
  };
  const onEvent = (event: LiveEvent, missed: number) => {
    nEvents++;
    nAnomalies += event.label;
    nMissed += missed;
    if (!only.checked || event.label === 1) shown = [event, ...shown.slice(0, MOST_SHOWN - 1)];
    if (!isDrawingSoon) window.setTimeout(draw, DRAW_MS);
    isDrawingSoon = true;
  };
  const onStatus = (text: string) => {
    status.textContent = text;
  };
  toggle.addEventListener('click', () => {
    running?.abort();
    running = running ? undefined : new AbortController();
    toggle.textContent = running ? 'Stop' : 'Start';
    toggle.setAttribute('aria-pressed', String(running !== undefined));
    if (running) void listenLive(api, { onEvent, onStatus }, running.signal);
  });
  only.addEventListener('change', () => {
    if (only.checked) shown = shown.filter(({ label }) => label === 1);
    draw();
  });
  const heads = HEADS.map((head) => element('th', { scope: 'col' }, head));
  byId('live-table').replaceChildren(
    element(
      'table',
      { 'aria-label': 'Events as they are scored' },
      element('thead', {}, element('tr', {}, ...heads)),
      body,
    ),
  );
  byId('live-table').tabIndex = 0; // so that the arrow keys scroll it
  byId('live-table').before(counts);
}

function liveRow({ time, prediction, label, score, pValue, model, event }: LiveEvent): HTMLElement {
  const values = Object.entries(event).map(([name, value]) => `${name} ${cellText(value) || '–'}`);
  const cells = [
    secondText(time),
    prediction,
    digits(score),
    figure(pValue),
    model,
    values.join(', '),
  ];
  const row = cells.map((cell, j) =>
    element('td', { class: j === 2 || j === 3 ? 'number' : '' }, cell),
  );
  return element('tr', { class: label === 1 ? 'marked' : '' }, ...row);
}

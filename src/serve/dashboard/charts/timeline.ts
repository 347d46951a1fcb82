import { svg } from '../dom';
import { count, countOf, minuteText } from '../format';
import type { Buckets } from '../rows/buckets';
import { type Area, countAxis, timeAxis } from './axes';
import { linearScale } from './scale';

const HEIGHT = 290;

/**
 * Draws events over time, and below them the anomalies on a scale of their own.
 *
 * @param onPoint called with what stands under the pointer, or under the cursor that the arrow keys move.
 */
export function timeline(
  buckets: Buckets,
  width: number,
  onPoint: (text: string) => void,
): SVGSVGElement {
  const { start, spanMs, nEvents, nAnomalies } = buckets;
  const end = start + spanMs * nEvents.length;
  const [left, right] = [52, width - 14];
  const upper: Area = { left, right, top: 24, bottom: 140 };
  const lower: Area = { left, right, top: 176, bottom: HEIGHT - 26 };
  const x = linearScale([start, end], [left, right]);
  const cursor = svg('line', {
    class: 'cursor',
    y1: upper.top,
    y2: lower.bottom,
    visibility: 'hidden',
  });
  const chart = svg(
    'svg',
    {
      class: 'chart',
      width,
      height: HEIGHT,
      role: 'img',
      tabindex: 0,
      'aria-label': summary(buckets),
    },
    ...panel(nEvents, upper, 'events', 'normal'),
    ...panel(nAnomalies, lower, 'anomalies', 'anomaly'),
    timeAxis([start, end], x, lower),
    cursor,
  );
  let current = -1;
  const pointAt = (bucket: number) => {
    current = Math.min(Math.max(bucket, 0), nEvents.length - 1);
    const at = String(x(start + (current + 0.5) * spanMs));
    cursor.setAttribute('x1', at);
    cursor.setAttribute('x2', at);
    cursor.setAttribute('visibility', 'visible');
    onPoint(textOf(buckets, current));
  };
  chart.addEventListener('pointermove', ({ clientX }) => {
    const part = (clientX - chart.getBoundingClientRect().left - left) / (right - left);
    pointAt(Math.floor(part * nEvents.length));
  });
  chart.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    pointAt(current < 0 ? 0 : current + step);
  });
  return chart;
}

function panel(counts: Uint32Array, area: Area, name: string, kind: string): SVGElement[] {
  const { left, right, top, bottom } = area;
  const { y, axis } = countAxis(highestOf(counts), area);
  const width = (right - left) / counts.length;
  const gap = width > 4 ? 1 : 0;
  let path = '';
  counts.forEach((value, i) => {
    if (value === 0) return;
    const height = Math.min(y(value), bottom - 1);
    path += `M${left + i * width} ${bottom}V${height}h${Math.max(width - gap, 1)}V${bottom}Z`;
  });
  return [
    axis,
    svg('path', { class: kind, d: path }),
    svg('text', { class: 'tick strong', x: left, y: top - 10 }, name),
  ];
}

function highestOf(counts: Uint32Array): number {
  return counts.reduce((highest, value) => Math.max(highest, value), 0);
}

function summary(buckets: Buckets): string {
  const { start, spanMs, nEvents, nAnomalies } = buckets;
  const most = nAnomalies.indexOf(highestOf(nAnomalies));
  const span = `${minuteText(start)} to ${minuteText(start + spanMs * nEvents.length)} UTC`;
  return `Events and anomalies over time, ${span}. Most anomalies: ${textOf(buckets, most)}. Arrow keys move through time.`;
}

function textOf({ start, spanMs, nEvents, nAnomalies }: Buckets, bucket: number): string {
  const anomalies =
    nAnomalies[bucket] === 1 ? '1 anomaly' : `${count(nAnomalies[bucket])} anomalies`;
  return `${minuteText(start + bucket * spanMs)}: ${countOf(nEvents[bucket], 'event')}, ${anomalies}`;
}

import { svg } from '../dom';
import { countOf, figure } from '../format';
import { type Area, numberAxis, timeAxis } from './axes';
import { linearScale, ticks } from './scale';

/** Scores of some events over time, or in the order of the file where there are no times. */
export interface ScatterData {
  readonly positions: readonly number[];
  readonly scores: readonly number[];
  readonly isTime: boolean;
  readonly threshold: number;
}

const HEIGHT = 200;
const RADIUS = 3.5;

/** Draws a dot an event, anomalies as diamonds, and the threshold. */
export function scatter(data: ScatterData, width: number): SVGSVGElement {
  const { positions, scores, isTime, threshold } = data;
  const area: Area = { left: 60, right: width - 14, top: 14, bottom: HEIGHT - 40 };
  const span = padded(rangeOf(positions));
  const heights = padded(rangeOf([...scores, threshold]));
  const x = linearScale(span, [area.left, area.right]);
  const y = linearScale(heights, [area.bottom, area.top]);
  const [dots, diamonds] = [false, true].map((isAnomaly) =>
    scores
      .map((score, i) =>
        score >= threshold === isAnomaly ? markAt(x(positions[i]), y(score), isAnomaly) : '',
      )
      .join(''),
  );
  const grid = ticks(...heights, 4).flatMap((mark) => [
    svg('line', { class: 'grid', x1: area.left, x2: area.right, y1: y(mark), y2: y(mark) }),
    svg('text', { class: 'tick end', x: area.left - 6, y: y(mark) + 4 }, figure(mark)),
  ]);
  const at = y(threshold);
  const what = isTime ? 'time, UTC' : 'line of the file';
  return svg(
    'svg',
    { class: 'chart', width, height: HEIGHT, role: 'img', 'aria-label': labelOf(data) },
    ...grid,
    svg('path', { class: 'normal', d: dots }),
    svg('path', { class: 'anomaly', d: diamonds }),
    svg('line', { class: 'threshold', x1: area.left, x2: area.right, y1: at, y2: at }),
    isTime ? timeAxis(span, x, area) : numberAxis(span, x, area, String),
    svg('text', { class: 'tick middle', x: (area.left + area.right) / 2, y: HEIGHT - 5 }, what),
  );
}

function markAt(x: number, y: number, isDiamond: boolean): string {
  if (isDiamond) {
    const r = RADIUS + 1.5;
    return `M${x} ${y - r}l${r} ${r}l${-r} ${r}l${-r} ${-r}Z`;
  }
  const arc = `a${RADIUS} ${RADIUS} 0 1 0`;
  return `M${x - RADIUS} ${y}${arc} ${2 * RADIUS} 0${arc} ${-2 * RADIUS} 0Z`;
}

function rangeOf(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function padded([low, high]: [number, number]): [number, number] {
  const margin = (high - low) * 0.04 || Math.abs(high) * 0.1 || 1;
  return [low - margin, high + margin];
}

function labelOf({ scores, threshold }: ScatterData): string {
  const nAnomalies = scores.filter((score) => score >= threshold).length;
  return `Scores of ${countOf(scores.length, 'event')}, ${nAnomalies} of them at or above the threshold ${figure(threshold)}`;
}

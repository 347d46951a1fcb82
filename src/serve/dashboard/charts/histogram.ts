import { svg } from '../dom';
import { count, figure } from '../format';
import { type Area, countAxis, numberAxis } from './axes';
import { linearScale } from './scale';

/** A histogram whose threshold moves without it being drawn anew. */
export interface Histogram {
  readonly chart: SVGSVGElement;
  moveTo(threshold: number): void;
}

const HEIGHT = 220;
const PIXELS_A_BIN = 9;

/**
 * Draws how often scores occur, those below the threshold in another colour than those above.
 *
 * @param sorted scores, ascending.
 * @param domain of the axis; the lowest and highest score.
 * @param onDrag called with the score under the pointer.
 */
export function histogram(
  sorted: Float64Array,
  domain: readonly [number, number],
  width: number,
  onDrag: (threshold: number) => void,
): Histogram {
  const area: Area = { left: 52, right: width - 14, top: 22, bottom: HEIGHT - 40 };
  const bins = binCounts(
    sorted,
    domain,
    Math.max(Math.floor((area.right - area.left) / PIXELS_A_BIN), 8),
  );
  const { y, axis } = countAxis(Math.max(...bins), area);
  const x = linearScale(domain, [area.left, area.right]);
  const path = barsPath(bins, area, y);
  const [below, above] = [clipRect(area), clipRect(area)];
  const line = svg('line', { class: 'threshold', y1: area.top - 6, y2: area.bottom });
  const label = svg('text', { class: 'tick strong', y: area.top - 9 });
  const chart = svg(
    'svg',
    { class: 'chart draggable', width, height: HEIGHT, role: 'img' },
    axis,
    svg('clipPath', { id: 'below' }, below),
    svg('clipPath', { id: 'above' }, above),
    svg('path', { class: 'normal', d: path, 'clip-path': 'url(#below)' }),
    svg('path', { class: 'anomaly', d: path, 'clip-path': 'url(#above)' }),
    numberAxis(domain, x, area, figure),
    svg('text', { class: 'tick middle', x: (area.left + area.right) / 2, y: HEIGHT - 5 }, 'score'),
    line,
    label,
  );
  dragOver(chart, (at) => {
    const part = (at - area.left) / (area.right - area.left);
    onDrag(domain[0] + Math.min(Math.max(part, 0), 1) * (domain[1] - domain[0]));
  });
  const describe = `Histogram of ${count(sorted.length)} scores from ${figure(domain[0])} to ${figure(domain[1])}`;
  return {
    chart,
    moveTo: (threshold) => {
      const at = Math.min(Math.max(x(threshold), area.left), area.right);
      setSpan(below, area.left, at);
      setSpan(above, at, area.right);
      line.setAttribute('x1', String(at));
      line.setAttribute('x2', String(at));
      const isRight = at > (area.left + area.right) / 2;
      label.setAttribute('x', String(isRight ? at + 4 : at - 4));
      label.setAttribute('text-anchor', isRight ? 'end' : 'start');
      label.textContent = `threshold ${figure(threshold)}`;
      chart.setAttribute('aria-label', `${describe}, threshold ${figure(threshold)}`);
    },
  };
}

function binCounts(sorted: Float64Array, [low, high]: readonly [number, number], nBins: number) {
  const bins = new Array<number>(nBins).fill(0);
  const width = (high - low) / nBins || 1;
  for (const score of sorted) bins[Math.min(Math.floor((score - low) / width), nBins - 1)]++;
  return bins;
}

/** All bars as one path; a bar that is not empty can be seen. */
function barsPath(
  bins: readonly number[],
  { left, right, bottom }: Area,
  y: (n: number) => number,
) {
  const width = (right - left) / bins.length;
  return bins
    .map((value, i) => {
      if (value === 0) return '';
      const top = Math.min(y(value), bottom - 2);
      return `M${left + i * width} ${bottom}V${top}h${Math.max(width - 1, 1)}V${bottom}Z`;
    })
    .join('');
}

function clipRect({ top, bottom }: Area): SVGRectElement {
  return svg('rect', { y: top - 2, height: bottom - top + 4 });
}

function setSpan(rect: SVGRectElement, from: number, to: number): void {
  rect.setAttribute('x', String(from));
  rect.setAttribute('width', String(Math.max(to - from, 0)));
}

function dragOver(chart: SVGSVGElement, onX: (x: number) => void): void {
  const report = ({ clientX }: PointerEvent) => onX(clientX - chart.getBoundingClientRect().left);
  chart.addEventListener('pointerdown', (event) => {
    chart.setPointerCapture(event.pointerId);
    report(event);
  });
  chart.addEventListener('pointermove', (event) => {
    if (chart.hasPointerCapture(event.pointerId)) report(event);
  });
}

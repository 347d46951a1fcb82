import { svg } from '../dom';
import { shortCount } from '../format';
import { countTicks, linearScale, type Scale, ticks } from './scale';

/** The space of a plot within its drawing, CSS pixels. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Pixels that a label of an axis takes at least. */
const LABEL_WIDTH = 76;
const LABEL_HEIGHT = 26;

/** Lines and labels for counts, from 0 up; with the scale. */
export function countAxis(highest: number, { left, right, top, bottom }: Area) {
  const marks = countTicks(highest, Math.floor((bottom - top) / LABEL_HEIGHT));
  const y = linearScale([0, Math.max(highest, 1)], [bottom, top]);
  const lines = marks.map((mark) =>
    svg(
      'g',
      {},
      svg('line', { class: 'grid', x1: left, x2: right, y1: y(mark), y2: y(mark) }),
      svg('text', { class: 'tick end', x: left - 6, y: y(mark) + 4 }, shortCount(mark)),
    ),
  );
  return { y, axis: svg('g', {}, ...lines) };
}

/** Labels below a plot for numbers. */
export function numberAxis(
  [low, high]: readonly [number, number],
  x: Scale,
  { left, right, bottom }: Area,
  textOf: (value: number) => string,
): SVGGElement {
  const marks = ticks(low, high, Math.floor((right - left) / LABEL_WIDTH));
  return svg('g', {}, ...marks.map((mark) => tickBelow(x(mark), bottom, textOf(mark))));
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Spans between labels of time. */
const TIME_STEPS = [1, 2, 3, 6, 12, 24, 48, 72, 168, 336, 720, 2160, 8760].map((n) => n * HOUR);

/** Labels below a plot for times, UTC: hours where the span is short, else days. */
export function timeAxis(
  [start, end]: readonly [number, number],
  x: Scale,
  { left, right, bottom }: Area,
): SVGGElement {
  const rough = (end - start) / Math.max((right - left) / LABEL_WIDTH, 1);
  const step = TIME_STEPS.find((each) => each >= rough) ?? Math.ceil(rough / DAY) * DAY;
  const marks: SVGGElement[] = [];
  for (let time = Math.ceil(start / step) * step; time <= end; time += step) {
    marks.push(tickBelow(x(time), bottom, timeLabel(time, step, end - start)));
  }
  return svg('g', {}, ...marks);
}

function timeLabel(time: number, step: number, span: number): string {
  const text = new Date(time).toISOString(); // 2024-03-01T08:00:00.000Z
  if (step < DAY) return text.slice(11, 16) === '00:00' ? text.slice(5, 10) : text.slice(11, 16);
  return span > 300 * DAY ? text.slice(0, 10) : text.slice(5, 10);
}

function tickBelow(x: number, bottom: number, text: string): SVGGElement {
  return svg(
    'g',
    {},
    svg('line', { class: 'axis', x1: x, x2: x, y1: bottom, y2: bottom + 4 }),
    svg('text', { class: 'tick middle', x, y: bottom + 17 }, text),
  );
}

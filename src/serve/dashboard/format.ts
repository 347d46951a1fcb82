const WHOLE = new Intl.NumberFormat('en');
const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const MANY = 10_000;

/** `50,000` */
export function count(value: number): string {
  return WHOLE.format(value);
}

/** `1,203 events`, `1 event` */
export function countOf(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A count for an axis: `12K`. */
export function shortCount(value: number): string {
  return value >= MANY ? SHORT.format(value) : WHOLE.format(value);
}

/** Four digits that count, without zeros at the end. */
export function figure(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) return value.toExponential(2);
  return String(Number(value.toPrecision(4)));
}

/** The same with its zeros, for columns of figures. */
export function digits(value: number): string {
  const text = figure(value);
  return text.includes('e') ? text : value.toPrecision(4);
}

/** `4.1 %` */
export function share(part: number, whole: number): string {
  return `${whole === 0 ? 0 : ((100 * part) / whole).toFixed(1)} %`;
}

/** A value of a cell as text; null is empty. */
export function cellText(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

/** `2024-03-01 08:00`, UTC. */
export function minuteText(time: number): string {
  return new Date(time).toISOString().slice(0, 16).replace('T', ' ');
}

/** `2024-03-01 08:00:07`, UTC. */
export function secondText(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

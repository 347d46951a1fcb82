/**
 * A number cut to 7 significant digits, so that a figure stays small in a notebook.
 *
 * Scores are 32-bit, with no more digits than that. Integers are kept whole.
 *
 * @returns the rounded number; null where it is not finite, because JSON has no other word.
 */
export function roundNumber(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  return Number.isInteger(value) ? value : Number(value.toPrecision(7));
}

/** Every number of a list, rounded by `roundNumber`. */
export function roundNumbers(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, roundNumber);
}

/**
 * A number as a reader wants it: `1,234,567`, `0.953`, `1.2e-7`.
 *
 * @param digits significant digits of numbers that are not whole. Default 3.
 */
export function formatNumber(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) {
    return value.toExponential(digits - 1).replace(/\.?0+e/, 'e');
  }
  if (Number.isInteger(value)) return value.toLocaleString('en-US');
  return value.toLocaleString('en-US', { maximumSignificantDigits: Math.max(digits, 1) });
}

/** Text that plotly.js shows as it is: its own tags and entities in names from logs are disarmed. */
export function plainText(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Text of at most `limit` characters: the middle gives way to an ellipsis. */
export function shorten(text: string, limit = 40): string {
  if (text.length <= limit) return text;
  const head = Math.ceil((limit - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (limit - 1 - head))}`;
}

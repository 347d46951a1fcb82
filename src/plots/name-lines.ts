import { plainText, shorten } from './format';

const MOST_LINES = 3;
/** A run of letters without a place to break is cut here. */
const LONGEST_PART = 40;
/** After a space or a mark, and before the capital in the middle of a word. */
const BREAKS = /(?<=[\s_./:-])|(?<=[a-z])(?=[A-Z])/;

/**
 * A name as plotly.js text, in up to 3 lines of about `width` characters; one that is longer than all of
 * them loses its middle.
 */
export function nameLines(name: string, width: number): string {
  const lines = [''];
  for (const part of partsOf(shorten(name, MOST_LINES * width))) {
    const last = lines[lines.length - 1];
    const fits = last === '' || (last + part).trimEnd().length <= width;
    if (fits || lines.length === MOST_LINES) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines.map((line) => plainText(line.trim())).join('<br>');
}

/** Pixels that each row of a figure needs for its name, at least `least`. */
export function rowHeight(names: readonly string[], least: number): number {
  const nLines = names.map((name) => name.split('<br>').length);
  return Math.max(least, 8 + 17 * nLines.reduce((most, count) => Math.max(most, count), 1));
}

function partsOf(name: string): string[] {
  const long = new RegExp(`.{1,${LONGEST_PART}}`, 'gs');
  return name.split(BREAKS).flatMap((part) => part.match(long) ?? []);
}

import type { Readable } from 'node:stream';

/** What stands for nothing between Spark and a program, on both sides. */
export const NOTHING = '\\N';
/** Characters that a value cannot hold between the two, and how they are written; a percent sign is `%25`. */
export const ESCAPES: readonly (readonly [character: string, code: string])[] = [
  ['\t', '%09'],
  ['\n', '%0A'],
  ['\r', '%0D'],
  ['\\', '%5C'],
];

const BATCH_LINES = 4096;
const BATCH_CHARACTERS = 1 << 22;

/** Whole lines, some thousand at a time, or fewer where they are long. */
export async function* readLines(input: Readable): AsyncGenerator<string[]> {
  input.setEncoding('utf8');
  let [lines, nCharacters, rest]: [string[], number, string[]] = [[], 0, []];
  for await (const chunk of input as AsyncIterable<string>) {
    const end = chunk.lastIndexOf('\n');
    rest.push(end < 0 ? chunk : chunk.slice(0, end));
    nCharacters += chunk.length;
    if (end < 0) continue;
    lines.push(...rest.join('').split('\n'));
    rest = [chunk.slice(end + 1)];
    if (lines.length < BATCH_LINES && nCharacters < BATCH_CHARACTERS) continue;
    yield lines;
    [lines, nCharacters] = [[], 0];
  }
  const last = rest.join('');
  if (last !== '') lines.push(last);
  if (lines.length > 0) yield lines;
}

/** A text as it goes between the two. */
export function escapeText(text: string): string {
  const escaped = text.replaceAll('%', '%25');
  return ESCAPES.reduce((all, [character, code]) => all.replaceAll(character, code), escaped);
}

/** What `escapeText`, and Spark's SQL alike, made of a text. */
export const unescapeText = (text: string): string =>
  text.includes('%') ? decodeURIComponent(text) : text;

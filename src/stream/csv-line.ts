/**
 * The values in a line of a CSV file: separated by commas, in double quotes where they hold one, with
 * quotes doubled in them. A quoted value ends with its line.
 *
 * @throws {RangeError} if a quote is left open, or text stands behind a closing one.
 */
export function splitCsvLine(line: string): string[] {
  if (!line.includes('"')) return line.split(',');
  const values: string[] = [];
  let at = 0;
  for (;;) {
    const quoted = line[at] === '"';
    const end = quoted ? closingQuote(line, at + 1) + 1 : line.indexOf(',', at);
    const stop = end === -1 ? line.length : end;
    if (quoted && stop < line.length && line[stop] !== ',') {
      throw new RangeError(`must have a comma behind a quoted value, got ${line[stop]}`);
    }
    values.push(quoted ? line.slice(at + 1, stop - 1).replaceAll('""', '"') : line.slice(at, stop));
    if (stop >= line.length) return values;
    at = stop + 1;
  }
}

function closingQuote(line: string, from: number): number {
  for (let at = line.indexOf('"', from); at >= 0; at = line.indexOf('"', at + 2)) {
    if (line[at + 1] !== '"') return at;
  }
  throw new RangeError('must close its quotes in the same line');
}

import type { ValueType } from '../data/table-column';
import type { Windows } from '../features/window';
import type { Matrix } from '../matrix';
import type { Row } from '../pipeline/columns';
import type { FittedPipeline } from '../pipeline/fitted-pipeline';
import { columnsToRead } from '../pipeline/scoring/batch-transform';
import { splitCsvLine } from './csv-line';

/** How events stand in lines. */
export type EventFormat = 'json' | 'csv';

/** Makes events of lines. */
export interface EventParser {
  /** Names of a CSV's columns, once they are known. */
  readonly header: readonly string[] | null;
  /** Says that the next line is the first of a file. */
  startFile(): void;
  /**
   * The event in a line; undefined where it holds none: a blank line, a CSV's header.
   *
   * @throws {TypeError | RangeError} saying what is wrong with the line.
   * @throws {Error} if a CSV has no header that the pipeline's columns are in, so that no line can be read.
   */
  parse(line: string): Row | undefined;
}

const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;
const TRUE = /^(true|t|yes|y|1)$/i;
const FALSE = /^(false|f|no|n|0)$/i;

/**
 * A parser of events for a pipeline: one JSON object a line, or CSV with a header.
 *
 * Values of a CSV become what the pipeline's columns hold, those of other columns stay texts; an empty
 * one is null. A file that goes on after a rotation without a header has the header of the one before.
 *
 * @param header names of the columns, where reading goes on within a file.
 */
export function eventParser(
  format: EventFormat,
  fitted: FittedPipeline<Matrix | Windows>,
  header: readonly string[] | null = null,
): EventParser {
  if (format === 'json') return { header: null, startFile: () => {}, parse: parseJsonLine };
  const types = typesOf(fitted);
  let names = header;
  let isFirst = header === null;
  return {
    get header() {
      return names;
    },
    startFile: () => {
      isFirst = true;
    },
    parse: (line) => {
      if (line === '') return undefined;
      const values = splitCsvLine(line);
      if (isFirst) {
        isFirst = false;
        const missing = [...types.keys()].filter((name) => !values.includes(name));
        if (missing.length === 0) names = values;
        else if (names === null) throw noHeader(missing, values);
        if (missing.length === 0) return undefined;
      }
      return rowOf(names ?? [], values, types);
    },
  };
}

/** What columns hold; a time that is no number stays a text. */
function typesOf(fitted: FittedPipeline<Matrix | Windows>): ReadonlyMap<string, ValueType> {
  const types = new Map(columnsToRead(fitted).map(({ name, type }) => [name, type]));
  const { windows } = fitted.state;
  if (windows === null) return types;
  if (!types.has(windows.entity)) types.set(windows.entity, 'a text');
  return types.set(windows.time, 'a number');
}

function parseJsonLine(line: string): Row | undefined {
  if (line.trim() === '') return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new TypeError(`not valid JSON (${(error as Error).message})`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new TypeError(`must be a JSON object, got ${JSON.stringify(value).slice(0, 40)}`);
}

function noHeader(missing: readonly string[], values: readonly string[]): Error {
  const found = values.join(', ').slice(0, 200);
  return new Error(`header must have column ${missing.join(', ')}, got ${found}`);
}

function rowOf(
  names: readonly string[],
  values: readonly string[],
  types: ReadonlyMap<string, ValueType>,
): Row {
  if (values.length !== names.length) {
    throw new RangeError(`must have ${names.length} values as the header, got ${values.length}`);
  }
  const entries = names.map((name, j) => [name, cellOf(values[j], types.get(name))] as const);
  return Object.fromEntries(entries);
}

/** What is of a wrong type stays a text, for the pipeline to refuse. */
function cellOf(text: string, type: ValueType | undefined): string | number | boolean | null {
  if (text === '') return null;
  if (type === undefined || type === 'a text') return text;
  if (type === 'a number' && NUMBER.test(text)) return Number(text);
  if (type === 'a number' && !/^(true|false)$/i.test(text)) return text;
  if (TRUE.test(text)) return true;
  return FALSE.test(text) ? false : text;
}

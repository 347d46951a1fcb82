import { parseIsoTime } from '../../data/iso-time';
import type { EncoderState } from '../../pipeline/encoder';
import type { PipelineState } from '../../pipeline/state';
import type { EventColumn } from '../models/event-columns';
import type { CellValue } from './answer';

/** A decimal number, not what JavaScript would take as well: `0x10`, blanks, `Infinity`. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const BOOLEAN = /^(?:true|false)$/i;

/** Turns the text of a cell into what a model reads; a text that fits nothing stays as it is. */
export type CellReader = (text: string) => CellValue;

/** How cells of a column are read; an empty one is null. */
export function cellReader({ name, kind }: EventColumn, { columns }: PipelineState): CellReader {
  const read = readerOf(kind, columns.encoders[name]);
  return (text) => (text === '' ? null : read(text));
}

function readerOf(kind: EventColumn['kind'], encoder: EncoderState | undefined): CellReader {
  if (kind === 'numeric') return (text) => numberIn(text) ?? booleanIn(text) ?? text;
  if (kind === 'time') return (text) => numberIn(text) ?? timeIn(text) ?? text;
  const type = encoder && 'categories' in encoder ? typeOfCategories(encoder.categories) : 'string';
  if (type === 'number') return (text) => numberIn(text) ?? text;
  if (type === 'boolean') return (text) => booleanIn(text) ?? text;
  return (text) => text;
}

/** All categories of a column are of one type but for null. */
function typeOfCategories(categories: readonly CellValue[]): string {
  return typeof categories.find((category) => category !== null);
}

function numberIn(text: string): number | undefined {
  return NUMBER.test(text) ? Number(text) : undefined;
}

function booleanIn(text: string): boolean | undefined {
  return BOOLEAN.test(text) ? text.toLowerCase() === 'true' : undefined;
}

function timeIn(text: string): number | undefined {
  const time = parseIsoTime(text);
  return Number.isNaN(time) ? undefined : time;
}

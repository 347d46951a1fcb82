import { hourOfTime } from '../../features/hour-of-time';
import type { ColumnKind } from '../../pipeline/encoder';
import type { PipelineState } from '../../pipeline/state';

/** A column that a model reads of an event. */
export interface EventColumn {
  readonly name: string;
  /** What becomes of it; `entity` and `time` say which events follow each other. */
  readonly kind: ColumnKind | 'entity' | 'time';
  /** Null is taken for a number that is missing. */
  readonly mayBeNull: boolean;
}

/** What the values of a column must be, in words, for a check and as JSON Schema. */
interface Need {
  readonly text: string;
  readonly fits: (value: unknown) => boolean;
  readonly schema: Readonly<Record<string, unknown>>;
}

const NUMERIC: Need = {
  text: 'a number',
  fits: (value) => Number.isFinite(value) || typeof value === 'boolean',
  schema: { type: ['number', 'boolean'] },
};

const CATEGORY: Need = {
  text: 'a text, number, boolean or null',
  fits: (value) => {
    const type = typeof value;
    return type === 'string' || type === 'boolean' || value === null || Number.isFinite(value);
  },
  schema: { type: ['string', 'number', 'boolean', 'null'] },
};

const NEEDS: Readonly<Record<EventColumn['kind'], Need>> = {
  numeric: NUMERIC,
  hour: {
    text: 'a time as HH:MM:SS',
    fits: (value) => !Number.isNaN(hourOfTime(value)),
    schema: { type: 'string', example: '08:30:00' },
  },
  oneHot: CATEGORY,
  label: CATEGORY,
  frequency: CATEGORY,
  entity: {
    text: 'a text or number',
    fits: (value) => typeof value === 'string' || Number.isFinite(value),
    schema: { type: ['string', 'number'] },
  },
  time: {
    text: 'a time in epoch ms',
    fits: Number.isFinite,
    schema: { type: 'number' },
  },
};

/** The columns that a pipeline reads: numeric ones first, then the others, then those of its windows. */
export function eventColumns({ columns, windows }: PipelineState): EventColumn[] {
  const { numeric, encoders, imputer } = columns;
  const read: EventColumn[] = [
    ...numeric.map((name) => ({ name, kind: 'numeric' as const, mayBeNull: imputer !== null })),
    ...Object.entries(encoders).map(([name, { kind }]) => ({ name, kind, mayBeNull: false })),
  ];
  if (!windows) return read;
  const ordering: EventColumn[] = [
    { name: windows.entity, kind: 'entity', mayBeNull: false },
    { name: windows.time, kind: 'time', mayBeNull: false },
  ];
  return [...read, ...ordering.filter(({ name }) => !read.some((column) => column.name === name))];
}

/** Whether a value may stand in the column. */
export function fitsColumn({ kind, mayBeNull }: EventColumn, value: unknown): boolean {
  return NEEDS[kind].fits(value) || (mayBeNull && value === null);
}

/** What must stand in the column, in words. */
export function needOf({ kind, mayBeNull }: EventColumn): string {
  return `${NEEDS[kind].text}${mayBeNull ? ' or null' : ''}`;
}

/** An event of these columns as JSON Schema; others are ignored. */
export function eventSchema(columns: readonly EventColumn[]): object {
  const properties = columns.map((column) => {
    const { schema } = NEEDS[column.kind];
    const type = [schema['type']].flat();
    return [column.name, column.mayBeNull ? { ...schema, type: [...type, 'null'] } : schema];
  });
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    required: columns.map(({ name }) => name),
    additionalProperties: true,
  };
}

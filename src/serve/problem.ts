import { STATUS_CODES } from 'node:http';

/** An error that is answered with its status and message; a field says where in the body it lies. */
export interface Problem extends Error {
  /** HTTP status, 4xx for a mistake of the caller. */
  readonly statusCode: number;
  /** Where, such as `events[3].bytes_transferred`. */
  readonly field?: string | undefined;
}

/** What is answered when something is wrong, whatever it is. */
export interface ProblemAnswer {
  /** The status in words, such as `Bad Request`. */
  readonly error: string;
  /** What must be, and what came. */
  readonly message: string;
  /** The part of the body that is wrong; null where it is none of its parts. */
  readonly field: string | null;
}

/** Makes an error to throw in a route. */
export function problem(statusCode: number, message: string, field?: string): Problem {
  return Object.assign(new Error(message), { statusCode, field });
}

/** The answer of a status. */
export function problemAnswer(
  statusCode: number,
  message: string,
  field: string | null = null,
): ProblemAnswer {
  return { error: STATUS_CODES[statusCode] ?? 'Error', message, field };
}

/** A value of a body as a message shows it: short, and never the whole of something nested. */
export function shownValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'string' ? shownText(value) : String(value);
}

function shownText(text: string): string {
  return text.length > 40 ? `${JSON.stringify(text.slice(0, 40))}…` : JSON.stringify(text);
}

import type { Row } from '../../pipeline/columns';
import { problem, shownValue } from '../problem';
import { type EventColumn, fitsColumn, needOf } from './event-columns';

/**
 * Refuses events that lack a column of the model, or have something else in it.
 *
 * @param fieldOf where the event with a number stands in the body.
 * @throws {Problem} 400 with the first field that is wrong, and what came in it.
 */
export function checkEvents(
  columns: readonly EventColumn[],
  events: readonly unknown[],
  fieldOf: (index: number) => string,
): asserts events is readonly Row[] {
  for (let i = 0; i < events.length; i++) {
    const event = events[i];
    if (typeof event !== 'object' || event === null || Array.isArray(event)) {
      throw problem(400, `must be an object, got ${shownValue(event)}`, fieldOf(i));
    }
    for (const column of columns) {
      const value = ownValue(event, column.name);
      if (fitsColumn(column, value)) continue;
      const field = `${fieldOf(i)}.${column.name}`;
      throw problem(400, `must be ${needOf(column)}, got ${shownValue(value)}`, field);
    }
  }
}

/** Nothing of what every object inherits. */
function ownValue(event: object, name: string): unknown {
  return Object.hasOwn(event, name) ? event[name as keyof typeof event] : undefined;
}

import type { Figure } from '../figure';

/**
 * A figure as plain JSON: a copy in which typed arrays are lists, and what is not finite is null.
 *
 * @throws {TypeError} if the figure has no `data` or `layout`.
 */
export function plainFigure(figure: Figure): Figure {
  if (!Array.isArray(figure?.data) || typeof figure.layout !== 'object') {
    throw new TypeError('figure must have data and layout');
  }
  return JSON.parse(
    JSON.stringify(figure, (_, value) => (isTypedArray(value) ? [...value] : value)),
  );
}

function isTypedArray(value: unknown): value is Float64Array {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

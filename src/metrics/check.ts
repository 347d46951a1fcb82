import { checkList } from '../check-options';

/**
 * Refuses labels that are not 0 (normal) or 1 (anomaly).
 *
 * @throws {TypeError} if they are no list; `name` stands in the message.
 * @throws {RangeError} if there are none, or one is neither 0 nor 1.
 */
export function checkLabels(labels: ArrayLike<number>, name: string = 'labels'): void {
  checkNotEmpty(labels, name);
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== 0 && labels[i] !== 1) {
      throw new RangeError(`${name}[${i}] must be 0 or 1, got ${labels[i]}`);
    }
  }
}

/**
 * Refuses scores that cannot be put in order.
 *
 * @throws {TypeError} if they are no list; `name` stands in the message.
 * @throws {RangeError} if there are none, or one is not finite.
 */
export function checkScores(scores: ArrayLike<number>, name: string = 'scores'): void {
  checkNotEmpty(scores, name);
  for (let i = 0; i < scores.length; i++) {
    if (!Number.isFinite(scores[i])) {
      throw new RangeError(`${name}[${i}] must be finite, got ${scores[i]}`);
    }
  }
}

/**
 * Refuses values that do not stand beside the labels one to one.
 *
 * @throws {TypeError} if they are no list; `name` stands in the message.
 * @throws {RangeError} if the lengths differ.
 */
export function checkSameLength(
  labels: ArrayLike<number>,
  values: ArrayLike<number>,
  name: string,
): void {
  checkList(name, values);
  if (values.length !== labels.length) {
    throw new RangeError(
      `${name} must be as many as labels, ${labels.length}, got ${values.length}`,
    );
  }
}

/**
 * Refuses an empty list.
 *
 * @throws {TypeError} if it is no list; `name` stands in the message.
 * @throws {RangeError} if it is empty.
 */
export function checkNotEmpty(values: ArrayLike<number>, name: string): void {
  checkList(name, values);
  if (values.length === 0) {
    throw new RangeError(`${name} must not be empty, got 0 values`);
  }
}

/**
 * Refuses labels of one class, by the counts of both.
 *
 * @throws {RangeError} if a count is 0.
 */
export function checkBothClasses(nAnomalies: number, nNormal: number): void {
  if (nAnomalies === 0 || nNormal === 0) {
    throw new RangeError(`labels must hold both 0 and 1, got only ${nAnomalies === 0 ? 0 : 1}`);
  }
}

/**
 * Refuses labels without an anomaly, by their count.
 *
 * @throws {RangeError} if the count is 0.
 */
export function checkHasAnomalies(nAnomalies: number): void {
  if (nAnomalies === 0) {
    throw new RangeError('labels must hold at least one 1 (anomaly), got only 0');
  }
}

/**
 * Refuses a figure that overflowed on its way from finite values.
 *
 * @returns the figure.
 * @throws {RangeError} if it is not finite; `name` stands in the message.
 */
export function checkFinite(figure: number, name: string): number {
  if (Number.isFinite(figure)) return figure;
  throw new RangeError(`${name} must be finite, got ${figure}: the values are too large`);
}

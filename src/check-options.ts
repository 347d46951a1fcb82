/**
 * Refuses options that do not exist.
 *
 * @throws {TypeError} if the options are no object.
 * @throws {RangeError} naming the first that is unknown, and those that exist.
 */
export function checkOptionNames(options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`options must be an object, got ${shown(options)}`);
  }
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const list = [known.slice(0, -1).join(', '), known.at(-1)].filter(Boolean).join(' or ');
  throw new RangeError(`option must be ${list}, got ${unknown}`);
}

/**
 * Refuses a number that is not whole, or not in its range; text is no number.
 *
 * @throws {RangeError} naming it.
 */
export function checkInteger(
  name: string,
  value: number,
  least: number,
  most: number = Infinity,
): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  const above = least === Number.MIN_SAFE_INTEGER ? '' : ` of at least ${least}`;
  const range = most === Infinity ? above : ` in [${least}, ${most}]`;
  throw new RangeError(`${name} must be an integer${range}, got ${shown(value)}`);
}

/**
 * Refuses a number that is not in its range; text is no number.
 *
 * @param ends - Which ends belong to the range: `(]` is above `low`, up to `high`.
 * @throws {RangeError} naming it.
 */
export function checkNumber(
  name: string,
  value: number,
  low: number,
  high: number,
  ends: '()' | '(]' | '[)' | '[]',
): void {
  const isInside = () =>
    (ends[0] === '[' ? value >= low : value > low) &&
    (ends[1] === ']' ? value <= high : value < high);
  if (Number.isFinite(value) && isInside()) return;
  const range =
    high === Infinity ? rangeAbove(low, ends[0]) : `in ${ends[0]}${low}, ${high}${ends[1]}`;
  throw new RangeError(`${name} must be ${range}, got ${shown(value)}`);
}

/**
 * Refuses a share that is not in [0, 1].
 *
 * @throws {RangeError} naming it.
 */
export function checkShare(name: string, share: number): void {
  checkNumber(name, share, 0, 1, '[]');
}

/**
 * Refuses the level of an interval or a test that is not in (0, 1).
 *
 * @throws {RangeError} if it is not.
 */
export function checkLevel(level: number): void {
  checkNumber('level', level, 0, 1, '()');
}

/**
 * Refuses what is none of the known words.
 *
 * @throws {RangeError} naming it and them.
 */
export function checkChoice(name: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  throw new RangeError(`${name} must be one of ${known.join(', ')}, got ${value}`);
}

/**
 * Refuses what is neither true nor false.
 *
 * @throws {TypeError} naming it.
 */
export function checkBoolean(name: string, value: boolean): void {
  if (typeof value === 'boolean') return;
  throw new TypeError(`${name} must be true or false, got ${shown(value)}`);
}

/**
 * Refuses what cannot be called.
 *
 * @throws {TypeError} naming it.
 */
export function checkFunction(name: string, value: unknown): void {
  if (typeof value === 'function') return;
  throw new TypeError(`${name} must be a function, got ${shown(value)}`);
}

/**
 * Refuses what is no list, such as an array or a typed array.
 *
 * @throws {TypeError} naming it.
 */
export function checkList(name: string, values: unknown): void {
  if (typeof values === 'object' && values !== null && 'length' in values) return;
  throw new TypeError(`${name} must be a list, got ${shown(values)}`);
}

function rangeAbove(low: number, end: string): string {
  return end === '[' ? `a number of at least ${low}` : `a number above ${low}`;
}

/** Text in quotes, so that it is told from a number. */
function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  return Array.isArray(value) ? `[${value}]` : String(value);
}

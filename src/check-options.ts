/**
 * Refuses options that do not exist.
 *
 * @throws {TypeError} if the options are no object.
 * @throws {RangeError} naming the first that is unknown, and those that exist.
 */
export function checkOptionNames(options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`options must be an object, got ${String(options)}`);
  }
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const list = [known.slice(0, -1).join(', '), known.at(-1)].filter(Boolean).join(' or ');
  throw new RangeError(`option must be ${list}, got ${unknown}`);
}

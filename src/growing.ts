/**
 * Room for a list that grows: the same array where it is long enough, else a copy that is half as long again or more.
 *
 * @returns at least `length` values, those there were and zeros behind.
 */
export function withRoom<Values extends Float64Array | Int32Array>(
  values: Values,
  length: number,
): Values {
  if (length <= values.length) return values;
  const make = values.constructor as new (length: number) => Values;
  const more = new make(Math.max(length, Math.ceil(1.5 * values.length)));
  more.set(values);
  return more;
}

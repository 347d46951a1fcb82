import { resolve } from 'node:path';

/** Whether a path is of another system than files: `s3a://bucket/…`. */
export const isUri = (path: string): boolean => /^[a-z][\w+.-]*:\/\//i.test(path);

/** Of paths, Spark reads these as patterns, as its own variables, or not at all. */
const OTHERWISE_READ = /[`{}[\]*?\\:]/;

/**
 * A path as Spark takes it; one of files is made absolute, as Spark's workers have other folders of their own.
 *
 * @throws {RangeError} if Spark would take it for another one.
 */
export function sparkPath(path: string): string {
  const place = isUri(path) ? path : resolve(path);
  const [found] = OTHERWISE_READ.exec(isUri(path) ? path.replace(/[^`]/g, '') : place) ?? [];
  if (found === undefined) return place;
  throw new RangeError(`path must have no ${found} where Spark reads or writes, got ${path}`);
}

/**
 * A file or folder of parquet as the source of a SELECT.
 *
 * @throws {RangeError} as `sparkPath`.
 */
export function parquetSource(path: string): string {
  return `parquet.\`${sparkPath(path)}\``;
}

/** A text as a literal of Spark's SQL, which has backslashes. */
export const quoteSparkText = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A name as Spark's SQL writes it. */
export const quoteSparkName = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

import { resolve } from 'node:path';

/** Whether a path is of another system than files: `s3a://bucket/…`. */
export const isUri = (path: string): boolean => /^[a-z][\w+.-]*:\/\//i.test(path);

/** A path as Spark takes it; one of files is made absolute, as Spark's workers have other folders of their own. */
export const sparkPath = (path: string): string => (isUri(path) ? path : resolve(path));

/**
 * A file or folder of parquet as the source of a SELECT.
 *
 * @throws {RangeError} if the path has a backtick.
 */
export function parquetSource(path: string): string {
  if (path.includes('`')) throw new RangeError(`path must have no backtick, got ${path}`);
  return `parquet.\`${sparkPath(path)}\``;
}

/** A text as a literal of Spark's SQL, which has backslashes. */
export const quoteSparkText = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** A name as Spark's SQL writes it. */
export const quoteSparkName = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

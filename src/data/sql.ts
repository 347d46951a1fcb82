/** A text as a literal of SQL. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as SQL writes it. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A file's path as a literal; DuckDB would take some characters for patterns. */
export const quotePath = (path: string): string => quoteText(path.replace(/[[*?]/g, '[$&]'));

/** DuckDB explains itself over many lines; this library's own errors have one. */
export function firstLine(error: unknown): string {
  return (error as Error).message.split('\n')[0];
}

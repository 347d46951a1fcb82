import { readCsvHeader } from '../csv-reader';

/** The first line of a file of a process. */
export interface ProcessHeader {
  readonly delimiter: ';' | ',';
  readonly names: readonly string[];
}

/**
 * Names of columns, and what is between them: a comma where the first line has one, else `;`.
 *
 * @throws {Error} if the file is missing, broken or empty, or a name occurs twice.
 */
export async function readProcessHeader(path: string): Promise<ProcessHeader> {
  const byComma = await readCsvHeader(path, ',');
  if (byComma.length > 1) return { delimiter: ',', names: byComma };
  return { delimiter: ';', names: await readCsvHeader(path, ';') };
}

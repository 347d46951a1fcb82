import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type ScoreFileOptions, type ScoreFileProgress, scoreFile } from '../scoring/score-file';
import { checkTablesFolder, WRITTEN, writeWholeFolder } from './whole-folder';

/** Which folder is scored, and where the scores go. */
export interface ScoreFolderOptions extends ScoreFileOptions {
  /** Folder of `.parquet` files, which may lie in folders of days. */
  readonly input: string;
  /** Folder that is made, with a file for each of the input's, in folders of the same names. */
  readonly output: string;
  /** Replaces an older folder of tables. Default false: it is an error. */
  readonly overwrite?: boolean;
}

/**
 * Scores the parquet files of a folder in this process, one after the other, as `scoreFile` does: for folders of days, as
 * `writeFeatureDays` writes them. The output appears whole or not at all.
 *
 * @returns how many rows were scored, and flagged.
 * @throws {Error} as `scoreFile`; if the folder has no such file, or the output is there.
 * @example
 * await scoreFolder({ pipeline: fitted, input: 'features/auth', output: 'scores/auth', idColumns: ['event_id'] });
 */
export async function scoreFolder({
  overwrite = false,
  ...options
}: ScoreFolderOptions): Promise<Pick<ScoreFileProgress, 'nRows' | 'nFlagged'>> {
  const { input, output, signal, onProgress } = options;
  const found = await stat(input).catch(() => undefined);
  if (!found?.isDirectory()) throw new Error(`${input}: must be a folder`);
  const files = (await readdir(input, { recursive: true })).filter(isTable).toSorted();
  if (files.length === 0) throw new Error(`${input}: must hold .parquet files, got none`);
  const folder = { output, overwrite, signal };
  await checkTablesFolder(folder);
  return writeWholeFolder(folder, async (part) => {
    let [nRows, nFlagged] = [0, 0];
    for (const file of files) {
      const place = join(part, file);
      await mkdir(dirname(place), { recursive: true });
      const done = await scoreFile({
        ...options,
        input: join(input, file),
        output: place,
        ...(onProgress && {
          onProgress: (own) =>
            onProgress({ nRows: nRows + own.nRows, nFlagged: nFlagged + own.nFlagged }),
        }),
      });
      nRows += done.nRows;
      nFlagged += done.nFlagged;
    }
    await writeFile(join(part, WRITTEN), '');
    return { nRows, nFlagged };
  });
}

/** Spark passes over names that begin so, too. */
const isTable = (path: string): boolean => /(^|[\\/])[^_.\\/][^\\/]*\.parquet$/.test(path);

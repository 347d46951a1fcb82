import { basename } from 'node:path';
import { checkChoice } from '../../check-options';
import { type FindDataOptions, findDataFile } from '../find-data-file';
import { findDataSource } from '../sources';

/** Where the files of HAI are on this machine. */
export interface HaiFiles {
  /** Normal operation only. */
  readonly train: readonly string[];
  /** With attacks. */
  readonly test: readonly string[];
}

/** Editions that can be downloaded; the others are in git's large file storage. */
export type DownloadableHai = '20.07' | '21.03';

/**
 * Where the files of an edition are, for `readHai`: downloaded or in the mirror folder; fetches nothing.
 *
 * @param version default `20.07`.
 * @returns undefined where a file is missing: `npm run data -- hai-20.07` gets them.
 * @throws {RangeError} if the edition cannot be downloaded.
 */
export function findHai(
  version: DownloadableHai = '20.07',
  options: FindDataOptions = {},
): HaiFiles | undefined {
  checkChoice('version', version, ['20.07', '21.03']);
  const source = findDataSource(`hai-${version}`);
  const names = source.files.map(({ path }) => basename(path)).sort();
  const find = (kind: string) =>
    names
      .filter((name) => name.startsWith(kind))
      .flatMap((name) => findDataFile(source.name, name, options) ?? []);
  const [train, test] = [find('train'), find('test')];
  return train.length + test.length < names.length ? undefined : { train, test };
}

import { ChecksumError } from './fetch-file';
import { NotFoundError } from './http';

const DISK_TROUBLES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; what has come is kept',
  EDQUOT: 'the disk quota is used up; what has come is kept',
  EACCES: 'must be a folder that can be written to',
  EROFS: 'must be a folder that can be written to',
  ENOTDIR: 'must be a folder, got a file',
  EEXIST: 'must be a folder, got a file',
};

/** One line that says what to do about a download that failed. */
export function explainDownload(error: unknown, name: string, directory: string): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  if (error instanceof ChecksumError || error instanceof NotFoundError) {
    return error;
  }
  if (code !== undefined && Object.hasOwn(DISK_TROUBLES, code)) {
    return new Error(`${directory}: ${DISK_TROUBLES[code]} (${code})`);
  }
  return new Error(
    `cannot get ${name}: ${message || code}; without a network set ANOMALY_LAB_MIRROR to a folder or URL that has it`,
  );
}

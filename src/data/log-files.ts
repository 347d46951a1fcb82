import { readdir, stat } from 'node:fs/promises';
import { join, normalize } from 'node:path';

/** One log with what logrotate made of it. */
export interface LogSet {
  /** Path of the log without a rotation's suffix. */
  readonly name: string;
  /** Oldest first. */
  readonly files: readonly string[];
}

/** Names of logs that sshd writes to, with a rotation's suffix: `.1`, `-20240107`, `.2.gz`. */
const SSHD_LOG = /^(?:[\w-]*auth\.log|secure|[\w-]*sshd?[\w-]*\.log)(?:[.-]\d+)?(?:\.gz)?$/;

const ROTATION = /^(.*?)(?:[.-](\d+))?(?:\.gz)?$/s;

/**
 * Groups log files into rotated sets, each oldest first: `auth.log.2.gz`, `auth.log.1`, `auth.log`.
 *
 * A folder stands for the sshd logs in it (`auth.log`, `secure`, `*sshd*.log` and their rotations). A file given
 * twice, or plain and gzipped, is taken once.
 *
 * @throws {Error} if a path is missing, or a folder has no such log.
 */
export async function findLogSets(paths: readonly string[]): Promise<LogSet[]> {
  const files = (await Promise.all(paths.map(expandFolder))).flat();
  const sets = new Map<string, Map<string, string>>();
  for (const file of files) {
    const [, name, rotation = ''] = ROTATION.exec(file)!;
    const set = sets.get(name) ?? new Map<string, string>();
    const known = set.get(rotation);
    if (known === undefined || known.endsWith('.gz')) {
      set.set(rotation, file);
    }
    sets.set(name, set);
  }
  return [...sets].map(([name, set]) => ({
    name,
    files: [...set].sort(([a], [b]) => ageRank(b) - ageRank(a)).map(([, file]) => file),
  }));
}

async function expandFolder(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => {
    throw new Error(`${path}: no such file or folder`);
  });
  if (!found.isDirectory()) {
    return [normalize(path)];
  }
  const names = (await readdir(path)).filter((name) => SSHD_LOG.test(name));
  if (names.length === 0) {
    throw new Error(`${path}: must hold auth.log, secure or sshd.log, got none of them`);
  }
  return names.sort().map((name) => join(path, name));
}

/** Larger is older: rotations count up with age, dates count down, the log itself is the newest. */
function ageRank(rotation: string): number {
  if (rotation === '') {
    return -Infinity;
  }
  return rotation.length >= 8 ? 1e12 - Number(rotation) : Number(rotation);
}

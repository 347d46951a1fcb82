import { parseArgs } from 'node:util';
import { cloudtrail } from './groups/cloudtrail';
import { detectors, threads } from './groups/detectors';
import { networks } from './groups/networks';
import type { Group, Task } from './harness/group';

/** Some tasks of a group. */
export interface Chosen {
  readonly group: Group;
  readonly tasks: readonly Task[];
}

/** What to measure, and how. */
export interface Options {
  readonly chosen: readonly Chosen[];
  readonly nPairs: number;
  readonly cores?: number;
  /** A Python that has the peers, in the place of the bench's own. */
  readonly python?: string;
}

const GROUPS = [networks, detectors, threads, cloudtrail];

const namesOf = ({ tasks }: Group) => [...new Set(tasks(false).map(({ name }) => name))];

/** What results are kept of: fewer pairs are a trial. */
export const FEWEST_PAIRS = 5;

export const USAGE = `npm run bench -- [ROW…] [options]
npm run bench -- adbench [options]
npm run bench -- skab [options]
npm run bench -- hai [options]

Measures the library beside its peers, in pairs in turn, and writes bench/results.json and docs/benchmarks.md.
Rows, all where none is named, those of a group by its name:
${GROUPS.map((group) => `  ${group.name} (beside ${group.peerName}): ${namesOf(group).join(', ')}`).join('\n')}

  --smallest     only the smallest size of each row
  --pairs N      measurements of each, default ${FEWEST_PAIRS}; with fewer nothing is written
  --cores N      let both use the first N cores only (Linux); else networks use all, detectors one
  --python PATH  a Python that has the peers of the rows, instead of the bench's own

adbench makes the table of ADBench's sets, skab that of SKAB's experiments, hai that of the simulated HAI plant; each has a --help.`;

/**
 * Reads the command line.
 *
 * @throws {Error} if a row or an option is unknown, or a number is none.
 */
export function readOptions(words: readonly string[]): Options | 'help' {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      smallest: { type: 'boolean', default: false },
      pairs: { type: 'string', default: String(FEWEST_PAIRS) },
      cores: { type: 'string' },
      python: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    chosen: chooseTasks(positionals, values.smallest),
    nPairs: count('pairs', values.pairs),
    ...(values.cores !== undefined && { cores: count('cores', values.cores) }),
    ...(values.python !== undefined && { python: values.python }),
  };
}

function chooseTasks(words: readonly string[], smallestOnly: boolean): readonly Chosen[] {
  const known = GROUPS.flatMap((group) => [group.name, ...namesOf(group)]);
  const unknown = words.find((word) => !known.includes(word));
  if (unknown !== undefined) {
    throw new RangeError(`row must be one of ${known.join(', ')}, got ${unknown}`);
  }
  return GROUPS.map((group) => {
    const isWhole = words.length === 0 || words.includes(group.name);
    const tasks = group.tasks(smallestOnly).filter(({ name }) => isWhole || words.includes(name));
    return { group, tasks };
  }).filter(({ tasks }) => tasks.length > 0);
}

function count(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`--${name} must be an integer of at least 1, got ${text}`);
  }
  return value;
}

import { parseArgs } from 'node:util';
import { chooseJobs, JOBS, type Job } from './networks/workload';

/** What to measure, and how. */
export interface Options {
  readonly jobs: readonly Job[];
  readonly growth: boolean;
  readonly nPairs: number;
  readonly cores?: number;
  /** A Python that has Keras, in the place of bench/.venv. */
  readonly python?: string;
}

const NAMES = [...new Set(JOBS.map(({ name }) => name)), 'growth'].join(', ');

/** What results are kept of: fewer pairs are a trial. */
export const FEWEST_PAIRS = 5;

export const USAGE = `npm run bench -- [ROW…] [options]

Measures the library's networks beside Keras, in pairs in turn, and writes bench/results.json and docs/benchmarks.md.
Rows, all where none is named: ${NAMES}.

  --smallest     only the smallest size of each row
  --pairs N      measurements of each, default ${FEWEST_PAIRS}; with fewer nothing is written
  --cores N      let both use the first N cores only (Linux)
  --python PATH  a Python that has TensorFlow and Keras, instead of bench/.venv`;

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
  const names = ['growth', ...JOBS.map(({ name }) => name)];
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new RangeError(`row must be one of ${NAMES}, got ${unknown}`);
  const rows = positionals.length === 0 ? names : positionals;
  return {
    jobs: chooseJobs(rows, values.smallest),
    growth: rows.includes('growth'),
    nPairs: count('pairs', values.pairs),
    ...(values.cores !== undefined && { cores: count('cores', values.cores) }),
    ...(values.python !== undefined && { python: values.python }),
  };
}

function count(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new RangeError(`--${name} must be an integer of at least 1, got ${text}`);
  }
  return value;
}

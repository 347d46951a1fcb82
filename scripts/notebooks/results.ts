import { formatTable, tableToText } from '../../src/plots/table';
import type { Execution, Metrics } from './execute';
import type { Parameters } from './parameters';

/** What `reports/results.json` holds. */
export interface Results {
  /** ISO 8601, UTC. */
  readonly generatedAt: string;
  /** Version of Node, as `process.version` has it. */
  readonly node: string;
  /** Whether the notebooks ran on small sizes (`FAST=1`). */
  readonly fast: boolean;
  /** What `-p` changed; left out where nothing was. */
  readonly parameters?: Parameters;
  readonly notebooks: readonly NotebookResult[];
}

/** One notebook in `reports/results.json`. */
export interface NotebookResult {
  readonly name: string;
  readonly status: 'passed' | 'failed';
  readonly seconds: number;
  readonly peakMemoryMb: number;
  readonly metrics: Metrics;
}

/** The results of a run of notebooks. */
export function createResults(
  executions: readonly Execution[],
  now: Date,
  parameters: Parameters = {},
): Results {
  return {
    generatedAt: now.toISOString(),
    node: process.version,
    fast: process.env['FAST'] === '1',
    ...(Object.keys(parameters).length > 0 && { parameters }),
    notebooks: executions.map(({ name, failure, seconds, peakMemoryMb, metrics }) => ({
      name,
      status: failure ? 'failed' : 'passed',
      seconds: Number(seconds.toFixed(2)),
      peakMemoryMb: Number(peakMemoryMb.toFixed(1)),
      metrics,
    })),
  };
}

/** The tables that end a run: the notebooks, then their headline metrics. */
export function resultsTable({ notebooks }: Results): string {
  const runs = notebooks.map(({ name, status, seconds, peakMemoryMb }) => ({
    notebook: name,
    status,
    'time (s)': seconds.toFixed(1),
    'memory (MB)': Math.round(peakMemoryMb),
  }));
  const metrics = notebooks.flatMap(({ name, metrics }) =>
    Object.entries(metrics).map(([metric, value]) => ({ notebook: name, metric, value })),
  );
  const tables = [runs, ...(metrics.length > 0 ? [metrics] : [])];
  return tables.map((rows) => tableToText(formatTable(rows, { digits: 4 }))).join('\n\n');
}

/** A metric in words, cut to four digits: `rocAuc 0.9612`. */
export function formatMetric([name, value]: [string, number | string]): string {
  return `${name} ${typeof value === 'number' ? Number(value.toPrecision(4)) : value}`;
}

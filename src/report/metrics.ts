import { writeFileSync } from 'node:fs';
import { formatTable, tableToText } from '../plots/table';

/** The headline figures of a notebook: finite numbers, or words such as a detector's name. */
export type Metrics = Readonly<Record<string, number | string>>;

/**
 * Hands over a notebook's headline metrics: one call, after its last assertion.
 *
 * Prints them as a table. Where the environment variable `ANOMALY_LAB_METRICS_FILE` names a file, as it
 * does under `npm start`, writes them there as JSON, for `reports/results.json`.
 *
 * @throws {TypeError} if a metric is neither a number nor a string.
 * @throws {RangeError} if a number is not finite, or there are no metrics.
 *
 * @example
 * reportMetrics({ rocAuc: 0.96, detector: 'isolation forest' });
 */
export function reportMetrics(metrics: Metrics): void {
  const entries = Object.entries(metrics);
  if (entries.length === 0) throw new RangeError('metrics must not be empty, got {}');
  for (const [name, value] of entries) checkMetric(name, value);
  const file = process.env['ANOMALY_LAB_METRICS_FILE'];
  if (file) writeFileSync(file, JSON.stringify(metrics));
  const rows = entries.map(([metric, value]) => ({ metric, value }));
  console.log(tableToText(formatTable(rows, { digits: 4 })));
}

function checkMetric(name: string, value: unknown): void {
  if (typeof value === 'string') return;
  if (typeof value !== 'number') {
    throw new TypeError(`metric ${name} must be a number or a string, got ${typeof value}`);
  }
  if (!Number.isFinite(value)) throw new RangeError(`metric ${name} must be finite, got ${value}`);
}

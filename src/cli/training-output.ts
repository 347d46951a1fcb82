import { setImmediate } from 'node:timers/promises';
import type { Judgement } from '../pipeline/judge';
import type { TableRow } from '../plots/table';
import { formatTable, tableToText } from '../plots/table';

/** Says on standard error what is going on. */
export function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Writes a result on standard output. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Stops here after a Ctrl-C, also one that came while no other could be heard. */
export async function stopIfAsked(signal: AbortSignal): Promise<void> {
  await setImmediate();
  signal.throwIfAborted();
}

/** A count as people read it: `11,111 events`; of one, without the plural's last letter: `1 event`. */
export function countOf(count: number, what: string): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? what.replace(/(?<=\w)s$/, '') : what}`;
}

/** Judgements as a table, one a line; precision, recall and F1 are those at the threshold. */
export function judgementTable(
  name: string,
  judgements: Readonly<Record<string, Judgement>>,
): string {
  const rows = Object.entries(judgements).map(
    ([key, judgement]): TableRow => ({
      [name]: key,
      n: judgement.nSamples,
      anomalies: judgement.nAnomalies,
      'ROC AUC': judgement.rocAuc,
      'average precision': judgement.averagePrecision,
      precision: judgement.precision,
      recall: judgement.recall,
      F1: judgement.f1,
    }),
  );
  return tableToText(formatTable(rows, { digits: 4 }));
}

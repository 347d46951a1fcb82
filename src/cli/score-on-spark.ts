import type { SparkSession } from '../data/spark/session';
import { scoreOnSpark } from '../pipeline/batch/score-on-spark';
import { checkApart } from './output';
import { shareLine } from './share-line';
import { countOf, print, say } from './training-output';

/** Options of `anomaly-lab score` with Spark. */
export interface SparkScoreFlags {
  readonly model: string;
  readonly data: string;
  readonly output: string;
  readonly id?: readonly string[];
  readonly day?: string;
  readonly overwrite?: boolean;
  readonly workerFile?: string;
}

const NOT_PARQUET = /\.(csv|json|jsonl|ndjson)(\.gz)?$/i;

/** Has Spark score parquet files, and says what came of it. */
export async function scoreDataOnSpark(
  spark: SparkSession,
  { model, data, output, id, day, overwrite, workerFile }: SparkScoreFlags,
  signal: AbortSignal,
): Promise<void> {
  if (NOT_PARQUET.test(data)) throw new RangeError(`${data}: must be parquet, a file or a folder`);
  await checkScorePaths({ model, data, output });
  say(`scoring ${data} on Spark`);
  const progress = shareLine(process.stderr);
  const scores = await scoreOnSpark(spark, {
    ...{ model, input: data, output, signal, onProgress: progress.show },
    ...(id !== undefined && { idColumns: id }),
    ...(day !== undefined && { dayColumn: day }),
    ...(overwrite && { overwrite }),
    ...(workerFile !== undefined && { workerFile }),
  }).finally(progress.end);
  const { nRows, nFlagged, nRefused, reasons } = scores;
  for (const { reason, nRows: n } of reasons) say(`refused: ${countOf(n, 'rows')}, ${reason}`);
  print(
    `${output}: ${countOf(nRows - nRefused, 'rows')} scored, ${countOf(nFlagged, 'of them flagged')}, ${countOf(nRefused, 'rows')} refused`,
  );
}

/** A folder of scores is apart from what it is made of. */
export async function checkScorePaths({
  model,
  data,
  output,
}: Pick<SparkScoreFlags, 'model' | 'data' | 'output'>): Promise<void> {
  await checkApart(
    [{ name: '--output', path: output, alone: 'it is replaced as a whole' }],
    [
      { name: '--data', path: data, alone: 'all files in it are data' },
      { name: '--model', path: model, alone: 'it is replaced as a whole' },
    ],
  );
}

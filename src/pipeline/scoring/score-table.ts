import { type Database, withInterrupt } from '../../data/database';
import { quoteName, quoteText } from '../../data/sql';
import type { TableFile } from '../../data/table-file';

/** Scores of a file's rows, in its order, kept in the database and not in memory. */
export interface ScoreTable {
  add(scores: Float32Array): void;
  /** Writes the scores with what belongs to them. */
  write(path: string, output: ScoreOutput): Promise<void>;
}

/** What is written of each row beside its score. */
export interface ScoreOutput {
  readonly format: 'csv' | 'parquet';
  readonly gzip: boolean;
  /** The file whose rows were scored. */
  readonly table: TableFile;
  /** Columns of it that are written, too. */
  readonly idColumns: readonly string[];
  /** A score at or above it is flagged. */
  readonly threshold: number;
  readonly signal?: AbortSignal | undefined;
}

/** Rows that DuckDB takes at once. */
const CHUNK_ROWS = 2048;

/** An empty table of scores in the database. */
export async function createScoreTable(database: Database): Promise<ScoreTable> {
  const { DuckDBDataChunk, FLOAT } = await import('@duckdb/node-api');
  const connection = await database.connect();
  await connection.run('CREATE TABLE scores (score FLOAT)');
  const appender = await connection.createAppender('scores');
  const addChunk = (scores: Float32Array) => {
    const chunk = DuckDBDataChunk.create([FLOAT], scores.length);
    const vector = chunk.getColumnVector(0);
    for (let i = 0; i < scores.length; i++) vector.setItem(i, scores[i] as never);
    vector.flush();
    appender.appendDataChunk(chunk);
  };
  return {
    add: (scores) => {
      for (let start = 0; start < scores.length; start += CHUNK_ROWS) {
        addChunk(scores.subarray(start, start + CHUNK_ROWS));
      }
    },
    write: async (path, output) => {
      appender.closeSync();
      const copy = () => connection.run(copySql(path, output));
      await withInterrupt(connection, output.signal, copy);
    },
  };
}

/** Rows of the file and scores are in the same order. */
function copySql(path: string, output: ScoreOutput): string {
  const { format, gzip, table, idColumns, threshold } = output;
  const ids = idColumns.map((name) => `${idSql(table, name)} AS ${quoteName(name)}`);
  const flag = `(score::DOUBLE >= ${quoteText(String(threshold))}::DOUBLE)::TINYINT AS flag`;
  const from = ids.length === 0 ? 'scores' : `${table.source} POSITIONAL JOIN scores`;
  const how =
    format === 'csv' ? `FORMAT csv, HEADER${gzip ? ', COMPRESSION gzip' : ''}` : 'FORMAT parquet';
  return `COPY (SELECT ${[...ids, 'scores.score', flag].join(', ')} FROM ${from}) TO ${quoteText(path)} (${how})`;
}

function idSql({ format }: TableFile, name: string): string {
  return format === 'json' ? `(${quoteName(name)} ->> '$')` : quoteName(name);
}

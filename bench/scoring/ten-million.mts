// Scores 10,000,000 × 20 rows of a parquet file, as `anomaly-lab score` does, and says what it took.
// Run: npx tsx bench/scoring/ten-million.mts [--rows N] [--workers N] [--batch N] [--keep FILE]
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { createRandom, isolationForest, pipeline } from 'anomaly-lab';
import { scoreFile } from '../../src/pipeline/scoring/score-file';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '10000000' },
    workers: { type: 'string', default: '0' },
    batch: { type: 'string', default: '32768' },
    keep: { type: 'string' },
  },
});
const [nRows, workers, batchRows] = [values.rows, values.workers, values.batch].map(Number);
const NAMES = Array.from({ length: 20 }, (_, j) => `feature${j}`);

async function makeFile(path: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '300MB', threads: '2' });
  const connection = await instance.connect();
  await connection.run('SELECT setseed(0.42)');
  const columns = NAMES.map((name) => `random() AS ${name}`).join(', ');
  await connection.run(
    `COPY (SELECT range AS id, ${columns} FROM range(${nRows})) TO '${path}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
}

async function fitted() {
  const random = createRandom(42);
  const row = () => Object.fromEntries(NAMES.map((name) => [name, random.uniform()]));
  const rows = Array.from({ length: 5000 }, row);
  const columns = Object.fromEntries(NAMES.map((name) => [name, 'numeric' as const]));
  return pipeline({ columns, scaler: 'standard', detector: isolationForest() }).fit(rows);
}

const folder = mkdtempSync(join(tmpdir(), 'ten-million-'));
const input = values.keep ?? join(folder, 'rows.parquet');
try {
  // In a process of its own: what making the file takes is not what scoring takes.
  if (process.env['MAKE_ONLY']) await makeFile(input);
  else await measure();
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(): Promise<void> {
  if (!existsSync(input)) await makeInAnotherProcess();
  const model = await fitted();
  const start = performance.now();
  let said = start;
  const { nFlagged } = await scoreFile({
    pipeline: model,
    input,
    output: join(folder, 'scores.parquet'),
    idColumns: ['id'],
    workers,
    batchRows,
    onProgress: (progress) => {
      if (performance.now() - said < 10_000) return;
      said = performance.now();
      console.log(`${progress.nRows} rows, ${megabytes(process.memoryUsage.rss())} MB now`);
    },
  });
  const seconds = (performance.now() - start) / 1000;
  const figures = {
    nRows,
    nFeatures: NAMES.length,
    workers,
    batchRows,
    inputMb: megabytes(statSync(input).size),
    seconds: Number(seconds.toFixed(1)),
    rowsPerSecond: Math.round(nRows / seconds),
    peakRssMb: Math.round((process.resourceUsage().maxRSS * 1024) / 1e6),
    nFlagged,
  };
  console.log(JSON.stringify(figures));
}

async function makeInAnotherProcess(): Promise<void> {
  const { spawnSync } = await import('node:child_process');
  const { status } = spawnSync(
    process.execPath,
    [...process.execArgv, process.argv[1], '--rows', String(nRows), '--keep', input],
    { stdio: 'inherit', env: { ...process.env, MAKE_ONLY: '1' } },
  );
  if (status !== 0) process.exit(status ?? 1);
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

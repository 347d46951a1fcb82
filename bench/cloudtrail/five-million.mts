// CloudTrail's gzipped files to features at 5 million events: seconds, and the peak memory of a process of its own.
// Run: npx tsx bench/cloudtrail/five-million.mts [--millions 5]; needs about 600 MB of the folder for temporary files.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { createCloudTrailFeatures, readCloudTrail } from 'anomaly-lab';
import { realRecords, recordLines } from './data';

const { values } = parseArgs({
  options: { millions: { type: 'string', default: '5' }, folder: { type: 'string' } },
});

if (values.folder === undefined) compare(Number(values.millions) * 1e6);
else await measure(values.folder);

/** Makes the log as AWS delivers it, a file an hour in folders by date, and reads it in another process. */
function compare(nEvents: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const start = Date.UTC(2023, 6, 10, 11);
  let hour = 0;
  for (const lines of recordLines(realRecords(), nEvents)) {
    const stamp = new Date(start + (hour++ + 2) * 3_600_000).toISOString();
    const name = `${stamp.slice(0, 10).replaceAll('-', '/')}/1_CloudTrail_us-east-1_${stamp.slice(0, 16).replaceAll(/[-:]/g, '')}Z_x.json.gz`;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    const records = lines.trimEnd().replaceAll('\n', ',');
    writeFileSync(join(folder, name), gzipSync(`{"Records":[${records}]}`, { level: 1 }));
  }
  const words = [...process.execArgv, process.argv[1], '--folder', folder];
  spawnSync(process.execPath, words, { stdio: 'inherit' });
}

async function measure(folder: string): Promise<void> {
  const start = performance.now();
  const features = createCloudTrailFeatures();
  const log = readCloudTrail(folder);
  for await (const events of log) features.addAll(events);
  const seconds = (performance.now() - start) / 1000;
  const { nFiles, nEvents, nMalformed } = log.report;
  const { maxRSS, userCPUTime } = process.resourceUsage();
  console.log(
    `${nEvents} events of ${nFiles} files in ${seconds.toFixed(1)} s (${Math.round(nEvents / seconds)} a second, ` +
      `${(userCPUTime / nEvents).toFixed(1)} us of CPU each), ${nMalformed} malformed, peak memory ${Math.round(maxRSS / 1000)} MB`,
  );
}

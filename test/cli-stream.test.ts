import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isolationForest } from '../src/detectors/isolation-forest';
import { pipeline } from '../src/pipeline/pipeline';

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cli stream '));
  const rows = Array.from({ length: 100 }, (_, i) => ({ bytes: i % 13 }));
  const options = { columns: { bytes: 'numeric' as const }, detector: isolationForest() };
  await (await pipeline(options).fit(rows)).save(join(folder, 'model'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('anomaly-lab stream', () => {
  it.each([
    [
      ['--brokers', 'nowhere'],
      /'--brokers .*' argument 'nowhere' is invalid. It must be HOST:PORT/,
    ],
    [['--sasl', 'PLAIN'], /^error: --sasl needs KAFKA_USERNAME and KAFKA_PASSWORD in the env/],
    [['--tls-ca', 'no.pem'], /^error: no.pem: must be a file of certificates or a key\n$/],
    [['--group', ''], /'--group <name>' argument '' is invalid. It must have no spaces/],
    [['--dead-letters', 'a'], /error: deadLetters must be another topic than from, got a\n$/],
    [[], /error: 127.0.0.1:9: must be Kafka brokers that answer \(connect ECONNREFUSED .*\)\n$/],
  ])('refuses %o in one line', (more, message) => {
    const args = ['--from', 'a', '--to', 'b', '--model', join(folder, 'model'), ...more];
    const brokers = more.includes('--brokers') ? [] : ['--brokers', '127.0.0.1:9'];
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', 'src/cli.ts', 'stream', ...brokers, ...args],
      { cwd: join(__dirname, '..'), encoding: 'utf8' },
    );
    expect(stderr).toMatch(message);
    expect(status).toBe(1);
  });
});

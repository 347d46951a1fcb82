import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readHai } from '../../../../src/data/process/hai';
import { PLANT_POINTS } from '../../../../src/data/process/simulator/points';
import { createHaiSimulator } from '../../../../src/data/process/simulator/simulator';
import { writeHaiFiles } from '../../../../src/data/process/simulator/write-files';

const temporaryFolder = () => mkdtempSync(join(tmpdir(), 'hai-simulator-'));
const simulator = createHaiSimulator({ seed: 2, share: 0.1 });

describe('writeHaiFiles', () => {
  it('writes files that readHai reads as they were', { timeout: 60_000 }, async () => {
    const folder = temporaryFolder();
    const report = await writeHaiFiles(folder, simulator);
    expect(report).toEqual({ nFiles: 4, nRows: 99_540, nAttacks: 38, nAttackRows: 17_527 });
    expect(readdirSync(folder).sort()).toEqual([
      'metadata.json',
      'test1.csv.gz',
      'test2.csv.gz',
      'train1.csv.gz',
      'train2.csv.gz',
    ]);
    const made = simulator.part('test2');
    const read = await readHai(join(folder, 'test2.csv.gz'));
    expect(read.version).toBe('20.07');
    expect(read.points).toEqual(PLANT_POINTS);
    expect(read.times).toEqual(made.times);
    expect(read.samples.data).toEqual(made.samples.data);
    expect(read.labels).toEqual(made.labels);
    expect(read.labelsByProcess).toEqual(made.labelsByProcess);
    const text = gunzipSync(readFileSync(join(folder, 'train1.csv.gz'))).toString();
    expect(text.slice(0, 24)).toBe('time;P1_B2004;P1_B2016;P');
    expect(text.split('\n', 1)[0]).toMatch(/;attack;attack_P1;attack_P2;attack_P3$/);
    const metadata = JSON.parse(readFileSync(join(folder, 'metadata.json'), 'utf8'));
    expect(metadata).toMatchObject({ synthetic: true, settings: { seed: 2, share: 0.1 } });
  });

  it('refuses a folder that is not empty, and leaves nothing behind when stopped', async () => {
    const folder = temporaryFolder();
    const signal = AbortSignal.abort();
    await expect(writeHaiFiles(folder, simulator, { signal })).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
    await expect(writeHaiFiles(join(folder, 'new'), simulator, { signal })).rejects.toThrow();
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(join(folder, 'mine.txt'), '');
    await expect(writeHaiFiles(folder, simulator)).rejects.toThrow('must be empty, got mine.txt');
    await expect(writeHaiFiles(folder, simulator, { zip: true } as never)).rejects.toThrow(
      'option must be gzip, onProgress or signal, got zip',
    );
    await expect(writeHaiFiles(folder, simulator, { gzip: 'no' } as never)).rejects.toThrow(
      "gzip must be true or false, got 'no'",
    );
    await expect(writeHaiFiles(folder, simulator, { onProgress: 1 } as never)).rejects.toThrow(
      'onProgress must be a function, got 1',
    );
  });
});

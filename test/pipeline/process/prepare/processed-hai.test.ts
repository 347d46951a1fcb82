import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createHaiSimulator } from '../../../../src/data/process/simulator/simulator';
import { writeHaiFiles } from '../../../../src/data/process/simulator/write-files';
import { sliceRecording } from '../../../../src/features/process-recordings';
import {
  prepareHai,
  readProcessedHai,
  writeProcessedHai,
} from '../../../../src/pipeline/process/prepare/processed-hai';

const root = mkdtempSync(join(tmpdir(), 'processed-hai-'));
afterAll(() => rmSync(root, { recursive: true }));

const processed = prepareHai({ seed: 3, share: 0.1 });

describe('prepareHai', () => {
  it('scales the plant by its normal operation', async () => {
    const { train, test, preprocessor } = await processed;
    expect([...train, ...test].map(({ name }) => name)).toEqual([
      ...['train1', 'train2', 'test1', 'test2'],
    ]);
    const j = preprocessor.points.indexOf('P1_LIT01');
    let [sum, squares, n] = [0, 0, 0];
    for (const { samples } of train) {
      for (let i = j; i < samples.data.length; i += samples.nFeatures) {
        sum += samples.data[i];
        squares += samples.data[i] ** 2;
        n++;
      }
    }
    expect(sum / n).toBeCloseTo(0, 6);
    expect(squares / n).toBeCloseTo(1, 6);
    expect(test.every(({ labels }) => labels?.includes(1))).toBe(true);
  });

  it('reads real files where they are given', async () => {
    const folder = join(root, 'csv');
    const simulator = createHaiSimulator({ seed: 3, share: 0.1 });
    const few: typeof simulator = {
      ...simulator,
      *chunks(name) {
        yield sliceRecording(simulator.part(name), 0, 200);
      },
    };
    await writeHaiFiles(folder, few, { gzip: false });
    const file = (name: string) => join(folder, `${name}.csv`);
    const files = { train: [file('train1'), file('train2')], test: [file('test1')] };
    const { train, test, preprocessor } = await prepareHai({ files });
    expect([...train, ...test].map(({ times }) => times.length)).toEqual([200, 200, 200]);
    expect(preprocessor.fittedOn.map(({ name }) => name)).toEqual(['train1', 'train2']);
    const missing = { ...files, train: [file('train9')] };
    await expect(prepareHai({ files: missing })).rejects.toThrow(file('train9'));
  });

  it('refuses wrong options', async () => {
    await expect(prepareHai({ share: 2 })).rejects.toThrow('share must be');
    await expect(prepareHai({ seed: 0.5 })).rejects.toThrow('seed must be an integer, got 0.5');
    await expect(prepareHai({ size: 2 } as object)).rejects.toThrow(
      'option must be files, seed or share, got size',
    );
  });
});

describe('writeProcessedHai and readProcessedHai', () => {
  it('give back what was written, in place of what was there', async () => {
    const folder = join(root, 'plant');
    const { train, test, preprocessor } = await processed;
    await writeProcessedHai(folder, { train, test: train, preprocessor });
    await writeProcessedHai(folder, { train, test, preprocessor });
    const again = await readProcessedHai(folder);
    expect(again.preprocessor).toEqual(preprocessor);
    expect(again.test.map(({ name, labels }) => [name, labels])).toEqual(
      test.map(({ name, labels }) => [name, labels]),
    );
    const [first] = again.train;
    expect(first.times).toEqual(train[0].times);
    expect(first.samples.data.slice(0, 590)).toEqual(
      train[0].samples.data.slice(0, 590).map(Math.fround),
    );
  });

  it('names what is missing', async () => {
    const folder = join(root, 'none');
    await expect(readProcessedHai(folder)).rejects.toThrow(join(folder, 'preprocessor.json'));
    const { train, preprocessor } = await processed;
    await writeProcessedHai(folder, { train, test: [], preprocessor });
    await expect(readProcessedHai(folder)).rejects.toThrow(
      `${join(folder, 'test')}: must hold NPZ files, got none`,
    );
    rmSync(join(folder, 'test'), { recursive: true });
    await expect(readProcessedHai(folder)).rejects.toThrow(
      `${join(folder, 'test')}: must be a folder of NPZ files (ENOENT)`,
    );
    writeFileSync(join(folder, 'preprocessor.json'), '{');
    await expect(readProcessedHai(folder)).rejects.toThrow(join(folder, 'preprocessor.json'));
  });
});

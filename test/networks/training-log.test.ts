import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trainSmall, validation, withFolder } from './small-training';

const TAGS = ['loss', 'accuracy', 'precision', 'recall'];

/** Events by tag in the files of a folder: those of TensorFlow hold the tags as they are. */
async function countTags(directory: string, tags: readonly string[]): Promise<number[]> {
  const files = (await readdir(directory)).filter((file) => /^events\.out\..*\.v2$/.test(file));
  expect(files.length).toBeGreaterThan(0);
  const texts = await Promise.all(files.map((file) => readFile(join(directory, file), 'latin1')));
  return tags.map(
    (tag) => texts.join('').split(`\n${String.fromCharCode(tag.length)}${tag}`).length - 1,
  );
}

describe('the logs of a training', () => {
  it('hold the figures of both parts by epoch, and the learning rate', async () => {
    await withFolder(async (logDirectory) => {
      await trainSmall({ epochs: 3, schedule: 'cosine' }, { validation, logDirectory });
      expect((await readdir(logDirectory)).sort()).toEqual(['train', 'validation']);
      const train = await countTags(join(logDirectory, 'train'), [...TAGS, 'learningRate']);
      expect(train).toEqual([3, 3, 3, 3, 3]);
      const held = await countTags(join(logDirectory, 'validation'), [...TAGS, 'learningRate']);
      expect(held).toEqual([3, 3, 3, 3, 0]);
    });
  });

  it('are one folder without a validation part', async () => {
    await withFolder(async (logDirectory) => {
      await trainSmall({ epochs: 1 }, { logDirectory });
      expect(await readdir(logDirectory)).toEqual(['train']);
    });
  });

  it('do not change what is learned', async () => {
    const { weights } = await withFolder((logDirectory) => trainSmall({}, { logDirectory }));
    expect(weights).toEqual((await trainSmall()).weights);
  });

  it('need a folder that can be made', async () => {
    await withFolder(async (directory) => {
      const file = join(directory, 'file');
      await writeFile(file, '');
      await expect(trainSmall({}, { logDirectory: file })).rejects.toThrow(/ENOTDIR|EEXIST/);
    });
  });
});

import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkWritable, checkWritableFile, checkWritableFolder } from '../../src/cli/output';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'output '));
  writeFileSync(join(folder, 'file'), '');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('leaves no trace where something can be written', async () => {
  await checkWritable(join(folder, 'a', 'b', 'model'));
  await checkWritableFile(join(folder, 'a', 'events.csv'));
  await checkWritableFile(join(folder, 'file'));
  await checkWritableFolder(folder);
  await checkWritableFolder(join(folder, 'new'));
  expect(readdirSync(folder)).toEqual(['file']);
});

it('refuses what is below a file, and a folder in place of a file or the other way round', async () => {
  const below = join(folder, 'file', 'model');
  await expect(checkWritable(below)).rejects.toThrow(
    `${below}: must be a place that can be written to (`,
  );
  await expect(checkWritableFile(folder)).rejects.toThrow(
    `${folder}: must be a file, got a folder`,
  );
  const file = join(folder, 'file');
  await expect(checkWritableFolder(file)).rejects.toThrow(`${file}: must be a folder, got a file`);
});

it.runIf(existsSync('/proc/version'))(
  'refuses what the system does not make, at once',
  async () => {
    for (const path of ['/proc/foo', '/proc/foo/bar']) {
      await expect(checkWritable(path)).rejects.toThrow(
        `${path}: must be a place that can be written to (ENOENT)`,
      );
    }
  },
);

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makeFolder } from '../../src/data/make-folder';

const folder = mkdtempSync(join(tmpdir(), 'make folder '));
afterAll(() => rmSync(folder, { recursive: true }));

describe('makeFolder', () => {
  it('makes what is missing, and says what it made', async () => {
    const deep = join(folder, 'a', 'b');
    expect(await makeFolder(deep)).toEqual([join(folder, 'a'), deep]);
    expect(await makeFolder(deep)).toEqual([]);
    expect(statSync(deep).isDirectory()).toBe(true);
  });

  it('makes one of several at once', async () => {
    const deep = join(folder, 'c', 'd');
    await Promise.all([makeFolder(deep), makeFolder(deep), makeFolder(deep)]);
    expect(statSync(deep).isDirectory()).toBe(true);
  });

  it('takes no file for a folder', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(makeFolder(join(folder, 'file'))).rejects.toThrow(/EEXIST/);
    await expect(makeFolder(join(folder, 'file', 'below'))).rejects.toThrow(/EEXIST/);
  });

  it('ends with an error where the system makes none', async () => {
    await expect(makeFolder('/proc/none/below')).rejects.toThrow(/ENOENT/);
  });
});

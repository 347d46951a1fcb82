import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { snapshotFolder } from '../../src/stream/snapshot-folder';
import { unpackSnapshot } from '../../src/stream/snapshots';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapshots '));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('snapshotFolder', () => {
  it('keeps the last snapshot of each partition', async () => {
    const store = await snapshotFolder(join(folder, 'new'), 'group-topic');
    expect(await store.read(3)).toBeUndefined();
    await store.write(3, { offset: 7, of: 'x', state: { a: [1, 'ä'] } });
    await store.write(3, { offset: 9, of: 'x', state: { a: [2] } });
    await store.write(4, { offset: 1, of: 'x', state: null });
    const other = await snapshotFolder(join(folder, 'new'), 'group-topic');
    expect(await other.read(3)).toEqual({ offset: 9, of: 'x', state: { a: [2] } });
    expect(readdirSync(join(folder, 'new'))).toHaveLength(2);
  });

  it('refuses a file that is no snapshot', async () => {
    writeFileSync(join(folder, 'g-0.json.gz'), 'nothing');
    const store = await snapshotFolder(folder, 'g');
    await expect(store.read(0)).rejects.toThrow('g-0.json.gz: must be a snapshot (');
    expect(() => unpackSnapshot('{"version":1}', 'topic')).toThrow('topic: format: ');
  });

  it('names a folder that cannot be made', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(snapshotFolder(join(folder, 'file'), 'g')).rejects.toThrow(
      `${join(folder, 'file')}: cannot be written to (EEXIST)`,
    );
  });
});

import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { makeFolder } from '../data/make-folder';
import { named, syncFolder } from './file/append-file';
import { packSnapshot, type SnapshotStore, unpackSnapshot } from './snapshots';

const [pack, unpack] = [promisify(gzip), promisify(gunzip)];

/**
 * Keeps snapshots in files of a folder, one a partition: for workers of one machine, or with a folder that all of them see.
 *
 * @param of what they are of, such as group and topic; part of the files' names.
 * @throws {Error} naming the folder, if none can be made there.
 */
export async function snapshotFolder(folder: string, of: string): Promise<SnapshotStore> {
  await named(folder, makeFolder(folder));
  const placeOf = (partition: number) => join(folder, `${of}-${partition}.json.gz`);
  return {
    read: async (partition) => {
      const place = placeOf(partition);
      const bytes = await readFile(place).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw new Error(`${place}: cannot be read (${error.code})`);
      });
      if (bytes === undefined) return undefined;
      const text = await unpack(bytes).catch((error: Error) => {
        throw new Error(`${place}: must be a snapshot (${error.message})`);
      });
      return unpackSnapshot(text.toString(), place);
    },
    write: async (partition, snapshot) => {
      const place = placeOf(partition);
      const bytes = await pack(packSnapshot(snapshot));
      await named(place, replace(place, bytes));
    },
    close: async () => {},
  };
}

/** The old file stays until the new one is whole. */
async function replace(place: string, bytes: Uint8Array): Promise<void> {
  const part = `${place}.${process.pid}.part`;
  const file = await open(part, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(part, place);
  await syncFolder(place);
}

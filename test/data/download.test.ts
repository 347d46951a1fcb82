import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DownloadProgress, downloadDataset } from '../../src/data/download';
import { DATA_SOURCES, findDataSource, sizeOfSource } from '../../src/data/sources';
import { realData } from '../real-data';
import { type FileServer, serveFiles } from './file-server';

const sshdLog = realData('auth/sshd-auth.log');
const breastw = realData('adbench/4_breastw.csv.gz');
const sshd = findDataSource('sshd');
const published = `${sshd.repository}/${sshd.commit}/${sshd.files[0].path}`;
const pauseSeconds = [0.01];

let folder = '';
let server: FileServer | undefined;
const serve = async (files: Readonly<Record<string, Buffer>>) => {
  server = await serveFiles({ read: (path) => files[path] });
  return server;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'download '));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await server?.close();
  server = undefined;
});

describe('findDataSource', () => {
  it('lists the names and the nearest where there is none', () => {
    expect(() => findDataSource('ADbnech')).toThrow(/one of sshd, adbench.*did you mean adbench\?/);
    expect(() => findDataSource('hai')).toThrow(/did you mean hai-20\.07\?/);
    expect(() => findDataSource('something')).toThrow(/got something$/);
  });

  it('knows for every file of every set what it must be', () => {
    for (const { name, files, commit, licence } of DATA_SOURCES) {
      expect(commit).toMatch(/^[0-9a-f]{40}$/);
      expect(licence).not.toBe('');
      const all = files.flatMap((file) => [file, file.prepared ?? file]);
      expect(
        all.filter(({ gitBlob }) => !/^[0-9a-f]{40}$/.test(gitBlob)),
        name,
      ).toEqual([]);
    }
    expect(sizeOfSource(sshd)).toEqual({ bytes: 797637, nUnknown: 0 });
  });
});

describe('downloadDataset', () => {
  const get = (options: Parameters<typeof downloadDataset>[1], name = 'sshd') =>
    downloadDataset(name, { directory: folder, mirror: '', pauseSeconds, ...options });

  it.skipIf(sshdLog === undefined)('reads the public home, and then nothing more', async () => {
    const { url, requests } = await serve({ [published]: readFileSync(sshdLog!) });
    const seen: DownloadProgress[] = [];
    const first = await get({ home: url, onProgress: (progress) => seen.push(progress) });
    expect(first).toEqual({
      directory: join(folder, 'sshd'),
      files: [{ path: 'auth.log', status: 'downloaded' }],
      missing: [],
    });
    expect(seen[seen.length - 1]).toEqual({
      file: 'auth.log',
      status: 'downloaded',
      bytes: 797637,
      totalBytes: 797637,
      nDone: 1,
      nFiles: 1,
    });
    const second = await get({ home: url });
    expect(second.files).toEqual([{ path: 'auth.log', status: 'present' }]);
    expect(requests).toHaveLength(1);
  });

  it.skipIf(sshdLog === undefined)(
    'replaces a file that is not what it should be, and keeps it',
    async () => {
      mkdirSync(join(folder, 'sshd'));
      writeFileSync(join(folder, 'sshd/auth.log'), 'edited');
      await get({ mirror: dirname(dirname(sshdLog!)) });
      expect(readFileSync(join(folder, 'sshd/auth.log')).equals(readFileSync(sshdLog!))).toBe(true);
      expect(readFileSync(join(folder, 'sshd/auth.log.old'), 'utf8')).toBe('edited');
    },
  );

  it.skipIf(sshdLog === undefined)('reads a mirror in either layout', async () => {
    const log = readFileSync(sshdLog!);
    const first = await serve({ [published]: log });
    await get({ mirror: `${first.url}/` });
    await first.close();
    rmSync(join(folder, 'sshd'), { recursive: true });
    const second = await serve({ 'auth/sshd-auth.log': log });
    await get({ mirror: second.url });
    expect(second.requests.map(({ path }) => path)).toEqual([published, 'auth/sshd-auth.log']);
    expect(readdirSync(join(folder, 'sshd'))).toEqual(['auth.log']);
  });

  it.skipIf(breastw === undefined)(
    'takes what a mirror has of a set, prepared or not',
    async () => {
      const mirror = dirname(dirname(breastw!));
      const { files, missing } = await get({ mirror }, 'adbench');
      expect(files).toContainEqual({ path: '4_breastw.csv.gz', status: 'downloaded' });
      expect(files.length + missing.length).toBe(47);
      expect(missing).toContain('adbench/datasets/Classical/45_wine.npz');
      const again = await get({ mirror }, 'adbench');
      expect(again.files.every(({ status }) => status === 'present')).toBe(true);
    },
  );

  it('names file and checksums where the content is wrong', async () => {
    const { url } = await serve({ [published]: Buffer.from('not the log') });
    await expect(get({ home: url })).rejects.toThrow(
      /sshd\/auth\.log: wrong checksum from .*, expected git blob 842dccdc6f77\w+, got \w{40}$/,
    );
    expect(readdirSync(join(folder, 'sshd'))).toEqual([]);
  });

  it('says what was tried and what to do where there is no network', async () => {
    const { url, close } = await serve({});
    await close();
    server = undefined;
    await expect(get({ home: url })).rejects.toThrow(
      /^cannot get sshd: http:.*auth\.log failed 2 times \(.*ECONNREFUSED.*\); without a network set ANOMALY_LAB_MIRROR/,
    );
  });

  it('says plainly where nothing is to be had', async () => {
    const { url } = await serve({});
    await expect(get({ home: url })).rejects.toThrow(/auth\.log: not found \(404\)/);
    await expect(get({ mirror: url })).rejects.toThrow(`${url}: has no file of sshd`);
    await expect(get({ mirror: join(folder, 'no') })).rejects.toThrow(
      /mirror must be a folder or a URL, got/,
    );
    await expect(get({}, 'ssd')).rejects.toThrow(/did you mean sshd\?/);
  });

  it('refuses a directory that is a file', async () => {
    const { url } = await serve({ [published]: Buffer.from('x') });
    const directory = join(folder, 'file');
    writeFileSync(directory, '');
    await expect(get({ home: url, directory })).rejects.toThrow(
      /file\/sshd: must be a folder, got a file/,
    );
  });

  it('stops when it is told to', async () => {
    const { url } = await serve({ [published]: Buffer.alloc(10) });
    await expect(get({ home: url, signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });
});

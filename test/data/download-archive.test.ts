import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCloudTrail } from '../../src/data/cloudtrail/read-log';
import { downloadDataset } from '../../src/data/download';
import { findDataSource } from '../../src/data/sources';
import { recordAt } from './cloudtrail/log-folder';
import { type FileServer, type FileServerOptions, serveFiles } from './file-server';

const NAME = 'flaws_cloudtrail_logs.tar';
const log = (i: number) =>
  gzipSync(JSON.stringify({ Records: [recordAt(i), recordAt(i + 1, { eventID: `x${i}` })] }));
const archive = tarOf({
  'flaws_cloudtrail_logs/': Buffer.alloc(0),
  'flaws_cloudtrail_logs/flaws_cloudtrail00.json.gz': log(0),
  'flaws_cloudtrail_logs/flaws_cloudtrail01.json.gz': log(100),
  'flaws_cloudtrail_logs/../../escaped.json': Buffer.from('{}'),
  'flaws_cloudtrail_logs/README': Buffer.from('read me'),
});

let folder = '';
let server: FileServer | undefined;
const serve = async (content: Buffer | undefined, options: Partial<FileServerOptions> = {}) => {
  await server?.close();
  server = await serveFiles({ read: (path) => (path === NAME ? content : undefined), ...options });
  return server;
};
const get = (home: string) =>
  downloadDataset('flaws-cloudtrail', {
    ...{ directory: folder, mirror: '', home, pauseSeconds: [0.01] },
  });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'download '));
});
afterEach(async () => {
  rmSync(folder, { recursive: true });
  await server?.close();
  server = undefined;
});

/** A tar archive as ustar has it; a name that ends in a slash is a folder. */
function tarOf(files: Readonly<Record<string, Buffer>>): Buffer {
  const blocks = Object.entries(files).flatMap(([name, content]) => {
    const header = Buffer.alloc(512);
    header.write(name, 0, 'latin1');
    header.write(`${content.length.toString(8).padStart(11, '0')} `, 124);
    header.write(`        ${name.endsWith('/') ? 5 : 0}`, 148);
    header.write('ustar\u000000', 257, 'latin1');
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

describe('downloadDataset of an archive', () => {
  it('unpacks the logs, records what they are, and then fetches nothing more', async () => {
    const { url, requests } = await serve(archive);
    const first = await get(url);
    const directory = join(folder, 'flaws-cloudtrail');
    const names = ['flaws_cloudtrail00.json.gz', 'flaws_cloudtrail01.json.gz'];
    expect(first).toEqual({
      directory,
      files: names.map((path) => ({ path, status: 'downloaded' })),
      missing: [],
    });
    expect(readdirSync(directory).sort()).toEqual(['download.json', ...names]);
    const { gitBlob, files } = JSON.parse(readFileSync(join(directory, 'download.json'), 'utf8'));
    expect(gitBlob).toMatch(/^[0-9a-f]{40}$/);
    expect(files).toHaveLength(2);
    const again = await get(url);
    expect(again.files.every(({ status }) => status === 'present')).toBe(true);
    expect(requests).toHaveLength(1);
    let nEvents = 0;
    const read = readCloudTrail(directory);
    for await (const events of read) nEvents += events.length;
    expect([nEvents, read.report.nMalformed]).toEqual([4, 0]);
    expect(existsSync(join(folder, '../escaped.json'))).toBe(false);
  });

  it('goes on where it was cut, and takes a file that was harmed anew', async () => {
    const { url } = await serve(archive, { cuts: [700] });
    await get(url);
    const file = join(folder, 'flaws-cloudtrail/flaws_cloudtrail00.json.gz');
    writeFileSync(file, 'harmed');
    await get(url);
    expect(readFileSync(file)).toEqual(log(0));
  });

  it('refuses another archive than the first', async () => {
    await get((await serve(archive)).url);
    rmSync(join(folder, 'flaws-cloudtrail/flaws_cloudtrail00.json.gz'));
    const { url } = await serve(tarOf({ 'flaws_cloudtrail00.json.gz': log(7) }));
    await expect(get(url)).rejects.toThrow(/wrong checksum from .*expected git blob/);
  });

  it('says what is wrong with an archive, or that there is none', async () => {
    const cut = archive.subarray(0, 1200);
    await expect(get((await serve(cut)).url)).rejects.toThrow(/is cut short within .*00\.json\.gz/);
    await expect(get((await serve(Buffer.from('<html>'))).url)).rejects.toThrow(
      /must be a whole tar archive, is none at byte 0/,
    );
    await expect(get((await serve(tarOf({ other: log(1) }))).url)).rejects.toThrow(/got none/);
    await expect(get((await serve(undefined)).url)).rejects.toThrow(/not found \(404\)/);
    expect(() => findDataSource('flaws-cloudtrail')).toThrow(/files of its own/);
    expect(() => findDataSource('flaws')).toThrow(/did you mean flaws-cloudtrail\?/);
  });

  it('takes the archive from a mirror', async () => {
    writeFileSync(join(folder, NAME), archive);
    const { files } = await downloadDataset('flaws-cloudtrail', {
      directory: folder,
      mirror: folder,
    });
    expect(files).toHaveLength(2);
    expect(existsSync(join(folder, NAME))).toBe(true);
  });
});

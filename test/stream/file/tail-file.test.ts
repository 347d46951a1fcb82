import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FilePosition, LineBatch } from '../../../src/stream/file/line-batch';
import { tailFile } from '../../../src/stream/file/tail-file';

let folder = '';
let log = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tail file '));
  log = join(folder, 'app.log');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Follows the log; `until` waits for so many lines. */
function follow(from?: FilePosition) {
  const stop = new AbortController();
  const lines: (string | null)[] = [];
  const firsts: number[] = [];
  const notices: string[] = [];
  let last: LineBatch | undefined;
  const options = {
    signal: stop.signal,
    onNotice: (text: string) => notices.push(text.replace(folder, '')),
  };
  const done = (async () => {
    for await (const batch of tailFile(log, { ...options, ...(from && { from }) })) {
      for (const [i, line] of batch.lines.entries()) {
        lines.push(line);
        firsts.push(batch.firstLine + i);
      }
      last = batch;
    }
  })();
  return {
    lines,
    firsts,
    notices,
    done,
    until: async (nLines: number) => {
      for (let i = 0; lines.length < nLines && i < 400; i++) await wait(50);
      return lines;
    },
    stop: async () => {
      stop.abort();
      await done;
      return last?.position ?? undefined;
    },
  };
}

describe('tailFile', () => {
  it('gives whole lines as they are written, and lets a part of one wait', async () => {
    writeFileSync(log, '\uFEFFone\r\ntwo\nth');
    const tail = follow();
    expect(await tail.until(2)).toEqual(['one', 'two']);
    await wait(200);
    expect(tail.lines).toHaveLength(2);
    appendFileSync(log, 'ree\n\nfour');
    expect(await tail.until(4)).toEqual(['one', 'two', 'three', '']);
    expect(tail.firsts).toEqual([1, 2, 3, 4]);
    expect(await tail.stop()).toMatchObject({ nLines: 4, offset: 3 + 5 + 4 + 6 + 1 });
  });

  it('goes on at a position', async () => {
    writeFileSync(log, 'one\ntwo\n');
    const first = follow();
    await first.until(2);
    const position = await first.stop();
    appendFileSync(log, 'three\n');
    const second = follow(position);
    expect(await second.until(1)).toEqual(['three']);
    expect(second.firsts).toEqual([3]);
    await second.stop();
    expect(second.notices).toEqual([]);
  });

  it('reads a rotated file to its end and goes on with the new one', async () => {
    writeFileSync(log, 'one\n');
    const tail = follow();
    await tail.until(1);
    await wait(700);
    renameSync(log, `${log}.1`);
    writeFileSync(log, 'new\n');
    await wait(200);
    appendFileSync(`${log}.1`, 'late\nlast without end');
    expect(await tail.until(4)).toEqual(['one', 'late', 'last without end', 'new']);
    expect(tail.firsts).toEqual([1, 2, 3, 1]);
    await tail.stop();
    expect(tail.notices).toEqual(['/app.log was rotated; goes on with the next file']);
  });

  it.each([
    ['shorter', 'x\n'],
    ['of the same length', 'six\nte\n'],
    ['longer', 'a new one that is longer\n'],
  ])('goes back to the start of a file that was truncated and is %s', async (_, text) => {
    writeFileSync(log, 'one\ntwo\n');
    const tail = follow();
    await tail.until(2);
    truncateSync(log);
    appendFileSync(log, text);
    await tail.until(3);
    expect(tail.lines.slice(2)).toEqual(text.trimEnd().split('\n'));
    expect(tail.firsts[2]).toBe(1);
    await tail.stop();
    expect(tail.notices[0]).toBe('/app.log was truncated; goes on at its start');
  });

  it('catches up with rotations that nobody saw', async () => {
    writeFileSync(log, 'one\ntwo\n');
    const first = follow();
    await first.until(2);
    const position = await first.stop();
    appendFileSync(log, 'three\n');
    for (const line of ['four\n', 'five\n']) {
      await wait(20);
      renameSync(log, `${log}.${line === 'four\n' ? 1 : '2024-01-02'}`);
      writeFileSync(log, line);
    }
    writeFileSync(`${log}.1.gz`, 'no log');
    const second = follow(position);
    expect(await second.until(3)).toEqual(['three', 'four', 'five']);
    await second.stop();
    expect(second.notices).toHaveLength(2);
  });

  it('says when what comes next may be missing', async () => {
    writeFileSync(log, 'one\n');
    const first = follow();
    await first.until(1);
    const position = await first.stop();
    writeFileSync(`${log}.new`, 'two\n');
    unlinkSync(log);
    renameSync(`${log}.new`, log);
    const second = follow(position);
    expect(await second.until(1)).toEqual(['two']);
    await second.stop();
    expect(second.notices[0]).toMatch(/the one before is gone, so that events may be missing/);
  });

  it('leaves out a line that is too long', async () => {
    writeFileSync(log, `one\n${'x'.repeat(3_000_000)}`);
    const tail = follow();
    await tail.until(1);
    await wait(200);
    appendFileSync(log, `${'y'.repeat(1000)}\nthree\n`);
    expect(await tail.until(3)).toEqual(['one', null, 'three']);
    const position = await tail.stop();
    expect(position?.offset).toBe(readFileSync(log).length);
  });

  it('wants a file', async () => {
    await expect(follow().done).rejects.toThrow(`${log}: no such file`);
    log = folder;
    await expect(follow().done).rejects.toThrow(`${folder}: must be a file, got a folder`);
  });
});

import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  checkApart,
  checkWritable,
  checkWritableFile,
  checkWritableFolder,
} from '../../src/cli/output';

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

it('refuses an empty text', async () => {
  await expect(checkWritableFile('')).rejects.toThrow('an output must be a path');
  await expect(checkWritableFolder('')).rejects.toThrow('an output must be a path');
});

describe('checkApart', () => {
  const at = (name: string) => join(folder, name);
  const output = (path: string | undefined) => ({ name: '--output', path });
  const alone = 'it is read whole';

  it('lets be what has its own place, though names begin alike', async () => {
    const logs = { name: 'the log', path: at('logs'), alone };
    await checkApart([output(at('logs.out')), { name: '--report', path: at('page') }], [logs]);
    await checkApart([output(undefined)], [{ name: '--labels', path: undefined }]);
  });

  it('refuses two outputs, or an output and an input, of one place, whatever links lead there', async () => {
    const history = { name: '--history', path: `${folder}/a/../file` };
    const same = '--history must be another path than --output, got';
    await expect(checkApart([output(at('file')), history], [])).rejects.toThrow(same);
    symlinkSync(folder, at('link'));
    const linked = checkApart([output(at('link/new'))], [{ name: '--labels', path: at('new') }]);
    await expect(linked).rejects.toThrow('--output must be another path than --labels, got');
    rmSync(at('link'));
  });

  it('refuses what lies in a folder that is taken as a whole, an output or an input', async () => {
    const logs = { name: 'the log', path: at('logs'), alone };
    await expect(checkApart([output(at('logs/a/found'))], [logs])).rejects.toThrow(
      `--output must not lie in the log, got ${at('logs/a/found')}: it is read whole`,
    );
    const labels = { name: '--labels', path: at('model/labels.csv') };
    await expect(checkApart([{ ...output(at('model/')), alone }], [labels])).rejects.toThrow(
      '--labels must not lie in --output',
    );
    await expect(checkApart([output(at('file'))], [{ ...logs, path: '/' }])).rejects.toThrow(
      'must not lie in the log',
    );
  });

  it('refuses an empty text, naming the option', async () => {
    await expect(checkApart([output('')], [])).rejects.toThrow(
      '--output must be a path, got an empty text',
    );
  });
});

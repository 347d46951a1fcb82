import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { replaceFolder } from '../../src/pipeline/replace-folder';

it('puts a folder in the place of another and keeps that under a third name', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'replace '));
  const make = async (name: string, text: string) => {
    await mkdir(join(parent, name));
    await writeFile(join(parent, name, 'text'), text);
    return join(parent, name);
  };
  const read = (name: string) => readFile(join(parent, name, 'text'), 'utf8');
  const place = join(parent, 'models', 'place');
  await replaceFolder(place, await make('next', 'first'), join(parent, 'previous'));
  expect(await read('models/place')).toBe('first');
  await make('previous', 'older');
  await replaceFolder(place, await make('next', 'second'), join(parent, 'previous'));
  expect([await read('models/place'), await read('previous')]).toEqual(['second', 'first']);
  expect(await readdir(parent)).toEqual(['models', 'previous']);
});

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findDataFile } from '../../src/data/find-data-file';

const folderWith = (path: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'find '));
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), '');
  return folder;
};

it('finds what was downloaded before what a mirror holds', () => {
  const directory = folderWith('sshd/auth.log');
  const mirror = folderWith('auth/sshd-auth.log');
  expect(findDataFile('sshd', 'auth.log', { directory, mirror })).toBe(
    join(directory, 'sshd/auth.log'),
  );
  expect(findDataFile('sshd', 'auth.log', { directory: 'nowhere', mirror })).toBe(
    join(mirror, 'auth/sshd-auth.log'),
  );
});

it('finds nothing where nothing is, and not in a URL', () => {
  const options = { directory: 'nowhere', mirror: 'http://127.0.0.1:1' };
  expect(findDataFile('sshd', 'auth.log', options)).toBeUndefined();
});

it('refuses a set or a file that does not exist', () => {
  expect(() => findDataFile('ssh', 'auth.log')).toThrow('did you mean sshd?');
  expect(() => findDataFile('sshd', 'mail.log')).toThrow('got mail.log');
});

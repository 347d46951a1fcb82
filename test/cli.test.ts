import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveFiles } from './data/file-server';
import { realData } from './real-data';

const root = join(__dirname, '..');
const sshdLog = realData('auth/sshd-auth.log');
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli '));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function start(args: readonly string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli.ts', ...args], {
    cwd: root,
    env: { ...process.env, ANOMALY_LAB_MIRROR: '' },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const end = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) =>
    child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
  return { child, end };
}

const run = (...args: string[]) => start(args).end;

describe('anomaly-lab', () => {
  it('says its version', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(await run('--version')).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it('lists the data sets with size and licence', async () => {
    const { code, stdout } = await run('data', 'list');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^sshd +797\.6 kB +Apache-2\.0 /m);
    expect(stdout).toMatch(/^adbench +19\.9 MB \+ 4 files of unknown size +BSD-2-Clause /m);
    expect(stdout).toMatch(/^hai-20\.07 +4 files of unknown size +CC-BY-SA-4\.0 /m);
  });

  it.each([
    [['data', 'ssd'], /^error: data set must be one of sshd, .* \(did you mean sshd\?\)\n$/],
    [
      ['data', 'sshd', '--mirror', '/no/such'],
      /^error: mirror must be a folder or a URL, got \/no\/such\n$/,
    ],
    [['data'], /^error: missing required argument 'name'\n$/],
    [['dat'], /^error: unknown command 'dat'/],
  ])('ends %j with one line and exit code 1', async (args, line) => {
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(line);
  });

  it.skipIf(sshdLog === undefined)('gets a data set from a mirror', async () => {
    const args = ['data', 'sshd', '--directory', folder, '--mirror', join(sshdLog!, '../..')];
    const { code, stdout, stderr } = await run(...args);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: `sshd: 1 file in ${join(folder, 'sshd')} (Apache-2.0)\n`,
      stderr: 'sshd: 1/1 auth.log downloaded\n',
    });
  });

  it('stops at Ctrl-C with exit code 130 and keeps what has come', async () => {
    const server = await serveFiles({ read: () => Buffer.alloc(797_637), silentAfter: 5000 });
    const directory = join(folder, 'stopped');
    const { child, end } = start([
      'data',
      'sshd',
      '--directory',
      directory,
      '--mirror',
      server.url,
    ]);
    const parts = () => {
      try {
        return readdirSync(join(directory, 'sshd')).map((name) => join(directory, 'sshd', name));
      } catch {
        return [];
      }
    };
    await expect
      .poll(() => parts().map((path) => statSync(path).size), { timeout: 15_000 })
      .toEqual([5000]);
    child.kill('SIGINT');
    const { code, stderr } = await end;
    expect({ code, stderr }).toEqual({
      code: 130,
      stderr: 'stopped; the same command goes on from here\n',
    });
    expect(parts()[0]).toMatch(/auth\.log\.842dccdc6f77\.part$/);
    await server.close();
  });
});

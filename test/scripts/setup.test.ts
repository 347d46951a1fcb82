import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

/** The scripts are plain JavaScript, so that they run before anything is installed. */
const load = (name: string) => import(join(process.cwd(), 'scripts', 'setup', `${name}.mjs`));
const { checkNodeVersion } = await load('node-version');
const { dependenciesAreCurrent } = await load('dependencies');
const { isComplete, make } = await load('tensorflow-runtime');
const { fillFromBinary } = await load('tensorflow-binary');
const { fillFromWheel } = await load('tensorflow-wheel');
const { ADDON, TFJS_VERSION } = await load('versions');

const silent = () => {};
const isLinuxX64 = process.platform === 'linux' && process.arch === 'x64';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'setup test '));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

/** Calls `use` with the address of a server on loopback. */
async function withServer(answer: RequestListener, use: (address: string) => Promise<void>) {
  const server: Server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

/** The bytes of an archive with one file in it. */
function archiveOf(path: string, content: string): Buffer {
  const source = join(folder, 'source');
  mkdirSync(join(source, path, '..'), { recursive: true });
  writeFileSync(join(source, path), content);
  return execFileSync('tar', ['-czf', '-', '-C', source, path]);
}

describe('checkNodeVersion', () => {
  it('accepts 20.19 and everything newer', () => {
    for (const version of ['20.19.0', '20.20.2', '22.1.0', '24.0.0']) {
      expect(checkNodeVersion(version)).toBeUndefined();
    }
  });

  it('says what is wrong with an older one', () => {
    const message = 'Node must be 20.19 or newer, got 18.20.4; get one from https://nodejs.org';
    expect(checkNodeVersion('18.20.4')).toBe(message);
    expect(checkNodeVersion('20.18.3')).toContain('got 20.18.3');
  });
});

describe('dependenciesAreCurrent', () => {
  const wanted = {
    '': { name: 'root' },
    'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
    'node_modules/other-platform': { version: '2.0.0', optional: true },
  };

  function writeLocks(installed?: object) {
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: wanted }));
    if (installed === undefined) return;
    mkdirSync(join(folder, 'node_modules'));
    const record = join(folder, 'node_modules', '.package-lock.json');
    writeFileSync(record, JSON.stringify({ packages: installed }));
  }

  it('is satisfied by what npm recorded, without packages for other platforms', () => {
    writeLocks({ 'node_modules/a': wanted['node_modules/a'] });
    expect(dependenciesAreCurrent(folder)).toBe(true);
  });

  it('misses an install that never ended', () => {
    writeLocks();
    expect(dependenciesAreCurrent(folder)).toBe(false);
  });

  it('misses another version and a package that is not there', () => {
    writeLocks({ 'node_modules/a': { version: '1.0.1', integrity: 'sha512-b' } });
    expect(dependenciesAreCurrent(folder)).toBe(false);
    rmSync(join(folder, 'node_modules'), { recursive: true });
    writeLocks({});
    expect(dependenciesAreCurrent(folder)).toBe(false);
  });
});

describe('a runtime in the cache', () => {
  async function fill(target: string) {
    mkdirSync(join(target, 'lib'));
    writeFileSync(join(target, 'lib', 'libtensorflow.so.2'), 'library');
    writeFileSync(join(target, ADDON), 'addon');
  }

  it('is complete when it is made, and not made twice', async () => {
    const runtime = join(folder, 'runtime');
    await make(runtime, fill);
    await make(runtime, () => Promise.reject(new Error('made twice')));
    const manifest = JSON.parse(readFileSync(join(runtime, 'manifest.json'), 'utf8'));
    expect(manifest.map(({ path }: { path: string }) => path)).toEqual([
      'lib/libtensorflow.so.2',
      ADDON,
    ]);
    expect(manifest[1].size).toBe(5);
  });

  it('is made again where a file is missing or cut short', async () => {
    const runtime = join(folder, 'runtime');
    await make(runtime, fill);
    writeFileSync(join(runtime, 'lib', 'libtensorflow.so.2'), 'lib');
    expect(isComplete(runtime)).toBe(false);
    await make(runtime, fill);
    expect(isComplete(runtime)).toBe(true);
    rmSync(join(runtime, ADDON));
    expect(isComplete(runtime)).toBe(false);
  });

  it('leaves nothing where it cannot be made, and removes what a killed process left', async () => {
    const runtime = join(folder, 'runtime');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    mkdirSync(`${runtime}.partial-${pid}`);
    const failing = make(runtime, () => Promise.reject(new Error('no network')));
    await expect(failing).rejects.toThrow('no network');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe.runIf(isLinuxX64)('the official binary', () => {
  it('is downloaded and unpacked from the host that tfjs-node names', async () => {
    const addon = archiveOf('napi-v8/tfjs_binding.node', 'addon');
    const library = archiveOf('lib/libtensorflow.so.2', 'library');
    const answer: RequestListener = ({ url }, response) =>
      response.end(url?.includes('pre-built-binary/napi-v8/4.22.0/') ? addon : library);
    const runtime = join(folder, 'runtime');
    await withServer(answer, async (address) => {
      vi.stubEnv('TFJS_NODE_CDN_STORAGE', address);
      await make(runtime, (target: string) => fillFromBinary(target, silent));
    });
    expect(isComplete(runtime)).toBe(true);
    expect(readFileSync(join(runtime, ADDON), 'utf8')).toBe('addon');
    expect(readFileSync(join(runtime, 'lib', 'libtensorflow.so.2'), 'utf8')).toBe('library');
  });

  it('is given up where the host refuses, does not answer or sends half of it', async () => {
    const half: RequestListener = (_, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write('half', () => response.destroy());
    };
    const refuse: RequestListener = (_, response) => response.writeHead(403).end();
    const answers = [refuse, silent, half];
    const reasons = ['HTTP status 403', 'no answer', 'UND_ERR_SOCKET'];
    for (const [i, answer] of answers.entries()) {
      await withServer(answer, async (address) => {
        vi.stubEnv('TFJS_NODE_CDN_STORAGE', address);
        await expect(fillFromBinary(folder, silent, 200)).rejects.toThrow(reasons[i]);
      });
    }
  });
});

describe.runIf(isLinuxX64)('the TensorFlow wheel', () => {
  it('names the tools that are missing before it downloads', async () => {
    vi.stubEnv('PATH', folder);
    const message = 'Python 3 with pip and g++ missing; run: sudo apt-get install python3-pip g++';
    await expect(fillFromWheel(process.cwd(), folder, silent)).rejects.toThrow(message);
  });
});

describe('setup', () => {
  it('installs the addon of the tfjs-node that package.json pins', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(TFJS_VERSION).toBe(devDependencies['@tensorflow/tfjs-node']);
  });

  it('does nothing, and quickly, where everything is in place', () => {
    const run = () => spawnSync(process.execPath, ['scripts/setup.mjs', '--quiet']);
    run();
    const started = performance.now();
    expect(run().stderr.toString()).toBe('');
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

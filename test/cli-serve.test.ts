import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fingerprintOf } from '../src/serve/models/model-folder';
import { fitLogins, LOGINS, STRANGE, temporaryFolder } from './serve/example-service';

const root = join(__dirname, '..');
const at = temporaryFolder();
const children: ChildProcess[] = [];
beforeAll(async () => (await fitLogins()).save(at('logins')));
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function run(...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli.ts', ...args], { cwd: root });
  children.push(child);
  const said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (text) => {
      said[name] += text;
    });
  }
  const exit = once(child, 'close').then(([code, signal]) => code ?? signal);
  return { child, said, exit };
}

async function serve(...args: string[]) {
  const running = run('serve', '--model', `logins=${at('logins')}`, '--workers', '1', ...args);
  let url = '';
  for (let i = 0; i < 600 && url === ''; i++) {
    await setTimeout(100);
    url = /^serving .* at (\S+)$/m.exec(running.said.stderr)?.[1] ?? '';
  }
  if (url === '') throw new Error(`must serve, said ${running.said.stderr}`);
  const post = (body: object) =>
    fetch(`${url}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return { ...running, url, post };
}

describe('anomaly-lab serve', { timeout: 90_000 }, () => {
  it('serves, logs JSON and stops at SIGTERM when it has finished what it accepted', async () => {
    const { child, said, exit, post } = await serve('--port', '0');
    const events = Array.from({ length: 8000 }, (_, i) => LOGINS[i % LOGINS.length]);
    const accepted = [post({ events }), post({ events }), post({ event: STRANGE })];
    await (await post({ event: STRANGE })).text();
    await setTimeout(50);
    child.kill('SIGTERM');
    expect((await Promise.all(accepted)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await exit).toBe(0);
    expect(said.stderr).toMatch(
      /^serving logins at \S+\nstopping; what was accepted is finished\n$/,
    );
    const log = said.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(log.filter(({ route }) => route === '/predict')).toHaveLength(4);
  });

  it('serves at once when it is started again after a kill at full load', async () => {
    const folder = await fingerprintOf(at('logins'));
    const first = await serve('--port', '0');
    const load = Array.from({ length: 8 }, async (_, i) => {
      for (;;) await (await first.post(i % 2 ? { event: STRANGE } : { events: LOGINS })).text();
    });
    const ended = Promise.allSettled(load);
    await setTimeout(500);
    first.child.kill('SIGKILL');
    await ended;
    expect(await first.exit).toBe('SIGKILL');
    expect(await fingerprintOf(at('logins'))).toBe(folder);
    const second = await serve('--port', new URL(first.url).port);
    expect((await second.post({ event: STRANGE })).status).toBe(200);
    expect((await second.post({ events: LOGINS })).status).toBe(200);
  });

  it('takes a new model at SIGHUP', async () => {
    const { child, said, url } = await serve('--port', '0', '--no-watch');
    const threshold = async () => (await (await fetch(`${url}/models`)).json()).models[0].threshold;
    const second = await fitLogins(5);
    await second.save(at('logins'));
    child.kill('SIGHUP');
    await expect.poll(threshold, { timeout: 20_000 }).toBe(second.threshold);
    await expect.poll(() => said.stdout, { timeout: 20_000 }).toContain('model loaded');
  });

  it.each([
    [['--host', '0.0.0.0'], /^error: keysFile \(--keys\) must be given/],
    [['--keys', 'nowhere'], /^error: nowhere: must be a file of keys/],
    [['--model', 'b=nowhere'], /^error: nowhere\/pipeline\.json: no such file/],
    [['--model', 'logins=x'], /There is a model logins already/],
    [['--rate-limit', '0/min'], /integer of at least 1/],
  ])('ends with one line for %j', async (args, message) => {
    const { said, exit } = run('serve', '--model', `logins=${at('logins')}`, ...args);
    expect(await exit).toBe(1);
    expect(said.stderr).toMatch(message);
    expect(said.stderr).not.toContain('    at ');
  });
});

describe('anomaly-lab key', () => {
  it('prints a key and the line that lets it in', async () => {
    const { said, exit } = run('key', 'soc');
    expect(await exit).toBe(0);
    expect(said.stdout).toMatch(/^soc [\da-f]{64}\n$/);
    const [key] = /al_\S{43}/.exec(said.stderr) ?? [''];
    writeFileSync(at('keys'), said.stdout);
    const { url } = await serve('--port', '0', '--keys', at('keys'));
    expect((await fetch(`${url}/models`)).status).toBe(401);
    const headers = { authorization: `Bearer ${key}` };
    expect((await fetch(`${url}/models`, { headers })).status).toBe(200);
  });
});

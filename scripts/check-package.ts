// Packs the library, installs it into an empty project and runs the README's example there; `npx anomaly-lab` must run there and here.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'an empty project '));
const runIn = (cwd: string, command: string, ...options: string[]): string =>
  execFileSync(command, options, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
const run = (command: string, ...options: string[]): string => runIn(project, command, ...options);

try {
  const [, example] = /```js\n(.*?)```/s.exec(readFileSync(join(root, 'README.md'), 'utf8')) ?? [];
  if (!example) throw new Error('README.md: an example in a js block must be there, got none');
  const [packed] = JSON.parse(run('npm', 'pack', root, '--json', '--ignore-scripts', '--silent'));
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  run('npm', 'install', `./${packed.filename}`, '--silent', '--no-audit', '--no-fund');
  writeFileSync(join(project, 'example.mjs'), example);
  const printed = run(process.execPath, 'example.mjs').trim();
  const [, promised] = /console\.log\(.*?\); \/\/ (.*)/.exec(example) ?? [];
  if (printed !== promised)
    throw new Error(`README.md: example must print ${promised}, got ${printed}`);
  const version = run('npx', 'anomaly-lab', '--version').trim();
  runIn(root, 'npx', 'anomaly-lab', '--version');
  console.log(
    `${packed.filename}, ${(packed.size / 1e6).toFixed(2)} MB, printed ${printed}; command line ${version}`,
  );
} finally {
  rmSync(project, { recursive: true, force: true });
}

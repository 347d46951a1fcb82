import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { run } from './run.mjs';

/** Installs the npm packages that package-lock.json names, where they are not there already. */
export async function installDependencies(root, note) {
  if (dependenciesAreCurrent(root)) return 'already installed';
  note('npm ci --ignore-scripts');
  const [command, ...prefix] = npmCommand();
  await run(command, [...prefix, 'ci', '--ignore-scripts', '--include=dev'], { cwd: root });
  if (!dependenciesAreCurrent(root)) {
    throw new Error('npm ci left node_modules unlike package-lock.json: run npm install and see');
  }
  return 'installed';
}

/**
 * Compares package-lock.json with the record that npm itself writes into node_modules when, and
 * only when, it has finished: an interrupted install leaves none.
 */
export function dependenciesAreCurrent(root) {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const { packages: wanted } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const { packages: installed } = JSON.parse(readFileSync(record, 'utf8'));
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found === undefined) return optional === true; // built for another platform
    return found.version === version && found.integrity === integrity;
  });
}

/** The npm that runs this script, or else the one on the path. */
function npmCommand() {
  const script = process.env.npm_execpath ?? '';
  return basename(script) === 'npm-cli.js' ? [process.execPath, script] : ['npm'];
}

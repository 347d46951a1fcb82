import { spawn } from 'node:child_process';

const KEPT_CHARACTERS = 8000;
const running = new Set();
const leftovers = new Set();

/**
 * Runs a command to its end and returns what it wrote.
 *
 * @throws {Error} one line: the command and why it failed, with the last lines that it wrote.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    const keep = (chunk) => {
      output = (output + chunk).slice(-KEPT_CHARACTERS);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    running.add(child);
    child.on('error', (error) => {
      running.delete(child);
      reject(new Error(error.code === 'ENOENT' ? `${command} is not installed` : error.message));
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      if (code === 0) resolve(output);
      else reject(new Error(failure(command, args, code ?? signal, output)));
    });
  });
}

function failure(command, args, code, output) {
  const lines = output.split(/[\r\n]+/).filter((line) => /^\S/.test(line));
  const said = lines.slice(-12).map((line) => `\n       ${line}`);
  const shown = [command, ...args].join(' ');
  return `${shown.length > 120 ? `${shown.slice(0, 120)}…` : shown} failed (${code})${said.join('')}`;
}

/** Calls `clean` when the process ends, also by Ctrl-C, unless it was called before. */
export function cleanAtExit(clean) {
  leftovers.add(clean);
  return () => {
    if (leftovers.delete(clean)) clean();
  };
}

process.on('exit', () => {
  for (const child of running) child.kill();
  for (const clean of leftovers) clean();
});
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
]) {
  process.once(signal, () => process.exit(128 + number));
}

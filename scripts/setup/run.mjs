import { spawn } from 'node:child_process';

const KEPT_LINES = 6;
const PATIENCE_MS = 5000;
const running = new Set();
const leftovers = new Set();
let isStopping = false;

/**
 * Runs a command to its end and returns what it wrote.
 *
 * @throws {Error} one line: the command and why it failed, with the first and last lines that it wrote.
 */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    const keep = (chunk) => {
      output += chunk;
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
      if (isStopping) return; // nobody waits any more
      if (code === 0) resolve(output);
      else reject(new Error(failure(command, args, code ?? signal, output)));
    });
  });
}

/** Compilers say first what is wrong, pip says it last. */
function failure(command, args, code, output) {
  const lines = output.split(/[\r\n]+/).filter((line) => /^\S/.test(line) && /\s\S/.test(line));
  const kept = [...new Set([...lines.slice(0, KEPT_LINES), ...lines.slice(-KEPT_LINES)])];
  const shown = [command, ...args].join(' ');
  const said = kept.map((line) => `\n       ${line}`).join('');
  return `${shown.length > 120 ? `${shown.slice(0, 120)}…` : shown} failed (${code})${said}`;
}

/** Calls `clean` when the process ends, also by Ctrl-C, unless it was called before. */
export function cleanAtExit(clean) {
  leftovers.add(clean);
  return () => {
    if (leftovers.delete(clean)) clean();
  };
}

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
  for (const clean of leftovers) clean();
});
for (const [signal, number] of [
  ['SIGINT', 2],
  ['SIGTERM', 15],
  ['SIGHUP', 1],
]) {
  process.once(signal, () => stop(signal, 128 + number));
}

/** Ends after what it runs, so that npm does not go on writing behind the next set-up's back. */
function stop(signal, code) {
  isStopping = true;
  for (const child of running) child.kill(signal);
  setTimeout(() => process.exit(code), PATIENCE_MS);
  setInterval(() => running.size === 0 && process.exit(code), 50);
}

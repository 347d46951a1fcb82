import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Answer, DetectorRequest, LogRequest, Request } from './requests';

/** A process that keeps what it has compiled and answers one request at a time. */
export interface Worker {
  /** @throws {Error} if the worker says so, or ends instead of answering. */
  ask(request: Request | DetectorRequest | LogRequest): Promise<Answer>;
  stop(): void;
}

const KEPT_CHARACTERS = 2000;
const running = new Set<ChildProcess>();

process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/**
 * Starts a worker.
 *
 * @param cores it may use, the first ones of the machine; all where not given. Linux only.
 */
export function startWorker(name: string, command: readonly string[], cores?: number): Worker {
  const pinned = cores === undefined ? command : ['taskset', '-c', `0-${cores - 1}`, ...command];
  const child = spawn(pinned[0], pinned.slice(1), { stdio: 'pipe' });
  running.add(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let complaints = '';
  child.stderr.on('data', (chunk) => {
    complaints = (complaints + chunk).slice(-KEPT_CHARACTERS);
  });
  child.stdin.on('error', () => {}); // it has ended, which `ask` reports
  const failed = new Promise<never>((_, reject) => {
    child.on('error', ({ message }) => reject(new Error(`${name} cannot start: ${message}`)));
    child.on('close', (code, signal) => {
      running.delete(child);
      const said = complaints.trim().split('\n').at(-1);
      reject(new Error(`${name} ended (${code ?? signal})${said ? `: ${said}` : ''}`));
    });
  });
  failed.catch(() => {});
  return {
    ask: async (request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const next = lines.next().then(({ value, done }) => (done ? failed : (value as string)));
      const answer: Answer = JSON.parse(await Promise.race([next, failed]));
      if (answer.error !== undefined) throw new Error(`${name}: ${answer.error}`);
      return answer;
    },
    stop: () => child.stdin.end(),
  };
}

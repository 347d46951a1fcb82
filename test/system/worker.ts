import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A worker of a stream as a process of its own. */
export interface Worker {
  readonly child: ChildProcess;
  /** What it said so far. */
  readonly told: () => string;
  /** Its exit code. */
  readonly ended: Promise<number | null>;
  /** Waits until it said something. */
  says(text: string): Promise<void>;
}

const ROOT = join(__dirname, '..', '..');

/** Starts `anomaly-lab stream`. */
export function startWorker(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Worker {
  const all = [
    '--import',
    'tsx',
    ...(environment.PRELOAD ? ['--import', environment.PRELOAD] : []),
  ];
  const child = spawn(process.execPath, [...all, 'src/cli.ts', 'stream', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let text = '';
  child.stderr?.on('data', (chunk) => {
    text += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return {
    child,
    told: () => text,
    ended,
    says: async (wanted) => {
      while (!text.includes(wanted)) {
        if (child.exitCode !== null) throw new Error(`ended before it said ${wanted}: ${text}`);
        await wait(20);
      }
    },
  };
}

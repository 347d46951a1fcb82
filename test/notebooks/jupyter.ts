import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const JUPYTER = resolve('.venv/bin/jupyter');
/** Unlike `jupyter execute`, this writes the notebook also where a cell fails. */
const EXECUTE = `
import sys, nbclient, nbformat
path, folder = sys.argv[1:]
notebook = nbformat.read(path, 4)
options = {'kernel_name': 'tslab', 'timeout': 120, 'resources': {'metadata': {'path': folder}}}
try:
    nbclient.NotebookClient(notebook, **options).execute()
finally:
    nbformat.write(notebook, path)
`;
const START_MS = 60_000;
const STOP_MS = 10_000;

/** A JupyterLab that listens on loopback. */
export interface Lab {
  readonly address: string;
  readonly token: string;
  /** Ends the server and its kernels. */
  stop(): Promise<void>;
}

/** Tells whether the tests can run JupyterLab, and says loudly where they cannot. */
export function hasJupyter(): boolean {
  if (existsSync(JUPYTER)) return true;
  console.warn('SKIPPED: no JupyterLab in .venv; npm run lab -- --setup-only installs it');
  return false;
}

/** A new folder inside the project, so that notebooks in it find the package `anomaly-lab`. */
export function makeFolder(name: string): string {
  mkdirSync('reports/tmp', { recursive: true });
  return mkdtempSync(resolve('reports/tmp', `${name}-`));
}

/** Runs a notebook through the real kernel, and returns the exit code and what was said. */
export async function executeNotebook(path: string) {
  const args = ['-c', EXECUTE, path, dirname(path)];
  const child = spawn(resolve('.venv/bin/python'), args, { detached: true });
  const output = collect(child);
  try {
    const code = await new Promise<number | null>((end) => child.on('close', end));
    return { code, output: output() };
  } finally {
    endGroup(child, 'SIGKILL');
  }
}

/** Starts JupyterLab on a folder. */
export async function startLab(folder: string): Promise<Lab> {
  const [port, token] = [await freePort(), randomUUID()];
  const address = `http://127.0.0.1:${port}`;
  const options = [
    '--no-browser',
    '--allow-root',
    '--ServerApp.ip=127.0.0.1',
    `--ServerApp.port=${port}`,
    '--ServerApp.port_retries=0',
    `--IdentityProvider.token=${token}`,
    '--LabApp.expose_app_in_browser=True',
  ];
  const env = {
    ...process.env,
    FAST: '1',
    JUPYTERLAB_WORKSPACES_DIR: join(folder, '..', 'workspaces'),
  };
  const server = spawn(JUPYTER, ['lab', folder, ...options], { detached: true, env });
  const output = collect(server);
  const stop = () => stopServer(server);
  try {
    await answers(`${address}/api/status?token=${token}`, server);
  } catch (error) {
    await stop();
    throw new Error(`JupyterLab did not start: ${(error as Error).message}\n${output()}`);
  }
  return { address, token, stop };
}

/** Waits until the server answers. */
async function answers(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline) {
    if (server.exitCode !== null) throw new Error(`it ended with code ${server.exitCode}`);
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await sleep(200);
  }
  throw new Error(`no answer in ${START_MS / 1000} s`);
}

/** Lets the server end its kernels, and then whatever is left of its process group. */
async function stopServer(server: ChildProcess): Promise<void> {
  const ended = new Promise((end) => server.on('exit', end));
  if (server.exitCode === null && server.kill('SIGTERM'))
    await Promise.race([ended, sleep(STOP_MS)]);
  endGroup(server, 'SIGKILL');
}

function endGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // Nothing of it is left.
  }
}

function collect(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      text += chunk;
    });
  }
  return () => text.slice(-4000);
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => found(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

// A Java program as a child process: started when its log says so, stopped or killed by its id.
import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';

/** What is started. */
export interface JavaProgram {
  /** What messages call it. */
  readonly name: string;
  /** Folder of the jars. */
  readonly jars: string;
  /** Options of Java itself, such as `-Xmx512m`. */
  readonly options?: readonly string[];
  readonly main: string;
  readonly args: readonly string[];
  /** Working folder. */
  readonly folder: string;
  /** What it writes goes there, too. */
  readonly log: string;
  /** Text in what it writes by which it is up. */
  readonly started: RegExp;
  /** Variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A Java program that is up. */
export interface JavaProcess {
  readonly pid: number;
  /** What `started` found. */
  readonly found: RegExpExecArray;
  /** Has it end as it should. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

const MOST_TEXT = 2 ** 20;

/**
 * Starts a program and waits until it is up. It ends with this process.
 *
 * @throws {Error} if it ends before, naming its log.
 */
export async function startJava(program: JavaProgram): Promise<JavaProcess> {
  const { jars, options = [], main, args, folder, env = {} } = program;
  const child = spawn('java', [...options, '-cp', join(jars, '*'), main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
    env: { ...process.env, ...env },
    detached: true, // Ctrl-C is for this process, which then stops the program
  });
  const onExit = () => child.kill('SIGKILL');
  process.once('exit', onExit);
  child.once('exit', () => process.off('exit', onExit));
  const found = await untilStarted(child, program);
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await ended;
  };
  return { pid: child.pid!, found, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

function untilStarted(
  child: ChildProcess,
  { name, log, started }: JavaProgram,
): Promise<RegExpExecArray> {
  const file = createWriteStream(log, { flags: 'a' });
  return new Promise((done, fail) => {
    let text = '';
    let isUp = false;
    const onText = (chunk: Buffer) => {
      file.write(chunk);
      if (isUp) return;
      text = (text + chunk).slice(-MOST_TEXT);
      const found = started.exec(text);
      isUp = found !== null;
      if (found) done(found);
    };
    child.stdout?.on('data', onText);
    child.stderr?.on('data', onText);
    child.once('error', fail);
    child.once('exit', (code) => {
      file.end();
      fail(new Error(`${name} ended with ${code} before it was up; ${log} says why`));
    });
  });
}

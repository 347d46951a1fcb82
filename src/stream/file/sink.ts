import { stat } from 'node:fs/promises';
import { openAppendFile } from './append-file';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from './checkpoint';
import { openFollowed } from './followed-file';
import type { FilePosition } from './line-batch';

/** What is written of a batch of lines. */
export interface SinkBatch {
  /** One a line, without line ends. */
  readonly documents: readonly string[];
  readonly rejected: readonly RejectedLine[];
  /** Where to go on behind the batch; null where the input cannot be read again. */
  readonly position: FilePosition | null;
  /** Columns of a CSV. */
  readonly header: readonly string[] | null;
}

/** A line that no finding can be made of. */
export interface RejectedLine {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly reason: string;
}

/** Where findings go. */
export interface Sink {
  /** How far an earlier run came. */
  readonly from: Checkpoint | undefined;
  /** Writes a batch; once it is done the batch outlasts a crash. */
  write(batch: SinkBatch): Promise<void>;
  close(): Promise<void>;
}

/** What a sink is for. */
export interface SinkOptions {
  readonly output: string | ((text: string) => Promise<void>);
  /** The file that is followed, in full; null for a stream. */
  readonly input: string | null;
  readonly findings: Checkpoint['findings'];
  readonly onNotice?: ((text: string) => void) | undefined;
}

/**
 * Opens where findings go: files, cut to what their checkpoint says, or a function.
 *
 * @throws {Error} naming the file, if it cannot be written, or the checkpoint is of another input.
 */
export async function openSink(options: SinkOptions): Promise<Sink> {
  const { output, onNotice } = options;
  if (typeof output === 'string') return openFileSink(output, options);
  return {
    from: undefined,
    write: async ({ documents, rejected }) => {
      if (documents.length > 0) await output(linesOf(documents));
      for (const { file, line, reason } of rejected) onNotice?.(`${file} line ${line}: ${reason}`);
    },
    close: async () => {},
  };
}

async function openFileSink(path: string, { input, findings }: SinkOptions): Promise<Sink> {
  const place = `${path}.checkpoint.json`;
  const from = input === null ? undefined : await readCheckpoint(place);
  if (from) checkCheckpoint(place, from, { input, findings });
  if (input !== null && (await areSame(path, input))) {
    throw new RangeError(`output must be another file than the input, got ${path}`);
  }
  if (input !== null && !from) await (await openFollowed(input)).close(); // or no output is left behind
  const output = await openAppendFile(path, from?.outputBytes);
  const rejects = await openAppendFile(`${path}.rejected`, from?.rejectedBytes);
  const save = async (position: FilePosition | null, header: readonly string[] | null) => {
    await output.sync();
    await rejects.sync();
    if (input === null || position === null) return;
    await writeCheckpoint(place, {
      input,
      findings,
      position,
      header,
      outputBytes: output.length,
      rejectedBytes: rejects.length,
    });
  };
  return {
    from,
    write: async ({ documents, rejected, position, header }) => {
      if (documents.length > 0) await output.append(linesOf(documents));
      if (rejected.length > 0) await rejects.append(linesOf(rejected.map((one) => toLine(one))));
      await save(position, header);
    },
    close: async () => {
      await output.close();
      await rejects.close();
    },
  };
}

/** Whether two paths are of one file, be it by links. */
async function areSame(path: string, other: string): Promise<boolean> {
  const find = (each: string) => stat(each, { bigint: true }).catch(() => undefined);
  const [first, second] = [await find(path), await find(other)];
  return first !== undefined && first.ino === second?.ino && first.dev === second.dev;
}

function checkCheckpoint(
  place: string,
  from: Checkpoint,
  { input, findings }: Pick<SinkOptions, 'input' | 'findings'>,
): void {
  const wrong = from.input !== input ? [input, from.input] : [findings, from.findings];
  if (wrong[0] === wrong[1]) return;
  throw new Error(
    `${place}: must be of ${wrong[0]}, got ${wrong[1]}; take another output, or remove it to start anew`,
  );
}

function toLine(rejected: RejectedLine): string {
  return JSON.stringify(rejected);
}

function linesOf(texts: readonly string[]): string {
  return `${texts.join('\n')}\n`;
}

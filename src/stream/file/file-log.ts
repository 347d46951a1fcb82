import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { MessageBatch, MessageLog } from '../message-log';
import type { Checkpoint } from './checkpoint';
import type { LineBatch } from './line-batch';
import { openSink } from './sink';
import { streamLines } from './stream-lines';
import { tailFile } from './tail-file';

/** What is followed, and where findings go. */
export interface FileLogOptions {
  /** File that is followed, or a stream that is read to its end. */
  readonly input: string | Readable;
  /** File that findings are appended to, or a function that writes them. */
  readonly output: string | ((text: string) => Promise<void>);
  readonly findings: Checkpoint['findings'];
  /** Has what is done with read once more, from the start of the file, by who remembers it. Default false. */
  readonly rereads?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onNotice?: ((text: string) => void) | undefined;
}

/** What of a CSV is to be kept and known. */
export interface HeaderKeeper {
  readonly header: readonly string[] | null;
  startFile(): void;
}

/** A file, or standard input, as a log of one partition. */
export interface FileLog extends MessageLog {
  /** Columns of a CSV, where an earlier run came past them. */
  readonly header: readonly string[] | null;
  /** Is told of the starts of files, and asked for the header that is kept with the place. */
  keepHeader(keeper: HeaderKeeper): void;
}

/**
 * Opens a file or stream to follow.
 *
 * @throws {Error} naming the file, if the output cannot be written, or its checkpoint is of another input.
 */
export async function openFileLog(options: FileLogOptions): Promise<FileLog> {
  const { input, output, findings, rereads = false, signal, onNotice } = options;
  const place = typeof input === 'string' ? resolve(input) : null;
  const sink = await openSink({ output, input: place, findings, onNotice });
  const { from } = sink;
  let keeper: HeaderKeeper | undefined;
  let last: LineBatch['position'] = null;
  const tail = {
    ...(from && { from: from.position, rereads }),
    ...(signal && { signal }),
    ...(onNotice && { onNotice }),
  };
  return {
    header: from?.header ?? null,
    keepHeader: (one) => {
      keeper = one;
    },
    batches: async function* (memory) {
      await memory.restore(0, 0);
      const lines = typeof input === 'string' ? tailFile(input, tail) : streamLines(input, signal);
      for await (const batch of lines) {
        if (batch.firstLine === 1) keeper?.startFile();
        last = batch.position;
        yield [messagesOf(batch)];
      }
    },
    write: async ({ findings: documents, rejected }) => {
      await sink.write({
        documents: documents.map(({ text }) => text),
        rejected: rejected.map(({ message, reason }) => ({
          file: place ?? '-',
          line: message.offset,
          reason,
        })),
        position: last,
        header: keeper?.header ?? null,
      });
      return true;
    },
    nameOf: (_, line) => `${place ?? 'input'} line ${line}`,
    lag: () => new Map(),
    close: () => sink.close(),
  };
}

function messagesOf({ lines, firstLine, judgeFrom = 0 }: LineBatch): MessageBatch {
  const messages = lines.map((text, i) => ({ text, offset: firstLine + i }));
  return { partition: 0, messages, judgeFrom, next: firstLine + lines.length };
}

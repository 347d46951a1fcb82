import type { Cell, MimeBundle, Output } from './ipynb';

/** Text that a cell printed. */
export interface StreamMessage {
  readonly type: 'stream';
  readonly index: number;
  readonly name: string;
  readonly text: string;
}

/** What a cell displayed; an update replaces what was displayed under the same id. */
export interface DisplayMessage {
  readonly type: 'display';
  readonly index: number;
  readonly data: MimeBundle;
  readonly metadata?: Record<string, unknown>;
  readonly displayId?: string;
  readonly update?: boolean;
}

/** Puts what the kernel sends into the outputs of the cells, as Jupyter does. */
export function createOutputs(cells: readonly Cell[]): {
  write(message: StreamMessage | DisplayMessage): void;
} {
  const displays = new Map<string, { data: MimeBundle; metadata: Record<string, unknown> }>();
  const outputsOf = (index: number): Output[] => cells[index]?.outputs ?? [];

  function writeStream({ index, name, text }: StreamMessage): void {
    const outputs = outputsOf(index);
    const last = outputs.at(-1);
    if (last?.output_type === 'stream' && last.name === name) {
      last.text = overwriteLines(last.text + text);
    } else {
      outputs.push({ output_type: 'stream', name, text: overwriteLines(text) });
    }
  }

  function writeDisplay({ index, data, metadata = {}, displayId, update }: DisplayMessage): void {
    const shown = displayId === undefined ? undefined : displays.get(displayId);
    if (shown && update) {
      Object.assign(shown, { data, metadata });
      return;
    }
    const output = { output_type: 'display_data' as const, data, metadata };
    outputsOf(index).push(output);
    if (displayId !== undefined) displays.set(displayId, output);
  }

  return {
    write: (message) => (message.type === 'stream' ? writeStream(message) : writeDisplay(message)),
  };
}

/** Keeps what is seen after a carriage return: the text that was written over the line. */
function overwriteLines(text: string): string {
  return text.replace(/\r+\n/g, '\n').replace(/^.*\r(?=.)/gm, '');
}

import { createHash } from 'node:crypto';
import type { Cell, Notebook } from './ipynb';
import type { SourceCell, SourceNotebook } from './percent';

const KERNEL = {
  kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'tslab' },
  // What tslab 1.0.22 answers to a kernel_info_request.
  language_info: {
    codemirror_mode: { mode: 'typescript', name: 'javascript', typescript: true },
    file_extension: '.ts',
    mimetype: 'text/typescript',
    name: 'typescript',
    version: '3.7.2',
  },
};

/**
 * The Jupyter notebook of a source, as jupytext makes it, for the tslab kernel.
 *
 * Cells whose source is the same in `previous` keep their id and outputs. A new cell's id is made
 * from its source, so that the same source gives the same notebook.
 */
export function makeNotebook(source: SourceNotebook, previous?: Notebook): Notebook {
  const kept = new Map<string, Cell[]>();
  for (const cell of previous?.cells ?? []) {
    const key = keyOf(cell.cell_type, cell.source);
    kept.set(key, [...(kept.get(key) ?? []), cell]);
  }
  const ids = new Set(previous?.cells.map(({ id }) => id));
  const cells = source.cells.map((cell) => {
    const match = kept.get(keyOf(cell.type, cell.source))?.shift();
    return makeCell(cell, match?.id ?? newId(cell, ids), match);
  });
  return { cells, metadata: makeMetadata(source), nbformat: 4, nbformat_minor: 5 };
}

function makeCell({ type, source, metadata }: SourceCell, id: string, match?: Cell): Cell {
  const cell = { cell_type: type, id, metadata: { ...metadata }, source };
  if (type !== 'code') return cell;
  return {
    ...cell,
    execution_count: match?.execution_count ?? null,
    outputs: match?.outputs ?? [],
  };
}

function makeMetadata({ cells, header }: SourceNotebook): Record<string, unknown> {
  if (header) return { ...KERNEL, ...header };
  const keys = new Set(cells.flatMap(({ metadata }) => Object.keys(metadata)));
  keys.delete('lines_to_next_cell');
  const jupytext = {
    cell_metadata_filter: [...[...keys].sort(), '-all'].join(','),
    main_language: 'typescript',
    notebook_metadata_filter: '-all',
  };
  return { jupytext, ...KERNEL };
}

function keyOf(type: string, source: string): string {
  return `${type}\n${source}`;
}

function newId({ type, source }: SourceCell, taken: Set<string>): string {
  for (let copy = 0; ; copy++) {
    const hash = createHash('sha256')
      .update(`${keyOf(type, source)}\n${copy}`)
      .digest('hex');
    const id = hash.slice(0, 8);
    if (taken.has(id)) continue;
    taken.add(id);
    return id;
  }
}

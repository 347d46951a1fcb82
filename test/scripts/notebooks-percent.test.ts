import { describe, expect, it } from 'vitest';
import { formatNotebook, parseNotebook } from '../../scripts/notebooks/ipynb';
import { makeNotebook } from '../../scripts/notebooks/make';
import { parsePercent } from '../../scripts/notebooks/percent';
import golden from './golden/percent.json';

/** As jupytext writes it: it leaves the kernel out, and names metadata in no certain order. */
function asJupytext(text: string): string {
  const notebook = makeNotebook(parsePercent(text, 'x.ts'));
  const { kernelspec, language_info: _, jupytext } = notebook.metadata;
  const metadata = text.includes('kernelspec') ? { jupytext, kernelspec } : { jupytext };
  notebook.cells.forEach((cell, i) => {
    cell.id = `cell-${i}`;
  });
  return formatNotebook({ ...notebook, metadata });
}

function sortFilter(json: string): string {
  const sort = (_: string, names: string): string => names.split(',').sort().join(',');
  return json.replace(/(?<=cell_metadata_filter": ")([^"]*)/, sort);
}

describe('parsePercent', () => {
  it('makes the bytes that jupytext and nbformat make', () => {
    for (const { text, ipynb } of golden.notebooks) {
      expect(sortFilter(asJupytext(text))).toBe(sortFilter(`${ipynb.trimEnd()}\n`));
    }
  });

  it('reads 150 random documents as jupytext does', () => {
    for (const { text, cells } of golden.documents) {
      const read = parsePercent(text, 'x.ts').cells;
      expect(read.map(({ type, source, metadata }) => [type, source, metadata])).toEqual(cells);
    }
  });

  it('knows the line on which a cell starts', () => {
    const { cells } = parsePercent(
      '// %% [markdown]\n// a\n\n// %%\nf();\n\n// %%\ng();\n',
      'x.ts',
    );
    expect(cells.map(({ line }) => line)).toEqual([2, 5, 8]);
  });

  it('refuses a marker inside a template literal, and no other backtick', () => {
    const cut = '// %%\nconst a = `\n// %% not a cell\n`;\n';
    const where = 'x.ts:3: a cell marker must not stand inside a template literal';
    expect(() => parsePercent(cut, 'x.ts')).toThrow(where);
    expect(parsePercent("// %%\nconst a = '`'; // `\nf('`');\n", 'x.ts').cells).toHaveLength(1);
  });

  it('names the line of metadata that cannot be read', () => {
    const text = '// %%\nf();\n\n// %% tags=[parameters]\n';
    const message = 'x.ts:4: cell metadata must be key=JSON pairs, got tags=[parameters]';
    expect(() => parsePercent(text, 'x.ts')).toThrow(message);
  });
});

describe('parseNotebook', () => {
  it('reads what formatNotebook writes', () => {
    const notebook = makeNotebook(parsePercent(golden.notebooks[0]?.text ?? '', 'x.ts'));
    expect(parseNotebook(formatNotebook(notebook), 'x.ipynb')).toEqual(notebook);
  });

  it('names a file that is no notebook', () => {
    expect(() => parseNotebook('{', 'x.ipynb')).toThrow('x.ipynb: must be JSON');
    expect(() => parseNotebook('{}', 'x.ipynb')).toThrow('x.ipynb: nbformat must be 4');
  });
});

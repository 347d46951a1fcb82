import { describe, expect, it } from 'vitest';
import { findDifferences, findFaults } from '../../scripts/notebooks/check';
import type { Notebook } from '../../scripts/notebooks/ipynb';
import { makeNotebook } from '../../scripts/notebooks/make';
import { createOutputs } from '../../scripts/notebooks/outputs';
import { injectParameters, parseParameter } from '../../scripts/notebooks/parameters';
import { parsePercent } from '../../scripts/notebooks/percent';

const TEXT =
  '// %% [markdown]\n// # A\n\n// %% tags=["parameters"]\nconst n = 1;\n\n// %%\nf(n);\n';
const source = parsePercent(TEXT, 'x.ts');

function withOutput(notebook: Notebook, index: number, text: string): Notebook {
  const outputs = [{ output_type: 'stream' as const, name: 'stdout', text }];
  const cells = notebook.cells.map((cell, i) =>
    i === index ? { ...cell, execution_count: 2, outputs } : cell,
  );
  return { ...notebook, cells };
}

describe('makeNotebook', () => {
  it('gives the same notebook each time, with ids that differ from cell to cell', () => {
    const twice = parsePercent('// %%\nf();\n\n// %%\nf();\n', 'x.ts');
    expect(makeNotebook(twice)).toEqual(makeNotebook(twice));
    expect(new Set(makeNotebook(twice).cells.map(({ id }) => id)).size).toBe(2);
  });

  it('keeps id and outputs of a cell that moved, and drops those of one that changed', () => {
    const before = withOutput(makeNotebook(source), 2, 'shown');
    const moved = parsePercent(`// %%\ng();\n\n${TEXT}`, 'x.ts');
    expect(makeNotebook(moved, before).cells.slice(1)).toEqual(before.cells);
    const changed = makeNotebook(parsePercent(TEXT.replace('f(n)', 'f(2)'), 'x.ts'), before);
    expect(changed.cells[2]).toMatchObject({ execution_count: null, outputs: [] });
    expect(changed.cells[2]?.id).not.toBe(before.cells[2]?.id);
  });
});

describe('findDifferences', () => {
  const made = makeNotebook(source);

  it('is empty where only outputs differ', () => {
    expect(findDifferences('x.ipynb', made, withOutput(made, 2, 'shown'))).toEqual([]);
  });

  it('names file, cell and line of each difference', () => {
    const changed = { ...made, cells: makeNotebook(parsePercent('// %%\nf();\n', 'x.ts')).cells };
    expect(findDifferences('x.ipynb', made, changed)).toEqual([
      'x.ipynb (cell 1): type must be markdown, got code',
      'x.ipynb (cell 2): is missing',
      'x.ipynb (cell 3): is missing',
    ]);
    expect(findDifferences('x.ipynb', changed, made).at(-1)).toContain(
      'cell 2): is not in the .ts',
    );
  });

  it('shows the line and the metadata that differ', () => {
    const cells = structuredClone(made.cells);
    Object.assign(cells[1] as object, { metadata: {} });
    Object.assign(cells[2] as object, { source: 'f(n);\ng();' });
    expect(findDifferences('x.ipynb', made, { ...made, cells })).toEqual([
      'x.ipynb (cell 2): metadata must be {"tags":["parameters"]}, got {}',
      'x.ipynb (cell 3): line 2 must be its end, got “g();”',
    ]);
  });
});

describe('findFaults', () => {
  it('counts lines, code cells in a row and cells', () => {
    const long = `// %%\n${'f();\n'.repeat(31)}`;
    expect(findFaults(parsePercent(long, 'x.ts'))).toEqual([
      'x.ts:2 (cell 1): a cell must have at most 30 lines, got 31',
    ]);
    const row = '// %%\nf();\n\n'.repeat(3);
    expect(findFaults(parsePercent(row, 'x.ts'))).toEqual([
      'x.ts:8 (cell 3): at most 2 code cells must stand in a row without text, got 3',
    ]);
    const many = '// %% [markdown]\n// a\n\n'.repeat(61);
    expect(findFaults(parsePercent(many, 'x.ts'))[0]).toContain('at most 60 cells, got 61');
  });
});

describe('injectParameters', () => {
  it('declares the constants again in a cell after the tagged one', () => {
    const parameters = Object.fromEntries([parseParameter('n=2.5')]);
    const { cells } = injectParameters(source, parameters);
    expect(cells[2]).toMatchObject({
      source: 'const n = 2.5;',
      metadata: { tags: ['injected-parameters'] },
    });
    expect(cells).toHaveLength(4);
  });

  it('reads a value as JSON, or else as a string', () => {
    const texts = ['a=[1]', 'a=true', 'a="1"', 'a=two words', 'a=x=y', 'a='];
    expect(texts.map((text) => parseParameter(text)[1])).toEqual([
      [1],
      true,
      '1',
      'two words',
      'x=y',
      '',
    ]);
  });

  it('says what must be there', () => {
    const none = parsePercent('// %%\nf();\n', 'x.ts');
    expect(() => parseParameter('n')).toThrow('-p must be name=value, got n');
    expect(() => injectParameters(none, { n: 1 })).toThrow('x.ts: no cell is tagged "parameters"');
    const message = 'x.ts: parameter must be one of n, got m';
    expect(() => injectParameters(source, { m: 1 })).toThrow(message);
  });
});

describe('createOutputs', () => {
  it('joins text by stream, and keeps what stands after a carriage return', () => {
    const [cell] = makeNotebook(parsePercent('// %%\nf();\n', 'x.ts')).cells;
    const outputs = createOutputs([cell as never]);
    for (const text of ['1 %\r', '2 %\r', '3 %\ndone\r\n']) {
      outputs.write({ type: 'stream', index: 0, name: 'stdout', text });
    }
    outputs.write({ type: 'stream', index: 0, name: 'stderr', text: 'oh' });
    expect(cell?.outputs).toEqual([
      { output_type: 'stream', name: 'stdout', text: '3 %\ndone\n' },
      { output_type: 'stream', name: 'stderr', text: 'oh' },
    ]);
  });
});

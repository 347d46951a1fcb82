interface Header {
  /** The `jupyter:` section, without what describes the text file itself. */
  readonly header: Record<string, unknown> | undefined;
  /** Number of lines it takes, with the blank line after it. */
  readonly length: number;
}

type Section = Record<string, unknown>;

/** Reads the YAML header that jupytext may put on top of a `.ts` notebook. */
export function parseHeader(lines: readonly string[]): Header {
  if (lines[0] !== '// ---') return { header: undefined, length: 0 };
  const end = lines.indexOf('// ---', 1);
  if (end < 0) return { header: undefined, length: 0 };
  const yaml = lines.slice(1, end).map((line) => line.replace(/^\/\/ ?/, ''));
  const header = parseYaml(yaml)['jupyter'] as Section | undefined;
  const { text_representation: _, ...jupytext } = (header?.['jupytext'] ?? {}) as Section;
  const length = lines[end + 1]?.trim() === '' ? end + 2 : end + 1;
  return { header: { ...header, jupytext }, length };
}

/** The part of YAML that jupytext writes: nested sections of plain values. */
function parseYaml(lines: readonly string[]): Section {
  const root: Section = {};
  const open = [{ indent: -1, section: root }];
  for (const line of lines) {
    const [, space = '', key, value = ''] = /^( *)([\w.-]+):\s*(.*)$/.exec(line) ?? [];
    if (key === undefined) continue;
    while ((open.at(-1)?.indent ?? -1) >= space.length) open.pop();
    const parent = open.at(-1)?.section as Section;
    parent[key] = value === '' ? {} : parseScalar(value);
    if (value === '') open.push({ indent: space.length, section: parent[key] as Section });
  }
  return root;
}

function parseScalar(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  const [, quoted] = /^(?:'(.*)'|"(.*)")$/.exec(value) ?? [];
  return quoted ?? value;
}

import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type HaiVersion, haiPoints } from '../../../src/data/process/hai-points';

/** What a small file of HAI is made of; each cell can be changed before it is written. */
export interface HaiTable {
  readonly delimiter: string;
  names: string[];
  rows: string[][];
}

const LABELS: Readonly<Record<HaiVersion, readonly string[]>> = {
  '20.07': ['attack', 'attack_P1', 'attack_P2', 'attack_P3'],
  '21.03': ['attack', 'attack_P1', 'attack_P2', 'attack_P3'],
  '22.04': ['Attack'],
  '23.05': [],
};

/** Rows a second apart: point `j` of row `i` is `i + j / 100`, the last two rows are attacked. */
export function haiTable(version: HaiVersion = '20.07', nRows: number = 6): HaiTable {
  const points = haiPoints(version).map(({ name }) => name);
  const labels = LABELS[version];
  const start = Date.UTC(2019, 9, 29, 11);
  return {
    delimiter: version === '20.07' ? ';' : ',',
    names: [version < '22' ? 'time' : 'timestamp', ...points, ...labels],
    rows: Array.from({ length: nRows }, (_, i) => [
      new Date(start + i * 1000).toISOString().slice(0, 19).replace('T', ' '),
      ...points.map((_, j) => String(i + j / 100)),
      ...labels.map((_, j) => (i >= nRows - 2 && j < 2 ? '1' : '0')),
    ]),
  };
}

export function writeHaiTable(path: string, { delimiter, names, rows }: HaiTable): string {
  const text = [names, ...rows].map((row) => `${row.join(delimiter)}\n`).join('');
  writeFileSync(path, path.endsWith('.gz') ? gzipSync(text) : text);
  return path;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  constantRows,
  differenceRows,
  resultRows,
  resultsJson,
  shortResults,
  withTables,
} from '../../bench/skab/page';
import { DETECTOR_METHODS } from '../../src/pipeline/skab/detector-methods';
import type { SkabResult } from '../../src/pipeline/skab/experiment';
import { skabFigures } from '../../src/pipeline/skab/judge-flags';

const labels = Array.from({ length: 410 }, (_, row) => Number(row >= 405));
const resultOf = (method: string, flags: number[]): SkabResult => ({
  ...{ method, threshold: 'planted faults', figures: skabFigures([[{ labels, flags }]]) },
});
const none = labels.map(() => 0);

it('fills the places of a page, and leaves its text', () => {
  const page = 'Above\n\n<!-- results -->\n\nstale\n\n<!-- /results -->\n\nBelow\n';
  const made = withTables(page, { results: resultRows([resultOf('knn', labels)]) });
  expect(made).toMatch(/^Above\n\n<!-- results -->\n\n\| method .* \|\n/);
  expect(made).toContain(
    '| knn | planted faults | 1.000 | 1.00 to 1.00 | 1.000 | 0.0 | 0.0 | 1.000 |',
  );
  expect(made).toMatch(/<!-- \/results -->\n\nBelow\n$/);
  expect(made).not.toContain('stale');
  expect(withTables(made, { results: resultRows([resultOf('knn', labels)]) })).toBe(made);
  expect(() => withTables(page, { more: [] })).toThrow('page must have a place for more, got none');
});

it('says how much higher the named method is than each detector', () => {
  const results = [
    resultOf('mahalanobis of trailing means', labels),
    ...DETECTOR_METHODS.map(({ name }) => resultOf(name, none)),
  ];
  const rows = differenceRows({ valve1: results });
  expect(rows).toHaveLength(DETECTOR_METHODS.length);
  expect(rows[0]).toEqual({ 'higher than': 'largestZ', valve1: '1.000 (1.000 to 1.000)' });
});

it('writes results as the formatter would', () => {
  const file = join(__dirname, '../../docs/skab.json');
  const text = readFileSync(file, 'utf8');
  expect(resultsJson(JSON.parse(text))).toBe(text);
  expect(resultsJson({ short: [1, 0.5] })).toBe('{\n  "short": [1, 0.5]\n}\n');
});

it('keeps the F1 of each experiment, and shows all constants', () => {
  expect(shortResults([resultOf('knn', labels)])[0]).toMatchObject({
    method: 'knn',
    experimentF1: [1],
  });
  expect(constantRows()).toContainEqual({
    ...{ method: 'mahalanobis of trailing means', 'smoothing, rows': 30 },
    ...{ threshold: '11.89', 'F1 on planted faults': '0.718' },
  });
});

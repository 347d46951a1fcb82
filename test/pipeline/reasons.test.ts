import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ecod } from '../../src/detectors/ecod';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { mahalanobis } from '../../src/detectors/mahalanobis';
import { pathAttribution } from '../../src/explain/path-attribution';
import { rowOcclusion } from '../../src/explain/row-occlusion';
import type { TopContribution } from '../../src/explain/top-contributions';
import { treeShap } from '../../src/explain/tree-shap';
import type { FittedPipeline } from '../../src/pipeline/fitted-pipeline';
import { loadPipeline } from '../../src/pipeline/load';
import { pipeline } from '../../src/pipeline/pipeline';
import { reasonsOf } from '../../src/pipeline/reasons';
import { typicalRow } from '../../src/pipeline/typical-row';
import { createRandom } from '../../src/random';
import { centroids } from './centroids';

const random = createRandom(3);
const COLUMNS = {
  country: 'oneHot',
  bytes: 'numeric',
  user: 'frequency',
  failures: 'numeric',
} as const;
const ROWS = Array.from({ length: 300 }, () => ({
  bytes: random.normal(1000, 100),
  failures: random.integer(3),
  country: random.choice(['home', 'home', 'near']),
  user: random.choice(['ann', 'bob', 'cy', 'bob']),
}));
const STRANGE = { bytes: 9000, failures: 1, country: 'far', user: 'ann' };

const fitWith = (detector = isolationForest()): Promise<FittedPipeline> =>
  pipeline({ columns: COLUMNS, scaler: 'standard', detector }).fit(ROWS);

const sumOf = (reasons: readonly TopContribution[]): number =>
  reasons.reduce((sum, { contribution }) => sum + contribution, 0);

describe('reasonsOf', () => {
  it('gives treeShap’s contributions of a forest, one-hot features summed', async () => {
    const fitted = await fitWith();
    const { contributions } = treeShap(fitted.detector, fitted.transform([ROWS[0], STRANGE]));
    const reasons = await reasonsOf(fitted, [ROWS[0], STRANGE]);
    for (const i of [0, 1]) {
      const [bytes, failures, home, near, unknown, user] = contributions.data.subarray(6 * i);
      const byName = { bytes, failures, country: home + near + unknown, user };
      const found = reasons[i].map(({ feature, contribution }) => [feature, contribution]);
      expect(Object.fromEntries(found)).toEqual(byName);
    }
    expect(reasons[1][0]).toMatchObject({ feature: 'bytes', actual: 9000 });
  });

  it('gives pathAttribution’s when asked, of the same sum', async () => {
    const fitted = await fitWith();
    const { contributions } = pathAttribution(fitted.detector, fitted.transform([STRANGE]));
    const [bytes, failures, home, near, unknown, user] = contributions.data;
    const byName = { bytes, failures, country: home + near + unknown, user };
    const [quick] = await reasonsOf(fitted, [STRANGE], { method: 'path' });
    const found = quick.map(({ feature, contribution }) => [feature, contribution] as const);
    expect(Object.fromEntries(found)).toEqual(byName);
    const [exact] = await reasonsOf(fitted, [STRANGE], { method: 'shap' });
    expect(await reasonsOf(fitted, [STRANGE])).toEqual([exact]);
    expect(sumOf(quick)).toBeCloseTo(sumOf(exact), 12);
    const other = await fitWith(ecod() as never);
    expect(await reasonsOf(other, [STRANGE], { method: 'path' })).toEqual(
      await reasonsOf(other, [STRANGE]),
    );
  });

  it.each([0, 1, 2, 3, 9])('gives the first %i of all, equal ones in their order', async (nTop) => {
    const fitted = await fitWith();
    const rows = [STRANGE, ...ROWS.slice(0, 50)];
    const all = await reasonsOf(fitted, rows);
    const names = ['bytes', 'failures', 'country', 'user'];
    for (const list of all) {
      const sorted = [...list].sort(
        (a, b) =>
          b.contribution - a.contribution || names.indexOf(a.feature) - names.indexOf(b.feature),
      );
      expect(list).toEqual(sorted);
    }
    expect(await reasonsOf(fitted, rows, { nTop })).toEqual(all.map((list) => list.slice(0, nTop)));
  });

  it.each([
    ['mahalanobis', mahalanobis()],
    ['ecod', ecod()],
  ])('gives what rowOcclusion of each row gives with %s', async (_, detector) => {
    const fitted = await fitWith(detector as never);
    const rows = [STRANGE, ...ROWS.slice(0, 20)];
    const reasons = await reasonsOf(fitted, rows);
    const names = ['bytes', 'failures', 'country', 'user'];
    for (const [i, row] of rows.entries()) {
      const one = await rowOcclusion(fitted.score, [row], names, fitted.state.typical!);
      const found = new Map(reasons[i].map(({ feature, contribution }) => [feature, contribution]));
      expect(names.map((name) => found.get(name))).toEqual([...one]);
    }
  });

  it('sorts by contribution, and holds the actual against the typical value', async () => {
    const fitted = await fitWith();
    const [all] = await reasonsOf(fitted, [STRANGE]);
    const values = all.map(({ contribution }) => contribution);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    const { bytes } = typicalRow(ROWS, COLUMNS);
    expect(all[0]).toMatchObject({ feature: 'bytes', actual: 9000, typical: bytes });
    expect(await reasonsOf(fitted, [STRANGE, ROWS[0]], { nTop: 1 })).toEqual([
      [all[0]],
      [expect.anything()],
    ]);
    expect(await reasonsOf(fitted, [STRANGE], { nTop: 0 })).toEqual([[]]);
    expect(await reasonsOf(fitted, [])).toEqual([]);
  });

  it('has more rows than it scores at a time', async () => {
    const fitted = await fitWith(ecod() as never);
    const rows = Array.from({ length: 20_000 }, (_, i) => (i === 19_000 ? STRANGE : ROWS[i % 300]));
    const reasons = await reasonsOf(fitted, rows, { nTop: 2 });
    expect(reasons).toHaveLength(20_000);
    expect(reasons[19_000]).toEqual((await reasonsOf(fitted, [STRANGE], { nTop: 2 }))[0]);
    expect(reasons[19_299]).toEqual((await reasonsOf(fitted, [ROWS[99]], { nTop: 2 }))[0]);
  });

  it('takes what is typical of normal rows where there are labels', async () => {
    const labels = Int32Array.from(ROWS, (_, i) => Number(i >= 100));
    const rows = ROWS.map((row, i) => (i >= 100 ? { ...row, country: 'far' } : row));
    const options = { columns: COLUMNS, detector: isolationForest() };
    const { state } = await pipeline(options).fit(rows, { labels });
    expect(state.typical).toEqual(typicalRow(ROWS.slice(0, 100), COLUMNS));
    const attacks = new Int32Array(300).fill(1);
    const only = await pipeline(options).fit(rows, { labels: attacks });
    expect(only.state.typical).toEqual(typicalRow(rows, COLUMNS));
  });

  it('says the same once saved and loaded, and why it cannot of an older pipeline', async () => {
    const fitted = await fitWith(mahalanobis() as never);
    const directory = await mkdtemp(join(tmpdir(), 'reasons '));
    try {
      await fitted.save(directory);
      const loaded = (await loadPipeline(directory)) as FittedPipeline;
      expect(await reasonsOf(loaded, [STRANGE])).toEqual(await reasonsOf(fitted, [STRANGE]));
      const file = join(directory, 'pipeline.json');
      const saved = JSON.parse(await readFile(file, 'utf8'));
      delete saved.content.typical;
      await writeFile(file, JSON.stringify(saved));
      const older = (await loadPipeline(directory)) as FittedPipeline;
      expect(older.state.typical).toBeNull();
      expect(await older.score([STRANGE])).toEqual(await fitted.score([STRANGE]));
      await expect(reasonsOf(older, [STRANGE])).rejects.toThrow(
        'pipeline must have a typical row, got one saved before; fit it again',
      );
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('refuses windows, a wrong row, and half a reason', async () => {
    const windows = await pipeline({
      columns: COLUMNS,
      windows: { length: 3, entity: 'user', time: 'bytes' },
      detector: centroids(),
    }).fit(
      ROWS.map((row, i) => ({ ...row, bytes: i })),
      { labels: Int32Array.from(ROWS, (_, i) => i % 2) },
    );
    await expect(reasonsOf(windows as never, [STRANGE])).rejects.toThrow(
      'pipeline must take rows one by one, got one of windows',
    );
    const fitted = await fitWith();
    await expect(reasonsOf(fitted, [{ ...STRANGE, bytes: 'x' }])).rejects.toThrow(
      'row 0, column "bytes" must be a number, got "x"',
    );
    await expect(reasonsOf(fitted, [STRANGE], { nTop: 0.5 })).rejects.toThrow('nTop must be');
    await expect(reasonsOf(fitted, [STRANGE], { method: 'lime' as never })).rejects.toThrow(
      "method must be 'shap' or 'path', got \"lime\"",
    );
  });
});

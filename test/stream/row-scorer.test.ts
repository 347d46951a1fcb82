import { beforeAll, describe, expect, it } from 'vitest';
import { lstmAutoencoder } from '../../src/detectors/lstm-autoencoder';
import type { Windows } from '../../src/features/window';
import type { FittedPipeline } from '../../src/pipeline/fitted-pipeline';
import { pipeline } from '../../src/pipeline/pipeline';
import { createRandom } from '../../src/random';
import { rowScorer } from '../../src/stream/row-scorer';

interface Transfer {
  readonly user: string;
  readonly at: string;
  readonly bytes: number;
  readonly kind: string;
}

const LENGTH = 4;
const start = Date.UTC(2024, 0, 1);

/** Transfers of seven users in no order but that of time. */
function transfersOf(n: number): Transfer[] {
  const random = createRandom(1);
  return Array.from({ length: n }, (_, i) => ({
    user: `user-${Math.floor(7 * random.uniform())}`,
    at: new Date(start + 1000 * i).toISOString(),
    bytes: Math.round(100 * random.uniform()),
    kind: random.uniform() < 0.3 ? 'put' : 'get',
  }));
}

const rows = transfersOf(200);
let fitted: FittedPipeline<Windows>;
let whole: Float32Array;
beforeAll(async () => {
  fitted = await pipeline({
    columns: { bytes: 'numeric', kind: 'oneHot' },
    windows: { length: LENGTH, entity: 'user', time: 'at' },
    detector: lstmAutoencoder({ units: [4, 2], encoding: 2, epochs: 1, seed: 1 }),
  }).fit(rows.slice(0, 100));
  whole = await fitted.score(rows);
});

/** Scores rows in parts of some size. */
async function scoresInParts(size: number, of: readonly Transfer[], scorer = rowScorer(fitted)) {
  const scores: number[] = [];
  for (let i = 0; i < of.length; i += size) {
    scores.push(...(await scorer.score(of.slice(i, i + size))).scores);
  }
  return { scores, scorer };
}

function expectClose(scores: readonly number[], expected: Float32Array): void {
  expect(scores).toHaveLength(expected.length);
  for (const [i, score] of scores.entries()) expect(score / expected[i]).toBeCloseTo(1, 6);
}

describe('rowScorer with windows', () => {
  it.each([1, 7, 64, 200])('scores parts of %i rows as all at once', async (size) => {
    expectClose((await scoresInParts(size, rows)).scores, whole);
  });

  it('goes on from a state, and behind rows that are only remembered', async () => {
    const { scorer } = await scoresInParts(9, rows.slice(0, 90));
    const second = rowScorer(fitted, JSON.parse(JSON.stringify(scorer.state())));
    await second.remember(rows.slice(90, 120));
    expectClose((await scoresInParts(16, rows.slice(120), second)).scores, whole.slice(120));
  });

  it('leaves a row that does not fit out of the windows of others', async () => {
    const { scorer } = await scoresInParts(50, rows.slice(0, 100));
    const bad = { ...rows[100], bytes: 'many' };
    const { scores, refused } = await scorer.score([bad, ...rows.slice(100)]);
    expect([...refused]).toEqual([[0, 'column "bytes" must be a number, got "many"']]);
    expectClose([...scores].slice(1), whole.slice(100));
    const again = rowScorer(fitted, scorer.state());
    await again.remember([bad]);
    expect(again.state()).toEqual(scorer.state());
  });

  it('counts a row that comes late as of the time of the last one of its user', async () => {
    const { scorer } = await scoresInParts(200, rows);
    const late = { ...rows[199], at: new Date(start - 1000).toISOString() };
    const { refused } = await scorer.score([late]);
    expect(refused.size).toBe(0);
    expect((await scorer.score([rows[199]])).refused.size).toBe(0);
  });

  it('remembers no more rows of a user than windows reach into', async () => {
    const { scorer } = await scoresInParts(200, rows);
    const { entities } = scorer.state() as { entities: readonly (readonly [string, unknown[]])[] };
    expect(entities.map(([, kept]) => kept.length)).toEqual(Array(7).fill(LENGTH - 1));
  });

  it.each([
    [{ version: 2 }, 'snapshot: version: '],
    [{ version: 1, columns: ['x'], entities: [] }, 'snapshot: columns: must be bytes, kind, user'],
  ])('refuses the state %o', (state, message) => {
    expect(() => rowScorer(fitted, state)).toThrow(message);
  });
});

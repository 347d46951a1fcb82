import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, it } from 'vitest';
import { isolationForest } from '../../../src/detectors/isolation-forest';
import { transformLines } from '../../../src/pipeline/batch/transform-lines';
import type { FittedPipeline } from '../../../src/pipeline/fitted-pipeline';
import { pipeline } from '../../../src/pipeline/pipeline';
import { createRandom } from '../../../src/random';

const random = createRandom(1);
const ROWS = Array.from({ length: 10_000 }, (_, i) => ({
  id: i,
  bytes: random.normal(1000, 100),
  user: random.choice(['ann', 'a\tb\n100 %25\\N', 'ø']),
  remote: random.integer(2) === 1,
  port: random.choice([22, 443]),
}));
let fitted: FittedPipeline;
beforeAll(async () => {
  fitted = await pipeline({
    columns: { bytes: 'numeric', user: 'oneHot', remote: 'label', port: 'frequency' },
    detector: isolationForest({ nTrees: 10 }),
  }).fit(ROWS.slice(0, 500));
});

/** Lines as Spark would send them. */
const escaped = (value: string) =>
  value
    .replaceAll('%', '%25')
    .replaceAll('\t', '%09')
    .replaceAll('\n', '%0A')
    .replaceAll('\\', '%5C');
const lineOf = ({ id, bytes, user, remote, port }: (typeof ROWS)[number]) =>
  [id, bytes, escaped(user), remote, `${port}.0`].join('\t');

async function transformed(lines: string, chunkSize = 1 << 16): Promise<string[]> {
  const bytes = Buffer.from(lines);
  const nChunks = Math.ceil(bytes.length / chunkSize);
  const chunks = Array.from({ length: nChunks }, (_, i) =>
    bytes.subarray(i * chunkSize, (i + 1) * chunkSize),
  );
  const output = new PassThrough();
  const read = text(output);
  await transformLines(fitted, 1, Readable.from(chunks, { objectMode: false }), output);
  output.end();
  return (await read).split('\n').slice(0, -1);
}

describe('transformLines', () => {
  it('gives each line its own score and flag, whatever its texts hold', async () => {
    const lines = await transformed(ROWS.map((row) => `${lineOf(row)}\n`).join(''));
    const scores = await fitted.score(ROWS);
    expect(lines.length).toBe(ROWS.length);
    expect(lines).toEqual(
      Array.from(scores, (score, i) => `${i}\t\\N\t${score}\t${score >= fitted.threshold ? 1 : 0}`),
    );
  });

  it('reads characters and lines that come in pieces, and a last line without an end', async () => {
    const lines = await transformed(ROWS.slice(0, 50).map(lineOf).join('\n'), 7);
    expect(lines.length).toBe(50);
    expect(lines.every((line) => /^\d+\t\\N\t0\.\d+\t[01]$/.test(line))).toBe(true);
  });

  it('gives the reason in the place of a score where the pipeline refuses a row', async () => {
    const lines = ['5\t\\N\tann\ttrue\t22', '6\t1\tann\ttrue\t22', '7\tInfinity\tann\ttrue\t22'];
    expect(await transformed(`${lines.join('\n')}\n`)).toEqual([
      '5\tcolumn "bytes" must be a number, got null; an imputer fills missing values\t\\N\t\\N',
      expect.stringMatching(/^6\t\\N\t0\.\d+\t[01]$/),
      '7\tcolumn "bytes" must be finite, got Infinity\t\\N\t\\N',
    ]);
  });

  it('stops at a line that has another number of values', async () => {
    await expect(transformed('1\t2\n')).rejects.toThrow('a line must have 5 values, got 2');
  });

  it('gives nothing of nothing', async () => {
    expect(await transformed('')).toEqual([]);
  });
});

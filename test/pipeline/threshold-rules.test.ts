import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isolationForest } from '../../src/detectors/isolation-forest';
import type { ThresholdRule } from '../../src/evaluate/threshold-rule';
import { loadPipeline } from '../../src/pipeline/load';
import { pipeline } from '../../src/pipeline/pipeline';
import { createRandom } from '../../src/random';

const random = createRandom(1);
const ROWS = Array.from({ length: 300 }, () => ({ bytes: random.normal(1000, 100) }));
const LABELS = Int32Array.from(ROWS, ({ bytes }) => (bytes > 1200 ? 1 : 0));

const RULES: ThresholdRule[] = [
  { kind: 'quantile', q: 0.9 },
  { kind: 'contamination', share: 0.1 },
  { kind: 'mean', k: 3 },
  { kind: 'mad', k: 3 },
  { kind: 'pot', risk: 0.001, level: 0.9 },
  { kind: 'bestF1' },
  { kind: 'bestGMean' },
  { kind: 'falsePositiveRate', rate: 0.05 },
  { kind: 'value', value: 0.7 },
];

it.each(RULES)('a pipeline keeps its rule over saving: $kind', async (rule) => {
  const directory = await mkdtemp(join(tmpdir(), 'rule-'));
  try {
    const fitted = await pipeline({
      columns: { bytes: 'numeric' },
      detector: isolationForest({ nTrees: 10 }),
      threshold: rule,
    }).fit(ROWS, { validationLabels: LABELS });
    await fitted.save(join(directory, 'saved'));
    const loaded = await loadPipeline(join(directory, 'saved'));
    expect(loaded.state.rule).toEqual(rule);
    expect(loaded.threshold).toBe(fitted.threshold);
  } finally {
    await rm(directory, { recursive: true });
  }
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readCsvMatrix } from '../../src/data/csv-matrix';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { takeRows } from '../../src/matrix';
import { rocAuc } from '../../src/metrics/roc';
import { realData } from '../real-data';

interface Golden {
  readonly nSeeds: number;
  readonly sets: Readonly<Record<string, { mean: number; standardDeviation: number }>>;
}

const golden: Golden = JSON.parse(
  readFileSync(join(__dirname, '../golden/isolation-forest.json'), 'utf8'),
);
/** Few, to be quick; `bench/isolation-forest.mts` takes 50. */
const N_SEEDS = 10;
const isTest = (i: number): boolean => [0, 3, 6].includes(i % 10);

describe.each(Object.entries(golden.sets))('isolationForest on %s', (file, peer) => {
  const path = realData(`adbench/${file}`);

  it.skipIf(!path)('has the ROC AUC of scikit-learn', async () => {
    const { samples, labels } = await readCsvMatrix(path!, { label: 'label' });
    const rows = Array.from(labels, (_, i) => i);
    const [train, test] = [rows.filter((i) => !isTest(i)), rows.filter(isTest)];
    const testLabels = Int32Array.from(test, (i) => labels[i]);
    const aucs: number[] = [];
    for (let seed = 0; seed < N_SEEDS; seed++) {
      const fitted = await isolationForest({ seed }).fit(takeRows(samples, train));
      aucs.push(rocAuc(testLabels, await fitted.score(takeRows(samples, test))));
    }
    const mean = aucs.reduce((sum, auc) => sum + auc, 0) / N_SEEDS;
    const error = peer.standardDeviation * Math.sqrt(1 / N_SEEDS + 1 / golden.nSeeds);
    expect(Math.abs(mean - peer.mean)).toBeLessThan(Math.max(0.01, 3 * error));
  });
});

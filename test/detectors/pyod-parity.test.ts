import { describe, expect, it } from 'vitest';
import { copod } from '../../src/detectors/copod';
import { ecod } from '../../src/detectors/ecod';
import { hbos } from '../../src/detectors/hbos';
import { pca } from '../../src/detectors/pca';
import { rocAuc } from '../../src/metrics/roc';
import { aucOnSplits, bothSides, pyodData, pyodGolden, readPyodSplits } from './pyod-splits';

/** PyOD scores test samples against themselves and the training samples: fitted on both, ours is the same. */
const TRANSDUCTIVE = { ECOD: ecod, COPOD: copod };
const INDUCTIVE = { HBOS: hbos, PCA: pca };
/** Here sums that are equal but for rounding are told apart by PyOD's 64 bits, and not by scores of 32. */
const TIED_IN_FLOATS = ['HBOS on 38_thyroid.csv.gz'];

describe.each(Object.entries(pyodGolden.sets))('on %s', (file, golden) => {
  const path = pyodData(file);

  it.skipIf(!path).each(Object.entries(INDUCTIVE))(
    '%s has the ROC AUC of PyOD',
    async (name, make) => {
      const aucs = await aucOnSplits(make, await readPyodSplits(path!, file));
      const expected = TIED_IN_FLOATS.includes(`${name} on ${file}`) ? 'aucOfFloats' : 'auc';
      aucs.forEach((auc, i) => {
        expect(auc).toBeCloseTo(golden[expected][name][i], 7);
      });
    },
  );

  it.skipIf(!path).each(Object.entries(TRANSDUCTIVE))(
    '%s has the ROC AUC of PyOD when fitted on both sides',
    async (name, make) => {
      const splits = await readPyodSplits(path!, file);
      for (const [i, split] of splits.entries()) {
        const fitted = await make().fit(bothSides(split));
        const auc = rocAuc(split.testLabels, await fitted.score(split.test));
        expect(auc).toBeCloseTo(golden.auc[name][i], 7);
      }
    },
  );

  it.skipIf(!path).each(Object.entries(TRANSDUCTIVE))(
    '%s is within 0.02 of PyOD when fitted on training samples only',
    async (name, make) => {
      const aucs = await aucOnSplits(make, await readPyodSplits(path!, file));
      aucs.forEach((auc, i) => {
        expect(Math.abs(auc - golden.auc[name][i])).toBeLessThan(0.02);
      });
    },
  );
});

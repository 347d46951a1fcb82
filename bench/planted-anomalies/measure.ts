import { ANOMALY_KINDS, type AnomalyKind, plantAnomalies } from '../../src/data/planted-anomalies';
import { applyScaler, fitScaler } from '../../src/features/scale';
import { type Matrix, takeRows } from '../../src/matrix';
import { rocAuc } from '../../src/metrics/roc';
import type { Method } from './methods';

/** ROC AUC of one method, by kind of anomaly: one a seed. */
export type AucsByKind = Readonly<Record<AnomalyKind, readonly number[]>>;

/** What a method is fitted on. */
export interface Setting {
  /** Whether anomalies, 5 %, are among the training samples; else there are normal ones alone. */
  readonly contaminated: boolean;
}

/** Standardised by the training samples. */
interface Split {
  readonly train: Matrix;
  readonly test: Matrix;
  readonly testLabels: Int32Array;
}

/**
 * Fits and scores a method on planted anomalies of every kind, with another population a seed.
 *
 * Half of 1,900 normal samples and of 100 anomalies is for training, the other half is scored.
 */
export async function measurePlanted(
  make: (seed: number) => Method,
  seeds: readonly number[],
  { contaminated }: Setting,
): Promise<AucsByKind> {
  const aucs: Record<AnomalyKind, number[]> = {
    global: [],
    local: [],
    clustered: [],
    dependency: [],
  };
  for (const seed of seeds) {
    const splits = splitsOf(seed, contaminated);
    let fitted = await make(seed).fit(splits[0].train);
    for (const [k, { train, test, testLabels }] of splits.entries()) {
      if (contaminated && k > 0) {
        fitted.dispose();
        fitted = await make(seed).fit(train); // normal samples alone are the same for every kind
      }
      aucs[ANOMALY_KINDS[k]].push(rocAuc(testLabels, await fitted.score(test)));
    }
    fitted.dispose();
  }
  return aucs;
}

/** Made once, for every method to come. */
const made = new Map<string, readonly Split[]>();

function splitsOf(seed: number, contaminated: boolean): readonly Split[] {
  const key = `${seed} ${contaminated}`;
  const splits = made.get(key) ?? ANOMALY_KINDS.map((kind) => splitOf(kind, seed, contaminated));
  made.set(key, splits);
  return splits;
}

function splitOf(kind: AnomalyKind, seed: number, contaminated: boolean): Split {
  const { samples, labels } = plantAnomalies(kind, { nNormal: 1900, nAnomalies: 100, seed });
  const all = Int32Array.from(labels.keys());
  const trainRows = all.filter((i) => i % 2 === 0 && (contaminated || labels[i] === 0));
  const testRows = all.filter((i) => i % 2 === 1);
  const scaler = fitScaler(takeRows(samples, trainRows), 'standard');
  const scaled = applyScaler(scaler, samples);
  return {
    train: takeRows(scaled, trainRows),
    test: takeRows(scaled, testRows),
    testLabels: Int32Array.from(testRows, (i) => labels[i]),
  };
}

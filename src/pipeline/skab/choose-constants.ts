import { bestF1Threshold } from '../../evaluate/thresholds/best-f1';
import { flag } from '../../evaluate/thresholds/flag';
import type { Matrix } from '../../matrix';
import { f1 } from '../../metrics/binary';
import type { SkabMethod } from './method';
import type { NormalStretches } from './normal-stretches';
import { type PlantedFault, plantFault } from './plant-fault';
import { type ScaledRows, SKAB_TRAIN_ROWS, trainRows } from './scaled-rows';

/** What is fixed for all experiments before one is scored. */
export interface SkabConstants {
  /** Rows that samples or scores are smoothed over. */
  readonly smoothing: number;
  /** Scores at least this high are flagged. */
  readonly threshold: number;
  /** F1 on planted faults with both: what they were chosen by. */
  readonly plantedF1: number;
}

/** Rows that may be smoothed over. */
const SMOOTHINGS: readonly number[] = [1, 5, 15, 30, 60];

/** Figures have seeds from 1 to 5. */
const TUNING_SEED = 11;
/** Faults planted in each stretch, so that both kinds of stretches have as many rows, roughly. */
const N_FAULTS: Readonly<Record<keyof NormalStretches, number>> = { anomalyFree: 2, firstRows: 6 };

interface Pool {
  readonly labels: number[];
  readonly scores: number[];
}

/**
 * Chooses the smoothing and the threshold of a method: those with the highest F1 on synthetic faults, planted in normal
 * stretches behind the rows that it is fitted on. Nothing of an experiment is looked at but its first 400 rows.
 */
export async function chooseConstants(
  method: SkabMethod,
  stretches: NormalStretches,
): Promise<SkabConstants> {
  const pools = new Map<number, Pool>(
    SMOOTHINGS.map((smoothing) => [smoothing, { labels: [], scores: [] }]),
  );
  for (const kind of ['anomalyFree', 'firstRows'] as const) {
    for (const [index, stretch] of stretches[kind].entries()) {
      await scoreFaults(method, stretch, plantAll(stretch.samples, index, N_FAULTS[kind]), pools);
    }
  }
  return SMOOTHINGS.map((smoothing) => constantsOf(smoothing, pools.get(smoothing)!)).reduce(
    (best, other) => (other.plantedF1 > best.plantedF1 ? other : best),
  );
}

function plantAll(samples: Matrix, index: number, nFaults: number): PlantedFault[] {
  return Array.from({ length: nFaults }, (_, k) =>
    plantFault(samples, TUNING_SEED + index * nFaults + k),
  );
}

/** Adds the rows behind those that the method is fitted on to the pools. */
async function scoreFaults(
  method: SkabMethod,
  stretch: ScaledRows,
  faults: readonly PlantedFault[],
  pools: ReadonlyMap<number, Pool>,
): Promise<void> {
  const scorer = await method.fit(trainRows(stretch.samples), TUNING_SEED);
  try {
    for (const { samples, labels } of faults) {
      for (const [smoothing, pool] of pools) {
        const scores = await scorer.score(samples, smoothing);
        for (let i = SKAB_TRAIN_ROWS; i < scores.length; i++) {
          pool.labels.push(labels[i]);
          pool.scores.push(scores[i]);
        }
      }
    }
  } finally {
    scorer.dispose();
  }
}

function constantsOf(smoothing: number, { labels, scores }: Pool): SkabConstants {
  const threshold = bestF1Threshold(labels, scores);
  return { smoothing, threshold, plantedF1: f1(labels, flag(scores, threshold)) };
}

// What the benchmarks score logins with.
import {
  AUTH_COLUMNS,
  AUTH_HISTORY_COLUMNS,
  type AuthEvent,
  type FittedPipeline,
  isolationForest,
  lstmClassifier,
  type Matrix,
  pipeline,
  type Windows,
  withAuthHistory,
  zeroTrustLabels,
} from '../../src/index';

const N_TRAIN = 20_000;
const columns = { ...AUTH_COLUMNS, ...AUTH_HISTORY_COLUMNS };

/** 100 trees over each login and its history. */
function forest(logins: readonly AuthEvent[]): Promise<FittedPipeline> {
  const rows = withAuthHistory(logins.slice(0, N_TRAIN));
  return pipeline({ columns, detector: isolationForest({ seed: 1 }) }).fit(rows);
}

/** The LSTM of notebook 01, layers of 64 and 32, over each login and the nine of its user before it; trained for one epoch. */
function lstm(logins: readonly AuthEvent[]): Promise<FittedPipeline<Windows>> {
  const rows = withAuthHistory(logins.slice(0, N_TRAIN));
  return pipeline({
    columns,
    ...{ scaler: 'standard', threshold: { kind: 'value', value: 0.5 } },
    windows: { length: 10, entity: 'user_id', time: 'timestamp' },
    detector: lstmClassifier({ units: [64, 32], dropout: 0.2, epochs: 1, seed: 1 }),
  }).fit(rows, { labels: zeroTrustLabels(rows) });
}

/** By the names that the benchmarks print. */
export const MODELS: Readonly<
  Record<
    'forest' | 'lstm',
    (logins: readonly AuthEvent[]) => Promise<FittedPipeline<Matrix | Windows>>
  >
> = { forest, lstm };

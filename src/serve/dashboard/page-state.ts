import type { Results } from './rows/results';
import type { SortKey } from './rows/view';
import type { Store } from './store';

/** All that the page shows comes from this. */
export interface PageState {
  readonly model: string;
  /** Null before a file was scored. */
  readonly results: Results | null;
  /** A score at or above it counts as an anomaly here; the model's own does not change. */
  readonly threshold: number;
  readonly sort: SortKey;
  readonly isDescending: boolean;
  readonly filter: string;
  readonly onlyAnomalies: boolean;
  /** Columns by their names; empty where there is none. */
  readonly timeColumn: string;
  readonly entityColumn: string;
  /** A value of the entity column; null where none is looked at. */
  readonly entity: string | null;
}

/** The state of the page. */
export type PageStore = Store<PageState>;

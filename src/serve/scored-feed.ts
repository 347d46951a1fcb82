import type { TopContribution } from '../explain/top-contributions';
import type { Category } from '../features/categories';

/** What a model says of one event. */
export interface Verdict {
  /** Higher is more anomalous. */
  readonly score: number;
  /** Share of calibration scores at least as high, with the +1 correction. */
  readonly pValue: number;
  /** 1 at or above the model's threshold, else 0. */
  readonly label: 0 | 1;
  /** The label in words. */
  readonly prediction: 'anomaly' | 'normal';
  /** What moved the score, where it was asked for. */
  readonly reasons?: readonly TopContribution[];
}

/** An event that was scored. */
export interface ScoredEvent extends Verdict {
  /** Its texts, numbers, booleans and nulls; nothing nested. */
  readonly event: Readonly<Record<string, Category>>;
}

/** The events of one request that were scored. */
export interface ScoredBatch {
  readonly model: string;
  readonly threshold: number;
  /** Epoch ms. */
  readonly time: number;
  readonly events: readonly ScoredEvent[];
}

/** Hears of events that are scored; what it throws is swallowed. */
export type ScoredListener = (batch: ScoredBatch) => void;

/** Hands scored events on to those who listen. */
export interface ScoredFeed {
  /** Whether anybody listens; if nobody does, nothing is copied. */
  readonly isHeard: boolean;
  /** Adds a listener; the function that comes back removes it. */
  onScored(listener: ScoredListener): () => void;
  emit(batch: ScoredBatch): void;
}

/** A feed that nobody listens to yet. */
export function createScoredFeed(): ScoredFeed {
  const listeners = new Set<ScoredListener>();
  return {
    get isHeard() {
      return listeners.size > 0;
    },
    onScored: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    emit: (batch) => {
      for (const listener of listeners) {
        try {
          listener(batch);
        } catch {
          // A broken listener is no reason to fail the request.
        }
      }
    },
  };
}

/** The values of an event that are not nested, for those who listen. */
export function flatEvent(event: object): Record<string, Category> {
  const flat = Object.entries(event).filter(
    ([, value]) => value === null || ['string', 'number', 'boolean'].includes(typeof value),
  );
  return Object.fromEntries(flat);
}

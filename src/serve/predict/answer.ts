import type { ScoredBatch } from '../scored-feed';

/** An answer as it is sent, with what is counted of it; it can pass between threads. */
export interface Answer {
  readonly statusCode: number;
  /** JSON: text, or its bytes where it comes from a worker. */
  readonly body: string | Uint8Array<ArrayBuffer>;
  /** Name of the model that scored; none where something was wrong. */
  readonly model?: string;
  readonly nEvents: number;
  readonly nAnomalies: number;
  /** For those who listen; none where nobody does. */
  readonly scored?: ScoredBatch;
}

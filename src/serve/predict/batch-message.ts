import type { Answer } from './answer';

/** What a batch worker is asked; it answers each with the same id. */
export type BatchMessage =
  | { readonly id: number; readonly kind: 'load'; readonly model: SavedModel }
  | {
      readonly id: number;
      readonly kind: 'predict';
      readonly bytes: Uint8Array;
      readonly isHeard: boolean;
    };

/** A model on its way to a worker. */
export interface SavedModel {
  readonly name: string;
  readonly directory: string;
  readonly loadedAt: number;
}

/** What comes back. */
export interface BatchReply {
  readonly id: number;
  /** None for a model that was loaded. */
  readonly answer?: Answer;
  /** What the caller did wrong. */
  readonly problem?: {
    readonly statusCode: number;
    readonly message: string;
    readonly field?: string;
  };
  /** What went wrong here. */
  readonly error?: unknown;
}

import { z } from 'zod';

/** A layer as tfjs and Keras write it down. */
export interface LayerEntry {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** A Sequential model as tfjs and Keras write it down. */
export interface Topology {
  readonly class_name: 'Sequential';
  readonly config: { readonly name: string; readonly layers: readonly LayerEntry[] };
}

/** Addition to a variance that every batch normalisation here has, as by default in Keras. */
export const EPSILON = 1e-3;

/** Checks a layer that another library wrote down. */
export const entrySchema: z.ZodType<LayerEntry> = z.object({
  class_name: z.string(),
  config: z.record(z.string(), z.unknown()),
});

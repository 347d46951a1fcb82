import { join } from 'node:path';
import { z } from 'zod';
import { readArtifact } from '../data/artifact';
import type { FittedDetector } from '../detectors/detector';
import { loadDetector } from '../detectors/load';
import type { Windows } from '../features/window';
import type { Matrix } from '../matrix';
import { type FittedPipeline, fittedPipeline } from './fitted-pipeline';
import type { PipelineState } from './state';

const category = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const categories = z.array(category);

const encoder = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('hour') }),
  z.object({
    kind: z.literal('oneHot'),
    categories,
    unknown: z.enum(['column', 'zeros', 'error']),
  }),
  z.object({ kind: z.literal('label'), categories }),
  z.object({ kind: z.literal('frequency'), categories, shares: z.array(z.number()) }),
]);

const stateSchema: z.ZodType<PipelineState> = z.object({
  columns: z.object({
    numeric: z.array(z.string()),
    imputer: z
      .object({ strategy: z.enum(['mean', 'median', 'constant']), fill: z.array(z.number()) })
      .nullable(),
    encoders: z.record(z.string(), encoder),
  }),
  scaler: z
    .object({
      kind: z.enum(['standard', 'minmax', 'robust']),
      center: z.array(z.number()),
      scale: z.array(z.number()),
    })
    .nullable(),
  windows: z
    .object({
      length: z.number().int().positive(),
      entity: z.string(),
      time: z.string(),
      maxGapSeconds: z.number().nonnegative().exactOptional(),
    })
    .nullable()
    .default(null), // pipelines saved before there were windows
  typical: z.record(z.string(), category).nullable().default(null), // saved before there was one
  threshold: z.number(),
  rule: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('quantile'), q: z.number() }),
    z.object({ kind: z.literal('contamination'), share: z.number() }),
    z.object({ kind: z.enum(['mean', 'mad']), k: z.number() }),
    z.object({ kind: z.literal('pot'), risk: z.number(), level: z.number() }),
    z.object({ kind: z.enum(['bestF1', 'bestGMean']) }),
    z.object({ kind: z.literal('falsePositiveRate'), rate: z.number() }),
    z.object({ kind: z.literal('value'), value: z.number() }),
  ]),
  metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

/**
 * Reads a pipeline that was saved; it scores as it did before.
 *
 * Nothing in the folder is executed.
 *
 * @throws {Error} naming the file, and the field where there is one, if the folder is not a saved
 * pipeline, a file is missing or corrupt, or it comes from a newer version.
 */
export async function loadPipeline(directory: string): Promise<FittedPipeline<Matrix | Windows>> {
  const { content, arrays } = await readArtifact(directory, 'pipeline', stateSchema);
  const { calibrationScores } = arrays;
  if (!(calibrationScores instanceof Float32Array)) {
    throw new Error(`${join(directory, 'pipeline.json')}: calibrationScores must be float32`);
  }
  const detector: FittedDetector<Matrix | Windows> = await loadDetector(
    join(directory, 'detector'),
  );
  return fittedPipeline(content, detector, calibrationScores);
}

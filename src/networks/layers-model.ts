import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { parseJson, parseWith, readWhole, writeWhole } from '../data/whole-file';
import type { ExchangedModel } from './exchanged-model';
import { fromTopology } from './from-topology';
import { assignNamedWeights, type NamedWeight, nameWeights } from './named-weights';
import { topologyNames, toTopology } from './to-topology';

const groupSchema = z.object({
  paths: z.array(z.string()),
  weights: z.array(
    z.object({
      name: z.string(),
      shape: z.array(z.number().int().nonnegative()),
      dtype: z.literal('float32'),
      quantization: z.undefined({ error: 'must be none: convert the model without it' }).optional(),
    }),
  ),
});

const modelSchema = z.object({
  format: z.literal('layers-model').optional(),
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(groupSchema),
});

/** Writes a model as tfjs does: `model.json` and `weights.bin`, for `tf.loadLayersModel`. */
export async function writeLayersModel(directory: string, model: ExchangedModel): Promise<void> {
  const weights = Object.entries(nameWeights(model, topologyNames(model.layers)));
  const header = {
    format: 'layers-model',
    generatedBy: 'anomaly-lab',
    convertedBy: null,
    modelTopology: toTopology(model),
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: weights.map(([name, { shape }]) => ({ name, shape, dtype: 'float32' })),
      },
    ],
  };
  await mkdir(directory, { recursive: true });
  const bytes = weights.map(([, { data }]) =>
    Buffer.from(data.buffer, data.byteOffset, data.byteLength),
  );
  await writeWhole(join(directory, 'weights.bin'), Buffer.concat(bytes));
  await writeWhole(join(directory, 'model.json'), `${JSON.stringify(header)}\n`);
}

/** The files of a layers model, read but not understood. */
export interface LayersModelFiles {
  /** Of `model.json`. */
  readonly file: string;
  readonly topology: unknown;
  /** By name, in their order. */
  readonly weights: Readonly<Record<string, NamedWeight>>;
}

/**
 * Reads the files of a model that tfjs wrote, or Keras through `tensorflowjs_converter`'s layers format.
 *
 * @throws {Error} naming the file, and the field where there is one, if one is missing or broken.
 */
export async function readLayersModelFiles(directory: string): Promise<LayersModelFiles> {
  const file = join(directory, 'model.json');
  const header = parseWith(modelSchema, parseJson(await readWhole(file), file), file);
  let weights: Record<string, NamedWeight> = {};
  for (const group of header.weightsManifest) {
    weights = { ...weights, ...(await readGroup(directory, group)) };
  }
  const topology = header.modelTopology;
  return { file, topology: topology['model_config'] ?? topology, weights };
}

/**
 * The model that the files hold.
 *
 * @throws {Error} naming the file, and layer or weight where there is one, if the model has layers or
 * options that are not known here.
 */
export function parseLayersModel({ file, topology, weights }: LayersModelFiles): ExchangedModel {
  try {
    return assignNamedWeights(fromTopology(topology), weights);
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`);
  }
}

/** Weights that lie one behind the other in some files. */
async function readGroup(
  directory: string,
  { paths, weights }: z.infer<typeof groupSchema>,
): Promise<Record<string, NamedWeight>> {
  const files = paths.map((path) => join(directory, basename(path))); // none outside the folder
  const bytes = Buffer.concat(await Promise.all(files.map(readWhole)));
  const sizes = weights.map(({ shape }) => 4 * shape.reduce((product, n) => product * n, 1));
  const expected = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes.length !== expected) {
    throw new Error(`${files.join(', ')}: must have ${expected} bytes, got ${bytes.length}`);
  }
  let offset = 0;
  return Object.fromEntries(
    weights.map(({ name, shape }, i) => {
      const copy = Uint8Array.from(bytes.subarray(offset, offset + sizes[i]));
      offset += sizes[i];
      return [name, { shape, data: new Float32Array(copy.buffer) }];
    }),
  );
}

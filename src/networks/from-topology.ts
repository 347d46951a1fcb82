import { z } from 'zod';
import type { ExchangedLayer, ExchangedModel } from './exchanged-model';
import { layerOf, nameOf, refuse, unsupportedOption } from './layer-entry';
import { entrySchema, type LayerEntry } from './topology';

/** Layers of a topology: what they are, and what weights are named after. */
export interface TopologyLayers extends Pick<ExchangedModel, 'inputShape' | 'layers'> {
  readonly names: readonly string[];
  /** Weights that a layer is set not to have, such as `bias`. */
  readonly absent: readonly (readonly string[])[];
}

const topologySchema = z.object({
  class_name: z.string(),
  config: z.union([z.array(entrySchema), z.object({ layers: z.array(entrySchema) })]),
});

/**
 * Reads layers that tfjs or Keras wrote down.
 *
 * @throws {RangeError} naming the layer, if one is unknown here or has an option that is.
 */
export function fromTopology(topology: unknown): TopologyLayers {
  const all = entriesOf(topology);
  const entries = all.filter((entry) => entry.class_name !== 'InputLayer');
  const inputShape = inputShapeOf(all);
  return {
    inputShape,
    layers: readLayers(entries, inputShape.length === 2),
    names: entries.map(nameOf),
    absent: entries.map(absentWeights),
  };
}

/**
 * Why the fused kernels cannot do a topology that plain tfjs can, such as a layer that goes backwards.
 *
 * A layer that keeps its state between windows is for neither: a score would depend on those before.
 */
export function whyPlain(topology: unknown): string | undefined {
  const entries = entriesOf(topology);
  if (entries.some(({ config }) => config['stateful'] === true)) return undefined;
  return entries.map(unsupportedOption).find(Boolean);
}

/** The shape of a topology's input: `[nTimesteps, nFeatures]`, or `[nFeatures]`. */
export function topologyInput(topology: unknown): number[] {
  return inputShapeOf(entriesOf(topology));
}

function entriesOf(topology: unknown): LayerEntry[] {
  const parsed = topologySchema.safeParse(topology);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw new RangeError(`topology: ${path.join('.') || 'file'}: ${message}`);
  }
  const { class_name, config } = parsed.data;
  if (class_name !== 'Sequential') {
    throw new RangeError(`model must be Sequential, got ${class_name}`);
  }
  return Array.isArray(config) ? config : config.layers;
}

/** Layers one after another, each fit for what comes from the one before. */
function readLayers(entries: readonly LayerEntry[], ofSequences: boolean): ExchangedLayer[] {
  let sequences = ofSequences;
  return entries.map((entry) => {
    const layer = layerOf(entry, sequences ? 2 : 1);
    const wanted = { lstm: true, repeat: false }[layer.kind as string] ?? sequences;
    if (wanted !== sequences) {
      const kinds = ['single samples', 'sequences'];
      refuse(nameOf(entry), 'input', [kinds[Number(wanted)]], kinds[Number(sequences)]);
    }
    if (layer.kind === 'repeat') sequences = true;
    if (layer.kind === 'lstm') sequences = layer.returnSequences;
    return layer;
  });
}

function absentWeights({ config }: LayerEntry): string[] {
  const inner = entrySchema.safeParse(config['layer']);
  const options = inner.success ? inner.data.config : config;
  const weights = { bias: 'use_bias', beta: 'center', gamma: 'scale' };
  return Object.entries(weights).flatMap(([weight, option]) =>
    options[option] === false ? [weight] : [],
  );
}

function inputShapeOf(entries: readonly LayerEntry[]): number[] {
  const config = entries[0]?.config ?? {};
  const shape = config['batch_input_shape'] ?? config['batch_shape'];
  const parsed = z.tuple([z.number().nullable()], z.number().int().positive()).safeParse(shape);
  if (!parsed.success || parsed.data.length < 2 || parsed.data.length > 3) {
    throw new RangeError(
      `input must be [null, length, features] or [null, features] in full, got ${JSON.stringify(shape)}`,
    );
  }
  return parsed.data.slice(1) as number[];
}

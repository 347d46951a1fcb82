import type { ExchangedLayer } from './exchanged-model';
import { EPSILON, entrySchema, type LayerEntry } from './topology';

const CLASSES = [
  'LSTM',
  'Dense',
  'TimeDistributed',
  'Dropout',
  'BatchNormalization',
  'RepeatVector',
];

/** What an option of an LSTM must be, which is also what it is where it is not written. */
const LSTM_OPTIONS: Readonly<Record<string, unknown>> = {
  activation: 'tanh',
  recurrent_activation: 'sigmoid',
  go_backwards: false,
  stateful: false,
  time_major: false,
  return_state: false,
  dropout: 0,
  recurrent_dropout: 0,
};

/** The name that a layer's weights are under. */
export function nameOf({ class_name, config }: LayerEntry): string {
  return typeof config['name'] === 'string' ? config['name'] : class_name;
}

/**
 * A layer that another library wrote down.
 *
 * @param lastAxis its features, counted from the samples.
 * @throws {RangeError} naming it, if it is unknown here or has an option that is.
 */
export function layerOf(entry: LayerEntry, lastAxis: number): ExchangedLayer {
  const { class_name, config } = entry;
  const name = nameOf(entry);
  switch (class_name) {
    case 'LSTM': {
      const unsupported = unsupportedOption(entry);
      if (unsupported !== undefined) throw new RangeError(unsupported);
      return {
        kind: 'lstm',
        units: count(name, config, 'units'),
        returnSequences: config['return_sequences'] === true,
      };
    }
    case 'Dense': {
      const { activation = 'linear' } = config;
      const known = ['linear', 'relu', 'sigmoid', 'tanh', 'softmax'];
      if (!known.includes(activation as string)) refuse(name, 'activation', known, activation);
      return {
        kind: 'dense',
        units: count(name, config, 'units'),
        activation: activation as string,
      };
    }
    case 'TimeDistributed': {
      const inner = entrySchema.safeParse(config['layer']);
      if (inner.success && inner.data.class_name === 'Dense') return layerOf(inner.data, lastAxis);
      return refuse(name, 'layer', ['Dense'], inner.data?.class_name);
    }
    case 'Dropout': {
      const rate = Number(config['rate']);
      if (!(rate >= 0 && rate < 1)) refuse(name, 'rate', ['in [0, 1)'], config['rate']);
      return { kind: 'dropout', rate };
    }
    case 'BatchNormalization':
      if (config['epsilon'] !== EPSILON) refuse(name, 'epsilon', [EPSILON], config['epsilon']);
      if (![-1, lastAxis].includes(Number(config['axis'] ?? -1))) {
        refuse(name, 'axis', [-1], config['axis']);
      }
      return { kind: 'batchNorm' };
    case 'RepeatVector':
      return { kind: 'repeat', times: count(name, config, 'n') };
    default:
      return refuse(name, 'class_name', CLASSES, class_name);
  }
}

/** What of a layer only tfjs's own LSTM can do, in words: an option, or a mask. */
export function unsupportedOption(entry: LayerEntry): string | undefined {
  if (entry.class_name === 'Masking') return 'layer Masking: the fused LSTM takes no mask';
  if (entry.class_name !== 'LSTM') return undefined;
  for (const [option, expected] of Object.entries(LSTM_OPTIONS)) {
    const value = entry.config[option] ?? expected;
    if (value !== expected) return describe(nameOf(entry), option, [expected], value);
  }
  return undefined;
}

function count(name: string, config: LayerEntry['config'], option: string): number {
  const value = config[option];
  if (typeof value === 'number' && Number.isInteger(value) && value > 0) return value;
  return refuse(name, option, ['a positive integer'], value);
}

/** Says what of a layer is not as it must be. */
export function refuse(...difference: Parameters<typeof describe>): never {
  throw new RangeError(describe(...difference));
}

function describe(name: string, option: string, known: readonly unknown[], value: unknown): string {
  const shown = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return `layer ${name}: ${option} must be ${known.join(', ')}, got ${shown}`;
}

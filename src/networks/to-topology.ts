import { type ExchangedLayer, type ExchangedModel, snakeCase } from './exchanged-model';
import { EPSILON, type LayerEntry, type Topology } from './topology';

/** Writes layers down in the form that tfjs and Keras share. */
export function toTopology({ inputShape, layers }: Omit<ExchangedModel, 'weights'>): Topology {
  const input = {
    class_name: 'InputLayer',
    config: { name: 'input', batch_input_shape: [null, ...inputShape], dtype: 'float32' },
  };
  const names = topologyNames(layers);
  const entries = layers.map((layer, i) => {
    const { class_name, config } = entryOf(layer);
    return { class_name, config: { name: names[i], ...config } };
  });
  return {
    class_name: 'Sequential',
    config: { name: 'anomaly_lab', layers: [input, ...entries] },
  };
}

/** A name for each layer, which its weights are named after. */
export function topologyNames(layers: readonly ExchangedLayer[]): string[] {
  return layers.map(({ kind }, i) => `${i}_${snakeCase(kind)}`);
}

function entryOf(layer: ExchangedLayer): LayerEntry {
  switch (layer.kind) {
    case 'lstm':
      return {
        class_name: 'LSTM',
        config: {
          units: layer.units,
          activation: 'tanh',
          recurrent_activation: 'sigmoid',
          use_bias: true,
          unit_forget_bias: true,
          kernel_initializer: { class_name: 'GlorotUniform', config: {} },
          recurrent_initializer: { class_name: 'Orthogonal', config: {} },
          bias_initializer: { class_name: 'Zeros', config: {} },
          return_sequences: layer.returnSequences,
        },
      };
    case 'dense':
      return {
        class_name: 'Dense',
        config: {
          units: layer.units,
          activation: layer.activation,
          use_bias: true,
          kernel_initializer: { class_name: 'GlorotUniform', config: {} },
          bias_initializer: { class_name: 'Zeros', config: {} },
        },
      };
    case 'dropout':
      return { class_name: 'Dropout', config: { rate: layer.rate } };
    case 'batchNorm': {
      const config = { axis: -1, momentum: 0.99, epsilon: EPSILON, center: true, scale: true };
      return { class_name: 'BatchNormalization', config };
    }
    case 'repeat':
      return { class_name: 'RepeatVector', config: { n: layer.times } };
  }
}

import { describe, expect, it } from 'vitest';
import { LSTM_CLASSIFIER } from '../../src/detectors/lstm-classifier';
import { TRANSFORMER_CLASSIFIER } from '../../src/detectors/transformer-classifier';
import { makeWindows, type Windows } from '../../src/features/window';
import { classification } from '../../src/networks/classification';
import { read, scope } from '../../src/networks/engine';
import type { LayerMaker } from '../../src/networks/layer';
import { createNetwork, type Network } from '../../src/networks/network';
import { softmax } from '../../src/networks/ops';
import { createSteps } from '../../src/networks/steps';
import golden from '../golden/keras.json';
import { relativeError } from './gradient';

const [nBatches, nSamples, length, nFeatures] = golden.shape;

/** The golden inputs, each sequence an entity of its own. */
function goldenWindows(): Windows {
  const nWindows = nBatches * nSamples;
  const samples = {
    data: Float64Array.from(golden.inputs),
    nSamples: nWindows * length,
    nFeatures,
  };
  const entities = Array.from({ length: nWindows * length }, (_, i) => Math.floor(i / length));
  return makeWindows({ samples, length, entities });
}

/** A training in Keras, from given weights. */
type Golden = typeof golden.plain;

/** The network that was trained, its weights those that Keras began with. */
function startNetwork(maker: LayerMaker, { start }: Golden): Network {
  const network = createNetwork(maker, [length, nFeatures], 0);
  const named = network.weights.map(({ name }, i) => [name, Float32Array.from(start[i])]);
  network.assignWeights(Object.fromEntries(named));
  return network;
}

/** Trains as Keras did; the loss of each step before its update. */
function trainAsKeras(network: Network, { labels, losses }: Golden): number[] {
  const objective = classification(goldenWindows(), Int32Array.from(labels));
  const { learningRate } = golden;
  const steps = createSteps(network, objective, { batchSize: nSamples, learningRate, seed: 0 });
  const trained = losses.map((_, i) => {
    const start = (i % nBatches) * nSamples;
    const metrics = objective.metrics();
    steps.next(
      Int32Array.from({ length: nSamples }, (__, j) => start + j),
      metrics,
    );
    return metrics.result()['loss'];
  });
  steps.pull();
  steps.dispose();
  return trained;
}

/** The probabilities of the first batch, in use. */
function predictFirst(network: Network, { labels }: Golden): Float32Array {
  const objective = classification(goldenWindows(), Int32Array.from(labels));
  const batch = Int32Array.from({ length: nSamples }, (_, i) => i);
  return scope(() => read(softmax(network.predict(objective.input(batch)))));
}

/**
 * Values of which the loss has a gradient. The bias of keys adds the same to all scores of a softmax,
 * so its gradient is what rounding leaves, which Adam makes steps of.
 */
function withGradient(name: string, values: Float32Array): Float32Array {
  if (!name.endsWith('attention/bias')) return values;
  return values.map((value, i) => (Math.floor((3 * i) / values.length) === 1 ? 0 : value));
}

const normalised = { units: [5, 4], batchNormalisation: true, denseUnits: [6], dropout: 0 };
const encoder = { embedding: 4, heads: 2, feedForward: 6, dropout: 0 };

/** Losses differ by less than the last number; the variance of six samples magnifies rounding. */
describe.each<[string, LayerMaker, Golden, number]>([
  ['two LSTM layers', LSTM_CLASSIFIER.layers({ units: [5, 4], dropout: 0 }, 2), golden.plain, 1e-5],
  ['batch normalisation', LSTM_CLASSIFIER.layers(normalised, 5), golden.normalised, 1e-4],
  ['attention', TRANSFORMER_CLASSIFIER.layers(encoder, 5), golden.transformer, 1e-5],
])('a network of %s, beside Keras', (_, maker, keras, lossTolerance) => {
  it('keeps the losses and weights over twenty steps of Adam, and then predicts the same', () => {
    const network = startNetwork(maker, keras);
    const losses = trainAsKeras(network, keras);
    expect(losses).toHaveLength(20);
    losses.forEach((loss, i) => {
      expect(Math.abs(loss - keras.losses[i]), `step ${i + 1}`).toBeLessThan(lossTolerance);
    });
    Object.entries(network.readWeights()).forEach(([name, values], i) => {
      const [own, expected] = [values, Float32Array.from(keras.end[i])].map((each) =>
        withGradient(name, each),
      );
      expect(relativeError(own, expected), name).toBeLessThan(1e-4);
    });
    const probabilities = predictFirst(network, keras);
    expect(relativeError(probabilities, Float32Array.from(keras.probabilities))).toBeLessThan(1e-5);
    network.dispose();
  });
});

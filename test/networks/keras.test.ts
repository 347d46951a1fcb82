import { describe, expect, it } from 'vitest';
import { makeWindows, type Windows } from '../../src/features/window';
import { classification } from '../../src/networks/classification';
import { read, scope } from '../../src/networks/engine';
import { dense } from '../../src/networks/layers/dense';
import { lastStep } from '../../src/networks/layers/last-step';
import { lstm } from '../../src/networks/layers/lstm';
import { sequence } from '../../src/networks/layers/sequence';
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

/** The golden network, its weights those that Keras began with. */
function startNetwork(): Network {
  const layers = [lstm(5), lstm(4), lastStep(), dense({ units: 2 })];
  const network = createNetwork(sequence(layers), [length, nFeatures], 0);
  const start = network.weights.map(({ name }, i) => [name, Float32Array.from(golden.start[i])]);
  network.assignWeights(Object.fromEntries(start));
  return network;
}

/** Trains as Keras did; the loss of each step before its update. */
function trainAsKeras(network: Network): number[] {
  const objective = classification(goldenWindows(), Int32Array.from(golden.labels));
  const { learningRate } = golden;
  const steps = createSteps(network, objective, { batchSize: nSamples, learningRate, seed: 0 });
  const losses = golden.losses.map((_, i) => {
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
  return losses;
}

describe('a network of two LSTM layers, beside Keras', () => {
  it('keeps the losses and weights over twenty steps of Adam, and then predicts the same', () => {
    const network = startNetwork();
    const losses = trainAsKeras(network);
    expect(losses).toHaveLength(20);
    losses.forEach((loss, i) => {
      expect(Math.abs(loss - golden.losses[i]), `step ${i + 1}`).toBeLessThan(1e-5);
    });
    Object.entries(network.readWeights()).forEach(([name, values], i) => {
      expect(relativeError(values, Float32Array.from(golden.end[i])), name).toBeLessThan(1e-4);
    });
    const objective = classification(goldenWindows(), Int32Array.from(golden.labels));
    const batch = Int32Array.from({ length: nSamples }, (_, i) => i);
    const probabilities = scope(() => read(softmax(network.predict(objective.input(batch)))));
    expect(relativeError(probabilities, Float32Array.from(golden.probabilities))).toBeLessThan(
      1e-5,
    );
    network.dispose();
  });
});

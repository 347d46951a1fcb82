import { describe, expect, it } from 'vitest';
import { makeWindows, takeWindows } from '../../src/features/window';
import { liveTensors } from '../../src/networks/engine';
import { dense } from '../../src/networks/layers/dense';
import { lastStep } from '../../src/networks/layers/last-step';
import { lstm } from '../../src/networks/layers/lstm';
import { sequence } from '../../src/networks/layers/sequence';
import { createNetwork } from '../../src/networks/network';
import { softmax } from '../../src/networks/ops';
import { createPredictor } from '../../src/networks/predictor';

const N_SAMPLES = 500;
const LENGTH = 200; // so long that a batch holds 81 of the 301 windows
const data = Float64Array.from({ length: N_SAMPLES }, (_, i) => i / 100);
const samples = { data, nSamples: N_SAMPLES, nFeatures: 1 };
const windows = makeWindows({ samples, length: LENGTH });

describe('createPredictor', () => {
  const network = createNetwork(sequence([lastStep(), dense({ units: 2 })]), [LENGTH, 1], 3);
  const [[first, second]] = Object.values(network.readWeights());

  it('gives the outputs of all windows over several batches, in their order', async () => {
    const before = liveTensors();
    const outputs = await createPredictor(network).predict(windows);
    expect(outputs).toHaveLength(2 * windows.ends.length);
    windows.ends.forEach((end, i) => {
      expect(outputs[2 * i]).toBeCloseTo(data[end] * first, 5);
      expect(outputs[2 * i + 1]).toBeCloseTo(data[end] * second, 5);
    });
    expect(liveTensors()).toBe(before);
  });

  it('gives what is taken from a batch instead', async () => {
    const predictor = createPredictor(network, (input) => softmax(network.predict(input)));
    const probabilities = await predictor.predict(windows);
    for (let i = 0; i < probabilities.length; i += 2) {
      expect(probabilities[i] + probabilities[i + 1]).toBeCloseTo(1, 6);
    }
    predictor.dispose();
  });

  it('gives by a graph what it gives kernel by kernel', async () => {
    const lstmNetwork = createNetwork(
      sequence([lstm(8), lastStep(), dense({ units: 2 })]),
      [LENGTH, 1],
      5,
    );
    const before = liveTensors();
    const predictor = createPredictor(lstmNetwork);
    const byGraph = await predictor.predict(windows);
    const byKernel: number[] = [];
    for (let i = 0; i < windows.ends.length; i++) {
      byKernel.push(...(await predictor.predict(takeWindows(windows, [i]))));
    }
    byKernel.forEach((value, i) => {
      expect(byGraph[i]).toBeCloseTo(value, 5);
    });
    expect(await predictor.predict(windows)).toEqual(byGraph);
    expect(liveTensors()).toBe(before);
    predictor.dispose();
    lstmNetwork.dispose();
  });
});

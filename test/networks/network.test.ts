import { afterEach, describe, expect, it } from 'vitest';
import { integers, liveTensors, read, scalar, scope, tensor } from '../../src/networks/engine';
import { dense } from '../../src/networks/layers/dense';
import { dropout } from '../../src/networks/layers/dropout';
import { lastStep } from '../../src/networks/layers/last-step';
import { lstm } from '../../src/networks/layers/lstm';
import { sequence } from '../../src/networks/layers/sequence';
import { createNetwork, type Network } from '../../src/networks/network';

const made: Network[] = [];
afterEach(() => {
  for (const network of made.splice(0)) network.dispose();
});

/** Windows of 4 events with 2 features, to 3 values. */
function build(seed: number): Network {
  const maker = sequence([lstm(3), dropout(0.5), lastStep(), dense({ units: 3 })]);
  made.push(createNetwork(maker, [4, 2], seed));
  return made[made.length - 1];
}

const INPUT = Float32Array.from({ length: 4 * 5 * 2 }, (_, i) => Math.sin(i));

const predict = (network: Network) => scope(() => read(network.predict(tensor([4, 5, 2], INPUT))));

/** One step that pulls the output to zero. */
function step(network: Network, seed = 0): void {
  network.startTraining();
  scope(() => {
    const [learningRate, beta1Power, beta2Power] = [0.1, 0.9, 0.999].map(scalar);
    const settings = { learningRate, beta1Power, beta2Power, seed: integers([seed, 1]) };
    network.trainStep(tensor([4, 5, 2], INPUT), (output) => output, settings);
  });
}

describe('createNetwork', () => {
  it('draws the first weights by the seed alone', () => {
    expect(build(1).readWeights()).toEqual(build(1).readWeights());
    expect(build(1).readWeights()).not.toEqual(build(2).readWeights());
  });

  it('predicts the same with the weights of another', () => {
    const [first, second] = [build(1), build(2)];
    expect(predict(second)).not.toEqual(predict(first));
    second.assignWeights(first.readWeights());
    expect(predict(second)).toEqual(predict(first));
    expect(second.readWeights()).toEqual(first.readWeights());
  });

  it('drops nothing when it predicts', () => {
    const network = build(1);
    expect(predict(network)).toEqual(predict(network));
  });

  it('changes every weight in a step, by the seed of the step', () => {
    const [first, same, other] = [build(1), build(1), build(1)];
    const before = first.readWeights();
    step(first, 5);
    step(same, 5);
    step(other, 6);
    for (const [name, values] of Object.entries(first.readWeights())) {
      expect(values, name).not.toEqual(before[name]);
    }
    expect(same.readWeights()).toEqual(first.readWeights());
    expect(other.readWeights()).not.toEqual(first.readWeights());
  });

  it('refuses weights that are missing, of another size, or no numbers', () => {
    const network = build(1);
    const weights = network.readWeights();
    const [name] = Object.keys(weights);
    const assign = (values: unknown) => () =>
      network.assignWeights({ ...weights, [name]: values as Float32Array });
    expect(assign(undefined)).toThrow(`weight ${name} must be float32, got none`);
    expect(assign(new Float64Array(24))).toThrow(`weight ${name} must be float32, got other`);
    expect(assign(new Float32Array(3))).toThrow(`weight ${name} must have 24 values, got 3`);
    expect(assign(new Float32Array(24).fill(NaN))).toThrow(`weight ${name} must be finite`);
  });

  it('frees its weights and the moments of Adam when it is disposed', () => {
    const before = liveTensors();
    const network = build(1);
    step(network);
    predict(network);
    made.pop();
    network.dispose();
    expect(liveTensors()).toBe(before);
  });
});

import { describe, expect, it } from 'vitest';
import { classification } from '../../src/networks/classification';
import { liveTensors, read, scope } from '../../src/networks/engine';
import { dense } from '../../src/networks/layers/dense';
import { dropout } from '../../src/networks/layers/dropout';
import { lastStep } from '../../src/networks/layers/last-step';
import { lstm } from '../../src/networks/layers/lstm';
import { sequence } from '../../src/networks/layers/sequence';
import { createNetwork, type Network } from '../../src/networks/network';
import type { Objective } from '../../src/networks/objective';
import { type TrainingExtras, type TrainingOptions, train } from '../../src/networks/train';
import { createRandom } from '../../src/random';
import { LENGTH, plantedOrder, withValue } from './planted-sequences';

const OPTIONS = { epochs: 4, batchSize: 16, learningRate: 0.02, patience: 3, seed: 1 };

const planted = plantedOrder(60, 1);
const objective = classification(planted.windows, planted.labels);

/** Labels by chance: the better the training is learned, the worse these get. */
const random = createRandom(4);
const noise = plantedOrder(40, 2);
const validation = classification(
  noise.windows,
  noise.labels.map(() => random.integer(2)),
);

/** Trains a small network, hands it over, and frees it. */
async function withTraining<T>(
  options: Partial<TrainingOptions>,
  extras: TrainingExtras,
  use: (network: Network, history: Awaited<ReturnType<typeof train>>) => T,
  learned: Objective = objective,
): Promise<T> {
  const maker = sequence([lstm(6), dropout(0.1), lastStep(), dense({ units: 2 })]);
  const network = createNetwork(maker, [LENGTH, 3], 3);
  try {
    return use(network, await train(network, learned, { ...OPTIONS, ...options }, extras));
  } finally {
    network.dispose();
  }
}

const weightsAfter = (options: Partial<TrainingOptions>, extras: TrainingExtras = {}) =>
  withTraining(options, extras, (network) => network.readWeights());

const historyOf = (options: Partial<TrainingOptions>, extras: TrainingExtras = {}) =>
  withTraining(options, extras, (_, history) => history);

/** Mean loss over all samples. */
function lossOf(network: Network, { nSamples, input, targets, loss }: Objective): number {
  const all = Int32Array.from({ length: nSamples }, (_, i) => i);
  return scope(() => {
    const x = input(all);
    const losses = read(loss(network.predict(x), x, targets?.(all)).losses);
    return losses.reduce((total, value) => total + value, 0) / nSamples;
  });
}

describe('train', () => {
  it('learns, and tells the figures of each epoch', async () => {
    const logs: (readonly [number, Readonly<Record<string, number>>, number])[] = [];
    const onEpoch: TrainingExtras['onEpoch'] = (...call) => void logs.push(call);
    const history = await historyOf({ epochs: 6 }, { onEpoch });
    const names = ['loss', 'accuracy', 'precision', 'recall'];
    expect(Object.keys(history.train)).toEqual(names);
    for (const name of names) expect(history.train[name]).toHaveLength(6);
    expect(history).toMatchObject({ validation: {}, bestEpoch: 5, stopped: 'finished' });
    expect(history.train['loss'][5]).toBeLessThan(history.train['loss'][0]);
    expect(logs.map(([epoch]) => epoch)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(logs.map(([, { loss }]) => loss)).toEqual(history.train['loss']);
    expect(logs[0][2]).toBe(6);
  });

  it('tells the figures of the validation part beside them', async () => {
    const logs: Readonly<Record<string, number>>[] = [];
    const onEpoch: TrainingExtras['onEpoch'] = (_, figures) => void logs.push(figures);
    const history = await historyOf({ patience: 9 }, { validation, onEpoch });
    expect(Object.keys(history.validation)).toEqual(Object.keys(history.train));
    expect(history.validation['recall']).toHaveLength(4);
    expect(logs.map((figures) => figures['validation.loss'])).toEqual(history.validation['loss']);
  });

  it('gives the same weights for the same seed, to the last bit', async () => {
    const weights = await weightsAfter({ seed: 5 });
    expect(await weightsAfter({ seed: 5 })).toEqual(weights);
    expect(await weightsAfter({ seed: 6 })).not.toEqual(weights);
  });

  it('is not changed by a look at the validation part', async () => {
    const kept = await withTraining({}, { validation }, (network, { bestEpoch }) => ({
      epochs: bestEpoch + 1,
      weights: network.readWeights(),
    }));
    expect(await weightsAfter({ epochs: kept.epochs })).toEqual(kept.weights);
  });

  it('keeps the weights of the lowest validation loss, and stops when it stays higher', async () => {
    const options = { epochs: 100, learningRate: 0.05, patience: 4 };
    await withTraining(options, { validation }, (network, history) => {
      const losses = history.validation['loss'];
      const lowest = Math.min(...losses);
      expect(history.stopped).toBe('noImprovement');
      expect(history.bestEpoch).toBe(losses.indexOf(lowest));
      expect(losses).toHaveLength(history.bestEpoch + 1 + 4);
      expect(lossOf(network, validation)).toBeCloseTo(lowest, 6);
      expect(losses[losses.length - 1]).toBeGreaterThan(lowest + 1e-3);
    });
  });

  it('leaves a network untrained over no epochs', async () => {
    const before = await weightsAfter({ epochs: 0, seed: 1 });
    await withTraining({ epochs: 0, seed: 2 }, { validation }, (network, history) => {
      expect(network.readWeights()).toEqual(before);
      expect(history).toEqual({ train: {}, validation: {}, bestEpoch: -1, stopped: 'finished' });
    });
  });

  it('tells the end once, with the best weights back', async () => {
    const ends: unknown[] = [];
    const onEnd: TrainingExtras['onEnd'] = (history) => void ends.push(history);
    expect([await historyOf({}, { validation, onEnd })]).toEqual(ends);
  });

  it('frees all tensors but the network, and those with it', async () => {
    const before = liveTensors();
    await withTraining({ epochs: 1 }, { validation }, () => {
      expect(liveTensors()).toBe(before + 5 * 3); // each of 5 weights and its two moments
    });
    expect(liveTensors()).toBe(before);
  });
});

describe('a training that is stopped', () => {
  it('ends after the batch when the signal aborts, and keeps the best weights', async () => {
    const controller = new AbortController();
    let nBatches = 0;
    const counted: Objective = {
      ...objective,
      metrics: () => {
        const metrics = objective.metrics();
        const add: typeof metrics.add = (...batch) => {
          if (++nBatches === 10) controller.abort(); // in the third epoch of four batches each
          metrics.add(...batch);
        };
        return { ...metrics, add };
      },
    };
    const extras = { validation, signal: controller.signal };
    await withTraining(
      { epochs: 1000, patience: 1000 },
      extras,
      (network, history) => {
        expect(nBatches).toBe(10);
        expect(history.stopped).toBe('interrupted');
        expect(history.train['loss']).toHaveLength(2);
        const lowest = Math.min(...history.validation['loss']);
        expect(lossOf(network, validation)).toBeCloseTo(lowest, 6);
      },
      counted,
    );
  });

  it('does not begin when the signal was aborted before', async () => {
    const history = await historyOf({}, { signal: AbortSignal.abort() });
    expect(history).toEqual({ train: {}, validation: {}, bestEpoch: -1, stopped: 'interrupted' });
    expect(await weightsAfter({}, { signal: AbortSignal.abort() })).toEqual(
      await weightsAfter({ epochs: 0 }),
    );
  });

  it('ends on Ctrl-C, and leaves no listener', async () => {
    const nListeners = process.listenerCount('SIGINT');
    const onEpoch: TrainingExtras['onEpoch'] = (epoch) => {
      if (epoch !== 1) return; // the signal is heard some epochs later
      expect(process.listenerCount('SIGINT')).toBe(nListeners + 1);
      process.kill(process.pid, 'SIGINT');
    };
    const history = await historyOf({ epochs: 100_000 }, { onEpoch });
    expect(history.stopped).toBe('interrupted');
    expect(history.train['loss'].length).toBeGreaterThanOrEqual(2);
    expect(process.listenerCount('SIGINT')).toBe(nListeners);
  });

  it('leaves Ctrl-C to others where it has a signal', async () => {
    const nListeners = process.listenerCount('SIGINT');
    const onEpoch = () => expect(process.listenerCount('SIGINT')).toBe(nListeners);
    await historyOf({}, { onEpoch, signal: new AbortController().signal });
  });
});

describe('a training that fails', () => {
  it.each([
    ['learning rate', { learningRate: 1e38 }, objective],
    ['input', {}, classification(withValue(planted.windows, 3, 1e300), planted.labels)],
  ])('says so when the loss is not finite, for the %s', async (_name, options, learned) => {
    const [before, nListeners] = [liveTensors(), process.listenerCount('SIGINT')];
    const training = withTraining(options, {}, () => {}, learned);
    await expect(training).rejects.toThrow(
      /^training loss must be finite, got (NaN|Infinity) in epoch \d; scale the features or lower learningRate$/,
    );
    await expect(training).rejects.toBeInstanceOf(RangeError);
    expect(liveTensors()).toBe(before);
    expect(process.listenerCount('SIGINT')).toBe(nListeners);
  });

  it('says so when the loss of the validation part is not finite', async () => {
    const huge = classification(withValue(noise.windows, 17, NaN), noise.labels);
    await expect(historyOf({}, { validation: huge })).rejects.toThrow(
      /^validation loss must be finite, got (NaN|Infinity) in epoch 1; /,
    );
  });

  it('passes on what a callback throws, and leaves no listener', async () => {
    const nListeners = process.listenerCount('SIGINT');
    const onEpoch = () => {
      throw new TypeError('of the caller');
    };
    await expect(historyOf({}, { onEpoch })).rejects.toThrow('of the caller');
    expect(process.listenerCount('SIGINT')).toBe(nListeners);
  });
});

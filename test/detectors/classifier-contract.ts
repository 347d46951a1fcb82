import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FittedClassifier, SupervisedDetector } from '../../src/detectors/detector';
import { loadDetector, saveDetector } from '../../src/detectors/load';
import { makeWindows, takeWindows, type Windows } from '../../src/features/window';
import { takeRows } from '../../src/matrix';
import { rocAuc } from '../../src/metrics/roc';
import { liveTensors } from '../../src/networks/engine';
import { loadedTensorflow } from '../../src/networks/tensorflow';
import { createRandom } from '../../src/random';
import {
  LENGTH,
  type PlantedSequences,
  plantedLastEvent,
  plantedOrder,
  withValue,
} from '../networks/planted-sequences';

/** What a classifier of windows is held to. */
export interface ClassifierContract {
  /** Whether it sees the last event alone, so that it cannot learn the order of events. */
  readonly onlyLastEvent?: boolean;
  /** Classes that it is to tell apart, beside two. Default 3. */
  readonly nClasses?: number;
  /** Least area under the ROC curve on planted sequences. Default 0.9. */
  readonly rocAuc?: number;
}

/** Every tensor there is, of tfjs and of the engine. */
const nTensors = () => liveTensors() + (loadedTensorflow()?.memory().numTensors ?? 0);

/** What every classifier of windows keeps to; `make` gives a fresh one for a seed, small and quick. */
export function describeClassifier(
  name: string,
  make: (seed: number) => SupervisedDetector<Windows>,
  { onlyLastEvent = false, nClasses = 3, rocAuc: least = 0.9 }: ClassifierContract = {},
): void {
  const plant = onlyLastEvent ? plantedLastEvent : plantedOrder;
  const train = plant(160, 1);
  const test = plant(60, 5);

  /** Fits, scores, and frees what was fitted. */
  const scoresOf = async (seed: number, windows = test.windows) => {
    const fitted = await make(seed).fit(train.windows, train.labels);
    const scores = await fitted.score(windows);
    fitted.dispose();
    return scores;
  };

  describe(`${name} keeps the classifier contract`, () => {
    let fitted: FittedClassifier<Windows>;
    let scores: Float32Array;
    beforeAll(async () => {
      fitted = await make(0).fit(train.windows, train.labels);
      scores = await fitted.score(test.windows);
    });
    afterAll(() => fitted.dispose());

    it('gives one score a window, in [0, 1]', () => {
      expect(scores).toBeInstanceOf(Float32Array);
      expect(scores).toHaveLength(test.windows.ends.length);
      expect(scores.every((score) => score >= 0 && score <= 1)).toBe(true);
    });

    it('gives probabilities that sum to 1, and the score is what class 0 leaves', async () => {
      const { data, nSamples, nFeatures } = await fitted.predictProbabilities(test.windows);
      expect([nSamples, nFeatures]).toEqual([scores.length, 2]);
      scores.forEach((score, i) => {
        expect(data[2 * i] + data[2 * i + 1]).toBeCloseTo(1, 12);
        expect(score).toBeCloseTo(1 - data[2 * i], 6);
      });
    });

    it('ranks windows of the planted class above the others', () => {
      expect(rocAuc(test.labels, scores)).toBeGreaterThanOrEqual(least);
    });

    it(`tells ${nClasses} classes apart`, async () => {
      const [train, test] = [plant(60 * nClasses, 3, nClasses), plant(20 * nClasses, 7, nClasses)];
      const fitted = await make(0).fit(train.windows, train.labels);
      const { data, nFeatures } = await fitted.predictProbabilities(test.windows);
      fitted.dispose();
      expect(nFeatures).toBe(nClasses);
      for (let own = 0; own < nClasses; own++) {
        const isOwn = test.labels.map((label) => Number(label === own));
        const probabilities = Float64Array.from(isOwn, (_, i) => data[nClasses * i + own]);
        expect(rocAuc(isOwn, probabilities)).toBeGreaterThanOrEqual(least);
      }
    });

    it('gives the same scores for the same seed, others for another', async () => {
      expect(await scoresOf(0)).toEqual(scores);
      expect(await scoresOf(1)).not.toEqual(scores);
    });

    it('scores windows alike in any order, and alone as in a batch', async () => {
      const order = createRandom(3).shuffle(Array.from(scores, (_, i) => i));
      const shuffled = await fitted.score(takeWindows(test.windows, order));
      order.forEach((from, i) => void expect(shuffled[i]).toBeCloseTo(scores[from], 5));
      const [alone] = await fitted.score(takeWindows(test.windows, [17]));
      expect(alone).toBeCloseTo(scores[17], 5);
    });

    it('leaves its arguments as they were', async () => {
      const parts = [train, test].map(copyOf);
      await scoresOf(0);
      expect([train, test]).toEqual(parts);
    });

    it('fits a second time without changing the first', async () => {
      const detector = make(0);
      const first = await detector.fit(train.windows, train.labels);
      const second = await detector.fit(test.windows, test.labels);
      expect(await first.score(test.windows)).toEqual(scores);
      second.dispose();
      expect(await first.score(test.windows)).toEqual(scores);
      first.dispose();
    });

    it('keeps the weights of the epoch with the lowest validation loss', async () => {
      const validation = { samples: test.windows, labels: test.labels };
      const kept = await make(0).fit(train.windows, train.labels, { validation });
      const { bestEpoch, validation: figures, train: learned } = kept.history;
      const { data } = await kept.predictProbabilities(test.windows);
      kept.dispose();
      const losses = Array.from(test.labels, (label, i) => -Math.log(data[2 * i + label]));
      const loss = losses.reduce((total, value) => total + value, 0) / losses.length;
      expect(figures['loss']).toHaveLength(learned['loss'].length);
      expect(bestEpoch).toBe(figures['loss'].indexOf(Math.min(...figures['loss'])));
      expect(loss).toBeCloseTo(figures['loss'][bestEpoch], 5);
    });

    it('refuses windows of another width or length, and values that are missing', async () => {
      const { samples } = test.windows;
      const narrow = { ...samples, nFeatures: 1, nSamples: samples.data.length };
      const refused: [Windows, string][] = [
        [makeWindows({ samples: narrow, length: LENGTH }), 'must have 3 features, got 1'],
        [makeWindows({ samples, length: 4 }), `windows must have ${LENGTH} samples, got 4`],
        [withValue(test.windows, 4, NaN), 'sample 1, feature 1 must be finite, got NaN'],
        [withValue(test.windows, 17, 1e39), 'sample 5, feature 2 must be finite'], // as 32 bits
        [takeWindows(test.windows, []), 'windows must not be empty, got 0 windows'],
      ];
      for (const [windows, message] of refused) {
        await expect(fitted.score(windows)).rejects.toThrow(message);
        await expect(fitted.predictProbabilities(windows)).rejects.toThrow(RangeError);
      }
    });

    it('refuses to learn from missing values, from no windows, and from what is none', async () => {
      const fitOn = (windows: unknown) => make(0).fit(windows as Windows, train.labels);
      await expect(fitOn(withValue(train.windows, 0, Infinity))).rejects.toThrow('must be finite');
      await expect(fitOn(takeWindows(train.windows, []))).rejects.toThrow(
        'windows must not be empty',
      );
      await expect(fitOn(train.windows.samples)).rejects.toThrow('samples must be windows');
    });

    it('refuses labels that are missing, too few, no classes, or of one class', async () => {
      const fitOn = (labels: unknown) => make(0).fit(train.windows, labels as Int32Array);
      const negative = train.labels.map((label) => -label);
      await expect(fitOn(undefined)).rejects.toThrow('labels must be an Int32Array');
      await expect(fitOn(train.labels.slice(1))).rejects.toThrow('must have 160 values, got 159');
      await expect(fitOn(negative)).rejects.toThrow('labels must be class indices from 0, got -1');
      await expect(fitOn(new Int32Array(160))).rejects.toThrow('at least two classes, got only 0');
    });

    it('refuses a validation part that does not fit', async () => {
      const fitOn = (samples: Windows, labels?: Int32Array) =>
        make(0).fit(train.windows, train.labels, {
          validation: { samples, ...(labels && { labels }) },
        });
      const { windows, labels } = test;
      const short = makeWindows({ samples: windows.samples, length: 4 });
      await expect(fitOn(windows)).rejects.toThrow('validation labels must be given');
      await expect(fitOn(windows, labels.slice(1))).rejects.toThrow('must have 60 values, got 59');
      const unseen = labels.map((label) => 2 * label);
      await expect(fitOn(windows, unseen)).rejects.toThrow(/validation labels must .*got 2/);
      await expect(fitOn(short, labels)).rejects.toThrow(`must have ${LENGTH} samples, got 4`);
    });

    it('stops when the signal aborts', async () => {
      const signal = AbortSignal.abort();
      const stopped = await make(0).fit(train.windows, train.labels, { signal });
      stopped.dispose();
      expect(stopped.history).toMatchObject({ bestEpoch: -1, stopped: 'interrupted' });
    });

    it('scores the same, to the last bit, after it is saved and loaded', async () => {
      const directory = await mkdtemp(join(tmpdir(), 'classifier-'));
      try {
        await saveDetector(fitted, directory);
        const loaded = (await loadDetector(directory)) as unknown as typeof fitted;
        expect(await loaded.score(test.windows)).toEqual(scores);
        expect(loaded.name).toBe(name);
        expect(loaded.params).toEqual(fitted.params);
        expect(loaded.history).toEqual(fitted.history);
        loaded.dispose();
      } finally {
        await rm(directory, { recursive: true });
      }
    });

    it('keeps its hyperparameters as plain JSON', () => {
      const { params } = make(5);
      expect(JSON.parse(JSON.stringify(params))).toEqual(params);
      expect(params['seed']).toBe(5);
    });

    it('leaves no tensor behind when it is disposed, be it twice', async () => {
      const before = nTensors();
      const gone = await make(0).fit(train.windows, train.labels);
      await gone.score(test.windows);
      gone.dispose();
      expect(nTensors()).toBe(before);
      gone.dispose();
      expect(nTensors()).toBe(before);
      await expect(gone.score(test.windows)).rejects.toThrow('disposed');
    });

    it('leaves no tensor behind when its training fails', async () => {
      const before = nTensors();
      const onEpoch = () => {
        throw new Error('of the caller');
      };
      const training = make(0).fit(train.windows, train.labels, { onEpoch });
      await expect(training).rejects.toThrow('of the caller');
      expect(nTensors()).toBe(before);
    });
  });
}

function copyOf({ windows, labels }: PlantedSequences): PlantedSequences {
  const all = Array.from({ length: windows.samples.nSamples }, (_, i) => i);
  const samples = takeRows(windows.samples, all);
  const { ends, previous } = windows;
  return {
    windows: { ...windows, samples, ends: ends.slice(), previous: previous.slice() },
    labels: labels.slice(),
  };
}

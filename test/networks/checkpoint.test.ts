import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { classification } from '../../src/networks/classification';
import { liveTensors } from '../../src/networks/engine';
import type { Objective } from '../../src/networks/objective';
import type { TrainingExtras, TrainingOptions } from '../../src/networks/train';
import { plantedOrder, withValue } from './planted-sequences';
import { learned, OPTIONS, trainSmall, validation, withFolder } from './small-training';

/** An objective during whose given step a signal aborts; of three steps an epoch. */
function stoppedAt(step: number): { objective: Objective; signal: AbortSignal } {
  const controller = new AbortController();
  let nSteps = 0;
  const metrics = () => {
    const own = learned.metrics();
    const add: typeof own.add = (...batch) => {
      if (++nSteps === step) controller.abort();
      own.add(...batch);
    };
    return { ...own, add };
  };
  return { objective: { ...learned, metrics }, signal: controller.signal };
}

/** Stops at a step, and then trains on to the end. */
async function inTwoParts(
  step: number,
  options: Partial<TrainingOptions>,
  extras: TrainingExtras,
  checkpointDirectory: string,
) {
  const { objective, signal } = stoppedAt(step);
  const first = await trainSmall(options, { ...extras, checkpointDirectory, signal }, objective);
  expect(first.history.stopped).toBe('interrupted');
  expect(first.history.train['loss'] ?? []).toHaveLength(Math.floor((step - 1) / 3));
  return trainSmall(options, { ...extras, checkpointDirectory });
}

const CASES: [string, Partial<TrainingOptions>, TrainingExtras][] = [
  ['alone', {}, {}],
  ['with validation', { epochs: 8 }, { validation }],
  ['that stops early', { epochs: 60, patience: 3, learningRate: 0.05 }, { validation }],
  [
    'with all options',
    { schedule: 'cosine', warmupSteps: 4, clipNorm: 0.1, classWeights: [1, 2, 3] },
    { validation },
  ],
];

describe('a training with checkpoints', () => {
  it.each(CASES)('comes to the same in two parts, %s', async (_name, options, extras) => {
    const unbroken = await trainSmall(options, extras);
    const resumed = await withFolder((directory) => inTwoParts(8, options, extras, directory));
    expect(resumed).toEqual(unbroken);
  });

  it('comes to the same when it was stopped before the first epoch was done', async () => {
    const resumed = await withFolder((directory) => inTwoParts(2, {}, {}, directory));
    expect(resumed).toEqual(await trainSmall());
  });

  it('is not trained again once it is over', async () => {
    await withFolder(async (checkpointDirectory) => {
      const extras = { validation, checkpointDirectory };
      const done = await trainSmall({}, extras);
      const onEpoch = () => expect.fail('an epoch was trained');
      expect(await trainSmall({}, { ...extras, onEpoch })).toEqual(done);
    });
  });

  it('keeps one state, which is there when the epoch is told of', async () => {
    await withFolder(async (checkpointDirectory) => {
      let told = '';
      const { signal } = new AbortController();
      const onEpoch: TrainingExtras['onEpoch'] = (epoch) => {
        told += epoch;
      };
      await trainSmall({}, { checkpointDirectory, onEpoch, signal });
      expect(told).toBe('01234');
      const files = await readdir(checkpointDirectory);
      expect(files.sort()).toEqual(['checkpoint-5.bin', 'checkpoint-5.json']);
    });
  });

  it('goes on from the last state that is whole', async () => {
    await withFolder(async (checkpointDirectory) => {
      const { objective, signal } = stoppedAt(8);
      await trainSmall({}, { checkpointDirectory, signal }, objective);
      await writeFile(join(checkpointDirectory, 'checkpoint-3.bin'), 'cut');
      await writeFile(join(checkpointDirectory, 'checkpoint-3.json.part'), '{');
      expect(await trainSmall({}, { checkpointDirectory })).toEqual(await trainSmall());
    });
  });

  it.each([
    ['learningRate 0.01, got 0.02', { learningRate: 0.01 }, {}, learned],
    ['clipNorm 1, got none', { clipNorm: 1 }, {}, learned],
    ['validation samples in number 24, got 0', {}, { validation }, learned],
    [
      'samples in number 43, got 44',
      {},
      {},
      classification(plantedOrder(43, 1, 3).windows, plantedOrder(43, 1, 3).labels),
    ],
  ])('refuses that of another training: %s', async (difference, options, extras, objective) => {
    await withFolder(async (checkpointDirectory) => {
      await trainSmall({ epochs: OPTIONS.epochs }, { checkpointDirectory });
      const before = liveTensors();
      const training = trainSmall(options, { ...extras, checkpointDirectory }, objective);
      await expect(training).rejects.toThrow(
        new RangeError(
          `${checkpointDirectory}: checkpoint must be of a training with ${difference}; choose another folder or remove it`,
        ),
      );
      expect(liveTensors()).toBe(before);
    });
  });

  it('refuses that of other values in as many samples, and of other labels', async () => {
    const { windows, labels } = plantedOrder(44, 1, 3);
    const others = [
      classification(withValue(windows, 3, 0.5), labels),
      classification(
        windows,
        labels.map((label, i) => (i === 9 ? 1 - Math.sign(label) : label)),
      ),
    ];
    await withFolder(async (checkpointDirectory) => {
      await trainSmall({}, { checkpointDirectory });
      for (const objective of others) {
        await expect(trainSmall({}, { checkpointDirectory }, objective)).rejects.toThrow(
          /checkpoint must be of a training with samples of checksum \w+, got \w+; /,
        );
      }
    });
  });

  it('says which file is damaged', async () => {
    await withFolder(async (checkpointDirectory) => {
      await trainSmall({}, { checkpointDirectory });
      await rm(join(checkpointDirectory, 'checkpoint-5.bin'));
      await expect(trainSmall({}, { checkpointDirectory })).rejects.toThrow(
        `${join(checkpointDirectory, 'checkpoint-5.bin')}: no such file`,
      );
    });
  });
});

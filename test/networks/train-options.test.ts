import { describe, expect, it } from 'vitest';
import { liveTensors } from '../../src/networks/engine';
import { loadTensorflow } from '../../src/networks/tensorflow';
import type { TrainingExtras, TrainingOptions } from '../../src/networks/train';
import { trainSmall, validation, withFolder } from './small-training';

const OPTIONS: [string, Partial<TrainingOptions>][] = [
  ['schedule', { schedule: 'cosine' }],
  ['warmupSteps', { warmupSteps: 5 }],
  ['clipNorm', { clipNorm: 0.05 }],
  ['classWeights', { classWeights: [1, 4, 1] }],
];

const tensors = () => [liveTensors(), loadTensorflow().memory().numTensors];

describe('train, with an option', () => {
  it.each(OPTIONS)('learns otherwise, and the same again: %s', async (_name, options) => {
    const once = await trainSmall(options);
    expect(await trainSmall(options)).toEqual(once);
    expect(once.weights).not.toEqual((await trainSmall()).weights);
  });

  it('is as without it where it does nothing', async () => {
    const options = {
      schedule: 'constant',
      warmupSteps: 0,
      clipNorm: 1e9,
      classWeights: [1, 1, 1],
    };
    const { weights } = await trainSmall(options as Partial<TrainingOptions>);
    expect(weights).toEqual((await trainSmall()).weights);
  });

  it('weighs the loss of training, and not that of validation', async () => {
    const still = { epochs: 1, learningRate: 1e-12 };
    const plain = (await trainSmall(still, { validation })).history;
    const heavy = (await trainSmall({ ...still, classWeights: [2, 2, 2] }, { validation })).history;
    expect(heavy.train['loss'][0]).toBeCloseTo(2 * plain.train['loss'][0], 5);
    expect(heavy.validation['loss'][0]).toBeCloseTo(plain.validation['loss'][0], 5);
  });
});

describe('tensors', () => {
  const everything = async (options: Partial<TrainingOptions>, extras: TrainingExtras = {}) =>
    withFolder((folder) =>
      trainSmall(options, {
        ...{ validation, checkpointDirectory: folder, logDirectory: folder },
        ...extras,
      }),
    );

  it.each([['nothing', {}] as (typeof OPTIONS)[number], ...OPTIONS])(
    'are all freed after a training with %s',
    async (_name, options) => {
      const before = tensors();
      await everything(options);
      expect(tensors()).toEqual(before);
    },
  );

  it.each([
    ['the loss', { learningRate: 1e38 }, {}, /loss must be finite/],
    ['class weights', { classWeights: [1] }, {}, /^classWeights must have/],
    ['the folder of logs', {}, { logDirectory: '/dev/null/logs' }, /ENOTDIR/],
    ['the folder of checkpoints', {}, { checkpointDirectory: '/dev/null' }, /must be a folder/],
    [
      'a callback',
      {},
      {
        onEpoch: () => {
          throw new TypeError('of the caller');
        },
      },
      /of the caller/,
    ],
  ])('are all freed after an error of %s', async (_name, options, extras, message) => {
    const before = tensors();
    await expect(everything(options, extras)).rejects.toThrow(message);
    expect(tensors()).toEqual(before);
  });
});

import { describe, expect, it } from 'vitest';
import { autoencoder } from '../../src/detectors/autoencoder';
import { lstmClassifier } from '../../src/detectors/lstm-classifier';
import { type NetworkOptions, trainingOptions } from '../../src/detectors/training-options';
import { plantedOrder } from './planted-sequences';
import { withFolder } from './small-training';

describe('trainingOptions', () => {
  it('keeps what is given, as plain JSON, and adds nothing that does nothing', () => {
    const given = {
      schedule: 'cosine',
      warmupSteps: 3,
      clipNorm: 1,
      classWeights: [1, 9],
    } as const;
    const params = trainingOptions(given);
    expect(JSON.parse(JSON.stringify(params))).toMatchObject(given);
    const names = ['epochs', 'batchSize', 'learningRate', 'patience', 'seed'];
    expect(Object.keys(trainingOptions({}))).toEqual(names);
  });

  it.each([
    [{ schedule: 'step' }, 'schedule must be constant or cosine, got step'],
    [{ warmupSteps: -1 }, 'warmupSteps must be an integer of at least 0, got -1'],
    [{ clipNorm: 0 }, 'clipNorm must be a number above 0, got 0'],
    [{ clipNorm: Infinity }, 'clipNorm must be a number above 0, got Infinity'],
    [{ clipNorm: '1' }, "clipNorm must be a number above 0, got '1'"],
    [{ learningRate: '0.1' }, "learningRate must be a number above 0, got '0.1'"],
    [{ classWeights: [1, 0] }, 'classWeights must be balanced or numbers above 0, got [1,0]'],
    [{ classWeights: 'even' }, 'classWeights must be balanced or numbers above 0, got "even"'],
  ])('refuses %j', (options, message) => {
    expect(() => trainingOptions(options as NetworkOptions)).toThrow(new RangeError(message));
  });
});

describe('a fit with checkpoints', () => {
  const { windows, labels } = plantedOrder(24, 1);
  const options = { units: [4], epochs: 2, classWeights: 'balanced' } as const;

  it('is taken from them when it is done again', async () => {
    await withFolder(async (checkpointDirectory) => {
      const first = await lstmClassifier(options).fit(windows, labels, { checkpointDirectory });
      const onEpoch = () => expect.fail('an epoch was trained');
      const extras = { checkpointDirectory, onEpoch };
      const again = await lstmClassifier(options).fit(windows, labels, extras);
      expect(await again.score(windows)).toEqual(await first.score(windows));
      first.dispose();
      again.dispose();
    });
  });

  it('refuses those of another network', async () => {
    await withFolder(async (checkpointDirectory) => {
      const first = await lstmClassifier(options).fit(windows, labels, { checkpointDirectory });
      first.dispose();
      const other = lstmClassifier({ ...options, units: [5] });
      await expect(other.fit(windows, labels, { checkpointDirectory })).rejects.toThrow(
        'checkpoint must be of a training with units [5], got [4]; choose another folder or remove it',
      );
    });
  });

  it('refuses validation labels that are no class indices', async () => {
    const validation = { samples: windows, labels: [...labels] as unknown as Int32Array };
    await expect(lstmClassifier(options).fit(windows, labels, { validation })).rejects.toThrow(
      new TypeError('validation labels must be an Int32Array of class indices'),
    );
  });

  it('refuses class weights where no classes are learned', async () => {
    const fit = autoencoder({ classWeights: 'balanced' }).fit(windows.samples);
    await expect(fit).rejects.toThrow('classWeights must be for a network that learns classes');
  });
});

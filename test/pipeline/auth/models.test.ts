import { describe, expect, it } from 'vitest';
import { createAuthLogGenerator } from '../../../src/data/auth/generator';
import { loadTensorflow } from '../../../src/networks/tensorflow';
import { fitAuthModels } from '../../../src/pipeline/auth/models';

const { events } = createAuthLogGenerator({ seed: 5 }).generateCompleteDataset({ nUsers: 10 });
const normal = events.filter(({ event_label }) => event_label === 'normal');

describe('fitAuthModels', () => {
  it('scores raw events by all three, and gives back its tensors', async () => {
    const tf = await loadTensorflow();
    const before = tf.memory().numTensors;
    const models = await fitAuthModels(normal, { seed: 5, epochs: 1 });
    const scores = await models.score(events.slice(0, 7));
    expect(Object.keys(scores)).toEqual(['isolation forest', 'one-class SVM', 'autoencoder']);
    for (const own of Object.values(scores)) expect(own).toHaveLength(7);
    models.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leaves the autoencoder untrained with 0 epochs, and fits a single login', async () => {
    const models = await fitAuthModels(normal.slice(0, 1), { epochs: 0 });
    const scores = await models.score(normal.slice(0, 2));
    expect(scores.autoencoder.every(Number.isFinite)).toBe(true);
  });

  it('refuses unknown options, and logins without a column', async () => {
    const misspelt = { seed: 5, epoch: 1 };
    await expect(fitAuthModels(normal, misspelt)).rejects.toThrow('epoch');
    await expect(fitAuthModels([{ user_id: 'ann' }])).rejects.toThrow('device_id');
    await expect(fitAuthModels([])).rejects.toThrow(RangeError);
  });
});

import { describe, expect, it } from 'vitest';
import { fitThreatMethods, THREAT_METHODS } from '../../../src/pipeline/cloudtrail/threat-methods';
import { BORDERS, smallRows } from './small';

const rows = smallRows();
const OPTIONS = { seed: 1, epochs: 1, windowLength: 2 };

describe('fitThreatMethods', () => {
  it('fits those that are named, in its order', async () => {
    const names = ['LSTM on one event', 'new call for this user'];
    const methods = await fitThreatMethods(rows, BORDERS, { ...OPTIONS, methods: names });
    expect(methods.map(({ name }) => name)).toEqual(names.toReversed());
    for (const method of methods) method.dispose();
    expect(THREAT_METHODS).toHaveLength(14);
    const wrong = { ...OPTIONS, methods: ['magic'] };
    await expect(fitThreatMethods(rows, BORDERS, wrong)).rejects.toThrow('method must be one of');
  });
});

import { describe, expect, it } from 'vitest';
import { iamThreatLstm } from '../../../src/pipeline/cloudtrail/iam-threat-lstm';
import { indexAtTime, sliceCloudTrailRows } from '../../../src/pipeline/cloudtrail/rows';
import { threatReliability } from '../../../src/pipeline/cloudtrail/threat-reliability';
import { BORDERS, smallRows } from './small';

const rows = smallRows();

describe('threatReliability', () => {
  it('undoes the calibration step by step', async () => {
    const fitted = await iamThreatLstm({ seed: 1, epochs: 2, windowLength: 2 }).train(
      rows,
      BORDERS,
    );
    const { metadata } = fitted.state;
    const seen = sliceCloudTrailRows(rows, 0, indexAtTime(rows, BORDERS.testFrom));
    const steps = await threatReliability(fitted, seen, BORDERS.validationFrom);
    expect(steps.map(({ name }) => name)).toEqual(['network', 'shares', 'temperature']);
    expect(steps[0].error).toBeCloseTo(metadata.calibrationErrorBefore, 6);
    expect(steps[2].error).toBeCloseTo(metadata.calibrationError, 12);
    expect(steps[2].error).toBeLessThan(steps[0].error);
    expect(steps[2].curve.nSamples.reduce((sum, n) => sum + n, 0)).toBe(metadata.nValidation);
    await expect(threatReliability(fitted, seen, BORDERS.testFrom)).rejects.toThrow('got none');
    fitted.dispose();
  });
});

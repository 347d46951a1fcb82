import { describe, expect, it } from 'vitest';
import { CLOUDTRAIL_ACTIVITIES } from '../../../../src/data/cloudtrail/generator/activities';
import { apiCall } from '../../../../src/data/cloudtrail/generator/api-calls';
import { CLOUDTRAIL_ATTACKS } from '../../../../src/data/cloudtrail/generator/attacks';
import { JOB_ACTIVITIES } from '../../../../src/data/cloudtrail/generator/jobs';
import { script, step } from '../../../../src/data/cloudtrail/generator/script';
import { SERVICE_SCRIPTS } from '../../../../src/data/cloudtrail/generator/services';
import {
  TERRAFORM_SCRIPTS,
  TERRAFORM_START,
} from '../../../../src/data/cloudtrail/generator/terraform';

const total = (values: ArrayLike<number>) => Array.from(values).reduce((sum, one) => sum + one, 0);

describe('script', () => {
  it('leaves out and repeats steps as they say', () => {
    const steps = [
      step('iam:ListUsers', { chance: 0.5 }),
      step('iam:CreateUser', { again: 0.2 }),
      step('iam:CreateAccessKey', { chance: 0.25 }),
    ];
    const { start, next } = script('new user', steps);
    expect([...start]).toEqual([0.5, 0.5, 0]);
    expect([...next[0]]).toEqual([0, 1, 0]);
    expect([...next[1]]).toEqual([0, 0.2, 0.2]);
    expect([...next[2]]).toEqual([0, 0, 0]);
    expect([...script('new user', steps, 0.3).start].map((share) => share.toFixed(2))).toEqual([
      '0.45',
      '0.45',
      '0.10',
    ]);
  });

  it('refuses to be empty', () => {
    expect(() => script('nothing', [step('iam:ListUsers', { chance: 0.9 })])).toThrow(
      'a step of nothing must have chance 1, got none',
    );
  });

  it('has known calls and probabilities, in all that is done', () => {
    const scripts = [
      ...[...CLOUDTRAIL_ACTIVITIES.values()].map(({ script: one }) => one),
      ...CLOUDTRAIL_ATTACKS.map(({ script: one }) => one),
      ...TERRAFORM_SCRIPTS.keys(),
      TERRAFORM_START,
      ...SERVICE_SCRIPTS.keys(),
    ];
    for (const { steps, start, next } of scripts) {
      expect(total(start)).toBeCloseTo(1, 12);
      for (const onward of next) expect(total(onward)).toBeLessThan(1 + 1e-12);
      for (const { call } of steps) expect(apiCall(call).eventName).not.toBe('');
    }
    expect(total([...TERRAFORM_SCRIPTS.values()])).toBeCloseTo(1, 12);
    expect(total([...SERVICE_SCRIPTS.values()])).toBeCloseTo(1, 12);
    const jobs = Object.values(JOB_ACTIVITIES).flat();
    expect(jobs.filter((name) => !CLOUDTRAIL_ACTIVITIES.has(name))).toEqual([]);
  });

  it('refuses calls that do not exist', () => {
    expect(() => apiCall('iam:Nothing')).toThrow('call must be a known one, got iam:Nothing');
  });
});

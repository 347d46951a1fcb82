import { expect, it } from 'vitest';
import { uuidOfText } from '../../../src/report/sigma/uuid';

it('makes the ids that Python does', () => {
  // uuid.uuid5(uuid.UUID('6d1f0a4e2c5b4f6e9a738b1d5e7c9042'), text), Python 3.11
  expect(uuidOfText('iam:CreateUser é')).toBe('a962e65b-39f6-530f-a2ed-07460f68ae26');
});

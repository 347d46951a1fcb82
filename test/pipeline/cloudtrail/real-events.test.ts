import { afterAll, describe, expect, it } from 'vitest';
import { createCloudTrailProcessor } from '../../../src/pipeline/cloudtrail/processor';
import { techniquesFound } from '../../../src/pipeline/cloudtrail/techniques-found';
import {
  fitThreatMethods,
  type ThreatMethod,
} from '../../../src/pipeline/cloudtrail/threat-methods';
import { realData } from '../../real-data';
import { BORDERS, smallRows } from './small';

const log = realData('cloudtrail/invictus-aws-2023-07.jsonl.gz');
const labels = realData('cloudtrail/invictus-aws-2023-07.labels.csv');

describe.skipIf(!log || !labels)('techniquesFound in the real events', () => {
  let methods: readonly ThreatMethod[] = [];
  afterAll(() => {
    for (const method of methods) method.dispose();
  });

  it('has the baseline that any model is to be held against: 11 of 26 at 1 %', async () => {
    const processor = createCloudTrailProcessor();
    const { events } = await processor.load(log!);
    const rows = await processor.labelled(events, labels!);
    const options = { seed: 1, epochs: 1, windowLength: 2 };
    methods = await fitThreatMethods(smallRows(), BORDERS, options);
    const found = await techniquesFound(methods, rows, 'terraform_setup_teardown');
    const figuresOf = (name: string) => {
      const method = found.find((one) => one.name === name)!;
      const rates = ['at 1 %', 'at 5 %', 'at 1 %, without', 'at 5 %, without'] as const;
      return rates.map((rate) => method[rate].found.length);
    };
    expect(figuresOf('new call, errors and writes')).toEqual([11, 21, 4, 21]);
    expect(figuresOf('rare call from a network')).toEqual([8, 12, 0, 23]);
    expect(figuresOf('most frequent class')).toEqual([0, 0, 0, 0]);
    for (const { 'at 1 %': one } of found) expect(one.found.length + one.missed.length).toBe(26);
  });
});

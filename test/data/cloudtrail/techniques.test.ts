import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ATTACK_TACTICS } from '../../../src/data/cloudtrail/attack-tactics';
import { CLOUDTRAIL_CLASSES } from '../../../src/data/cloudtrail/event';
import { CLOUDTRAIL_TECHNIQUES } from '../../../src/data/cloudtrail/techniques';
import { realData } from '../../real-data';

const labels = realData('cloudtrail/invictus-aws-2023-07.labels.csv');

describe('CLOUDTRAIL_TECHNIQUES', () => {
  it('gives each of 26 techniques one class but Normal, with its reason', () => {
    expect(CLOUDTRAIL_TECHNIQUES).toHaveLength(26);
    expect(new Set(CLOUDTRAIL_TECHNIQUES.map(({ name }) => name)).size).toBe(26);
    const classes = new Set(CLOUDTRAIL_TECHNIQUES.map((technique) => technique.class));
    expect([...classes].sort()).toEqual([...CLOUDTRAIL_CLASSES.slice(1)].sort());
    for (const { tactics, reason, attackId } of CLOUDTRAIL_TECHNIQUES) {
      expect(tactics.every((tactic) => ATTACK_TACTICS[tactic].startsWith('TA'))).toBe(true);
      expect(attackId).toMatch(/^T\d{4}(\.\d{3})?$/);
      expect(reason).not.toBe('');
    }
  });

  it.skipIf(labels === undefined)('has those of the real labels, and no other', () => {
    const found = readFileSync(labels!, 'utf8').match(/aws\.[\w-]+\.[\w-]+/g);
    const known = CLOUDTRAIL_TECHNIQUES.map(({ name }) => name);
    expect([...new Set(found)].sort()).toEqual([...known].sort());
  });
});

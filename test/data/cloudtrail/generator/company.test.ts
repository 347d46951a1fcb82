import { describe, expect, it } from 'vitest';
import { drawCompany } from '../../../../src/data/cloudtrail/generator/company';
import { isActive } from '../../../../src/data/cloudtrail/generator/principal';
import { createRandom } from '../../../../src/random';

const { principals, accountId } = drawCompany(createRandom(5), 4);
const people = principals.filter(({ kind }) => kind === 'person');

describe('drawCompany', () => {
  it('grows with the scale, names and ids being all different', () => {
    expect(accountId).toMatch(/^\d{12}$/);
    expect(people.length).toBe(32);
    expect(principals.length).toBe(32 + 4 + 12 + 8 + 1);
    expect(new Set(principals.map(({ name }) => name)).size).toBe(principals.length);
    expect(new Set(principals.map(({ principalId }) => principalId)).size).toBe(principals.length);
  });

  it('has people who join and leave, and one of each job who stays', () => {
    const count = (day: number) => people.filter((one) => isActive(one, day)).length;
    expect(people.filter(({ joined }) => joined > 0).length).toBeGreaterThan(4);
    expect(people.filter(({ left }) => left < 1095).length).toBeGreaterThan(2);
    expect(people.slice(0, 5).every((one) => isActive(one, 0) && isActive(one, 1094))).toBe(true);
    expect(count(0)).not.toBe(count(1094));
  });

  it('changes habits from quarter to quarter, but for most the hours', () => {
    for (const { habits } of people) {
      const networks = new Set(habits.map(({ networks: some }) => some[0]));
      expect(networks.size).toBe(3); // the office moves twice
      expect(new Set(habits.map(({ accessKeyId }) => accessKeyId)).size).toBe(6);
      expect(new Set(habits.map(({ hour }) => hour)).size).toBe(1);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { createIdTable } from '../../../src/data/cloudtrail/id-table';
import { createRandom } from '../../../src/random';

const uuidOf = (digits: string) =>
  digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
const random = createRandom(3);
const drawn = () =>
  uuidOf(Array.from({ length: 32 }, () => random.integer(16).toString(16)).join(''));

describe('createIdTable', () => {
  it('keeps the values of UUIDs and of other ids', () => {
    const table = createIdTable();
    const ids = Array.from({ length: 5000 }, (_, i) => (i % 7 === 0 ? `id ${i}` : drawn()));
    expect(ids.every((id, i) => table.add(id, i))).toBe(true);
    expect(ids.some((id) => table.add(id, -5))).toBe(false);
    expect(table.size).toBe(5000);
    expect(ids.map(table.get)).toEqual(ids.map((_, i) => i));
    expect(table.get(drawn())).toBeUndefined();
    expect(table.get('id')).toBeUndefined();
  });

  it('tells ids that differ in one digit, in capitals or in length', () => {
    const table = createIdTable();
    const one = uuidOf(`${'0'.repeat(31)}a`);
    const near = Array.from({ length: 32 }, (_, i) =>
      uuidOf(`${'0'.repeat(i)}f${'0'.repeat(31 - i)}`),
    );
    const odd = [one.toUpperCase(), `${one}0`, one.slice(1), '', one.replace('-', '0')];
    const ids = [one, ...near, ...odd];
    expect(ids.every((id, i) => table.add(id, i))).toBe(true);
    expect(ids.map(table.get)).toEqual(ids.map((_, i) => i));
    expect(table.get(`${one.slice(0, 35)}b`)).toBeUndefined();
    expect(table.get('é'.repeat(36))).toBeUndefined();
  });

  it('holds ids made by counting', () => {
    const table = createIdTable();
    const ids = Array.from({ length: 20_000 }, (_, i) => uuidOf(i.toString(16).padStart(32, '0')));
    ids.forEach(table.add);
    expect(ids.every((id, i) => table.get(id) === i)).toBe(true);
  });
});

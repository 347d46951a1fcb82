import { describe, expect, it } from 'vitest';
import { parseIsoTime } from '../../src/data/iso-time';

describe('parseIsoTime', () => {
  it.each([
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2024-01-31 08:00', Date.UTC(2024, 0, 31, 8)],
    ['2024-01-31T08:00:05.123456Z', Date.UTC(2024, 0, 31, 8, 0, 5, 123)],
    ['2024-01-31T08:00:05,5+05:30', Date.UTC(2024, 0, 31, 2, 30, 5, 500)],
    ['2024-01-31 08:00:05-03', Date.UTC(2024, 0, 31, 11, 0, 5)],
  ])('reads %s', (text, time) => {
    expect(parseIsoTime(text)).toBe(time);
  });

  it.each([
    '2023-02-29',
    '2024-13-01',
    '2024-01-31T24:00:00',
    '1711111111',
    '31/01/2024',
    '2024-01-31 08:00:05+24:00',
    '2024-01-31 08:00:05-09:60',
    '2024-01-31 08:00:05+',
    '',
    '0050-01-01',
  ])('refuses «%s»', (text) => {
    expect(parseIsoTime(text)).toBeNaN();
  });
});

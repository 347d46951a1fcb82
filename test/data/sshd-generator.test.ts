import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateSshdLog } from '../../src/data/sshd-generator';
import { parseSshdLines } from '../../src/data/sshd-log';

describe('generateSshdLog', () => {
  it('writes lines that are read back as the same logins', () => {
    const options = fc.record({
      seed: fc.integer(),
      days: fc.integer({ min: 1, max: 40 }),
      start: fc.constantFrom(Date.UTC(2023, 11, 20), Date.UTC(2024, 1, 20)),
      nUsers: fc.integer({ min: 1, max: 25 }),
      nScanners: fc.integer({ min: 0, max: 10 }),
      nBursts: fc.integer({ min: 0, max: 2 }),
    });
    fc.assert(
      fc.property(options, (given) => {
        const { lines, events } = generateSshdLog(given);
        const year = new Date(events[0].time).getUTCFullYear();
        const log = parseSshdLines(lines, { year });
        expect(log.nSkipped).toBe(0);
        expect(log.events.map(({ file, line, ...login }) => login)).toEqual(events);
      }),
      { numRuns: 30 },
    );
  });

  it('repeats itself for a seed and differs for another', () => {
    expect(generateSshdLog({ seed: 1 })).toEqual(generateSshdLog({ seed: 1 }));
    expect(generateSshdLog({ seed: 1 }).lines).not.toEqual(generateSshdLog({ seed: 2 }).lines);
  });

  it('labels every address that occurs, once', () => {
    const { events, addresses } = generateSshdLog();
    const labelled = addresses.map(({ address }) => address);
    expect(new Set(labelled).size).toBe(labelled.length);
    expect(new Set(labelled)).toEqual(new Set(events.map(({ address }) => address)));
  });

  it('holds a spray that ends in a success, a burst and mistakes of users', () => {
    const { events, addresses } = generateSshdLog();
    const of = (kind: string) => {
      const those = new Set(addresses.filter((a) => a.kind === kind).map((a) => a.address));
      return events.filter(({ address }) => those.has(address));
    };
    const spray = of('spray');
    expect(spray.map(({ outcome }) => outcome).indexOf('accepted')).toBe(spray.length - 1);
    expect(of('brute_force').every(({ outcome }) => outcome === 'failed')).toBe(true);
    expect(of('brute_force').some(({ repeated }) => repeated === 5)).toBe(true);
    expect(of('user').some(({ outcome }) => outcome === 'failed')).toBe(true);
  });

  it.each([{ days: 0 }, { nUsers: 0 }, { nUsers: 201 }, { nScanners: 1.5 }, { nBursts: -1 }])(
    'refuses %o',
    (options) => {
      expect(() => generateSshdLog(options)).toThrow(RangeError);
    },
  );
});

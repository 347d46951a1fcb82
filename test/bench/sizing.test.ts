import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import measured from '../../bench/sizing/measured.json';
import { LOAD, sizingTables, withTables } from '../../bench/sizing/tables';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'sizing.md'), 'utf8');

describe('sizingTables', () => {
  it('are those of the page in docs, from the figures beside them', () => {
    expect(withTables(page, sizingTables(measured, LOAD))).toBe(page);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('count processes for the peak, and one more', () => {
    const one = {
      name: 'one',
      source: 'x.md',
      eventsPerSecond: 100,
      cpuMicroseconds: 5000,
      memoryMb: 500,
    };
    const load = { eventsPerDay: 86_400 * 200, peakFactor: 2, busyShare: 0.5 };
    const { live } = sizingTables(
      {
        eventBytes: 100,
        findingBytes: 1000,
        fullPartitionMb: 1,
        stream: [one],
        service: [],
        batch: [],
      },
      load,
    );
    // 400 events a second at the peak, 50 a process: 8 and one more; 2 s of processor a second, half busy; 500 a second to spare of 900
    expect(live.split('\n').at(-1)).toBe('| one | 9 | 4.0 | 4.5 GB | 48 min |');
  });

  it('need their place in the page', () => {
    expect(() => withTables('no place', { live: 'x' })).toThrow('place for the table live');
  });
});

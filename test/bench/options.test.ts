import { describe, expect, it } from 'vitest';
import { type Options, readOptions } from '../../bench/options';

function namesOf(words: string[]): Record<string, string[]> {
  const { chosen } = readOptions(words) as Options;
  return Object.fromEntries(
    chosen.map(({ group, tasks }) => [group.name, tasks.map(({ name }) => name)]),
  );
}

describe('the rows of a command line', () => {
  it('are all of the groups where none is named', () => {
    const { networks, detectors, threads, cloudtrail } = namesOf(['--smallest']);
    expect(cloudtrail).toEqual(['cloudtrail_features']);
    expect(threads).toEqual(['score_in_workers']);
    expect(networks).toContain('growth');
    expect(new Set(networks).size).toBe(networks.length);
    expect(detectors).toContain('isolation_forest_fit');
    expect(new Set(detectors).size).toBe(detectors.length);
  });

  it('are those named, at all of their sizes, or those of a group', () => {
    expect(namesOf(['lof', 'growth'])).toEqual({
      networks: ['growth'],
      detectors: ['lof', 'lof', 'lof'],
    });
    expect(Object.keys(namesOf(['detectors']))).toEqual(['detectors']);
  });

  it('are refused where there are none of the name', () => {
    expect(() => readOptions(['lofs'])).toThrow('row must be one of networks, ');
    expect(() => readOptions(['--pairs', '0'])).toThrow('--pairs must be an integer of at least 1');
  });
});

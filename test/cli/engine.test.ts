import { describe, expect, it } from 'vitest';
import { type EngineOptions, withEngine } from '../../src/cli/engine';

const none = async () => 'worked';

describe('withEngine', () => {
  it('has DuckDB work without a session', async () => {
    expect(await withEngine({ engine: 'duckdb' }, async (spark) => spark === undefined)).toBe(true);
  });

  it.each<[EngineOptions, string]>([
    [{ engine: 'spark' }, '--engine spark needs --connect HOST:PORT'],
    [{ engine: 'duckdb', connect: 'host' }, '--connect goes with --engine spark only'],
    [{ engine: 'duckdb', tlsCa: 'file' }, '--tls-ca goes with --engine spark only'],
    [
      { engine: 'spark', connect: 'a b' },
      'address must be HOST:PORT or sc://HOST:PORT/;…, got a b',
    ],
    [
      { engine: 'spark', connect: 'host', tlsCa: '/nowhere' },
      '/nowhere: must be a file of certificates or a key',
    ],
  ])('refuses %j', async (options, message) => {
    await expect(withEngine(options, none)).rejects.toThrow(new RangeError(message));
  });
});

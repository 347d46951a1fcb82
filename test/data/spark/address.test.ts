import { describe, expect, it } from 'vitest';
import { parseSparkAddress } from '../../../src/data/spark/address';

describe('parseSparkAddress', () => {
  it.each([
    ['localhost', { target: 'localhost:15002' }],
    ['10.0.0.1:7', { target: '10.0.0.1:7' }],
    ['sc://spark.example', { target: 'spark.example:15002' }],
    ['sc://spark:443/', { target: 'spark:443' }],
    [
      'sc://spark:443/;use_ssl=true;token=a%3Db=c;user_id=lab',
      { target: 'spark:443', tls: true, token: 'a=b=c', user: 'lab' },
    ],
    ['[::1]:15002', { target: '[::1]:15002' }],
  ])('reads %s', (address, expected) => {
    expect(parseSparkAddress(address)).toEqual(expected);
  });

  it.each(['', 'http://spark', 'spark:', 'spark:99999', 'a b', 'spark/path'])(
    'refuses "%s"',
    (address) => {
      expect(() => parseSparkAddress(address)).toThrow(
        new RangeError(`address must be HOST:PORT or sc://HOST:PORT/;…, got ${address}`),
      );
    },
  );

  it('refuses words that it does not know', () => {
    expect(() => parseSparkAddress('sc://spark/;use_ssl=yes')).toThrow(
      'address must have token, user_id or use_ssl=true, got use_ssl=yes',
    );
  });

  it('shows no token in an error', () => {
    for (const address of ['sc://a b/;token=secret', 'sc://spark/;tokens=secret']) {
      expect(() => parseSparkAddress(address)).toThrow(/^(?!.*secret)address must/);
    }
  });
});

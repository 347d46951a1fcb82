import { describe, expect, it } from 'vitest';
import {
  integers,
  keep,
  liveTensors,
  read,
  release,
  scalar,
  scope,
  type Tensor,
  tensor,
} from '../../src/networks/engine';
import { add } from '../../src/networks/ops';

const pair = () => tensor([2], Float32Array.of(1, 2));

describe('scope', () => {
  it('frees all tensors but those that are kept', () => {
    const before = liveTensors();
    const kept = scope(() => {
      const sum = keep(add(pair(), pair()));
      expect(liveTensors()).toBe(before + 3);
      return sum;
    });
    expect(liveTensors()).toBe(before + 1);
    expect([...read(kept)]).toEqual([2, 4]);
    release(kept);
    expect(liveTensors()).toBe(before);
  });

  it('frees them when the work throws', () => {
    const before = liveTensors();
    const fail = () =>
      scope(() => {
        add(pair(), pair());
        throw new RangeError('no more');
      });
    expect(fail).toThrow('no more');
    expect(liveTensors()).toBe(before);
  });

  it('frees them when a kernel throws', () => {
    const before = liveTensors();
    expect(() => scope(() => add(pair(), tensor([3], new Float32Array(3))))).toThrow();
    expect(liveTensors()).toBe(before);
  });

  it('leaves the tensors of the scope round it', () => {
    const before = liveTensors();
    scope(() => {
      const outer = pair();
      scope(() => add(outer, outer));
      expect(liveTensors()).toBe(before + 1);
      expect([...read(add(outer, outer))]).toEqual([2, 4]);
    });
    expect(liveTensors()).toBe(before);
  });

  it('takes the scope round it up again after an inner one threw', () => {
    const before = liveTensors();
    scope(() => {
      expect(() =>
        scope(() => {
          throw new Error('inner');
        }),
      ).toThrow('inner');
      pair();
    });
    expect(liveTensors()).toBe(before);
  });
});

describe('constants', () => {
  it('are made once and outlive scopes', () => {
    const before = liveTensors();
    const inside: Tensor = scope(() => scalar(2.5));
    expect(scalar(2.5)).toBe(inside);
    expect(integers([1, 2])).toBe(integers([1, 2]));
    expect(integers([1, 2])).not.toBe(integers([1, 2], [2, 1]));
    expect(liveTensors()).toBe(before);
    expect([...scope(() => read(add(pair(), inside)))]).toEqual([3.5, 4.5]);
  });
});

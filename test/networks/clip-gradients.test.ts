import { describe, expect, it } from 'vitest';
import { clipByGlobalNorm } from '../../src/networks/clip-gradients';
import { read, scope, tensor } from '../../src/networks/engine';

const clip = (parts: readonly number[][], clipNorm: number) =>
  scope(() => {
    const gradients = parts.map((values) => tensor([values.length], Float32Array.from(values)));
    return clipByGlobalNorm(gradients, clipNorm).map((gradient) => [...read(gradient)]);
  });

describe('clipByGlobalNorm', () => {
  it('scales all gradients by the norm over them together', () => {
    expect(clip([[3], [0, 4]], 2.5)).toEqual([[1.5], [0, 2]]); // the norm is 5
  });

  it('leaves gradients with a smaller norm as they are, and those that are 0', () => {
    expect(clip([[3], [0, 4]], 6)).toEqual([[3], [0, 4]]);
    expect(clip([[0], [0, 0]], 1)).toEqual([[0], [0, 0]]);
  });
});

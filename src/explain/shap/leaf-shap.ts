import { gaussLegendre } from './gauss-legendre';
import type { ShapLeaf } from './shap-tree';

/**
 * What one leaf adds to the Shapley values of each of its features, for samples of which `masks` say
 * where they agree with its path: bit j is 1 where a sample takes every split on feature j.
 *
 * With each feature known with probability t, a sample reaches the leaf with the product of z + (1 - z) t
 * over the features that it agrees with and of z (1 - t) over the others, z their shares. A Shapley value
 * is the integral over t in [0, 1] of the product's slope along one feature: a polynomial of degree
 * d - 1 for d features, which Gauss and Legendre's rule integrates exactly with d / 2 points.
 * Source: Owen 1972, section 5 (the integral); Lundberg et al. 2020, algorithm 1 (the probabilities).
 *
 * @returns shape `[nFeatures of the leaf, masks.length]`.
 */
export function leafShap({ value, shares }: ShapLeaf, masks: Int32Array): Float64Array {
  const n = masks.length;
  const { points, weights } = gaussLegendre(Math.ceil(shares.length / 2));
  const values = new Float64Array(shares.length * n);
  const products = new Float64Array(n);
  points.forEach((t, q) => {
    products.fill(value * weights[q]);
    shares.forEach((z, j) => {
      multiply(products, masks, j, z * (1 - t), z + (1 - z) * t);
    });
    shares.forEach((z, j) => {
      const column = values.subarray(j * n, (j + 1) * n);
      addProducts(column, products, masks, j, -1 / (1 - t), (1 - z) / (z + (1 - z) * t));
    });
  });
  return values;
}

/** Multiplies each product by one of two factors, by a bit of its mask. */
function multiply(
  products: Float64Array,
  masks: Int32Array,
  bit: number,
  where0: number,
  where1: number,
): void {
  for (let i = 0; i < products.length; i++) products[i] *= (masks[i] >> bit) & 1 ? where1 : where0;
}

/** Adds each product times one of two slopes, by a bit of its mask. */
function addProducts(
  column: Float64Array,
  products: Float64Array,
  masks: Int32Array,
  bit: number,
  where0: number,
  where1: number,
): void {
  for (let i = 0; i < column.length; i++) {
    column[i] += products[i] * ((masks[i] >> bit) & 1 ? where1 : where0);
  }
}

import { gaussLegendre } from './gauss-legendre';
import type { ShapLeaf } from './shap-tree';

/**
 * What one leaf adds to the Shapley values of each of its features, for every set of features that a
 * sample may agree on: what `leafShap` gives for the masks 0, 1, 2, …, a row each.
 *
 * With all sets at once a product comes from that of a set with one feature fewer, and those with and
 * without a feature have the same slope along it but for a factor: 1 - z and -z.
 *
 * @returns shape `[2 ** nFeatures, nFeatures]`, the features those of the leaf.
 */
export function leafTable({ value, shares }: ShapLeaf): Float64Array {
  const n = shares.length;
  const { points, weights } = gaussLegendre(Math.ceil(n / 2));
  const products = new Float64Array(2 ** n);
  const table = new Float64Array(n * products.length);
  for (let q = 0; q < points.length; q++) {
    const t = points[q];
    products[0] = value * weights[q];
    for (let j = 0; j < n; j++) {
      const z = shares[j];
      extend(products, 1 << j, z * (1 - t), z + (1 - z) * t);
    }
    for (let j = 0; j < n; j++) {
      const z = shares[j];
      addKnown(table, n, j, products, 1 / (z + (1 - z) * t));
    }
  }
  for (let j = 0; j < n; j++) setSlopes(table, n, j, shares[j]);
  return table;
}

/** From the products of the sets below `bit` to those of the sets with and without it. */
function extend(products: Float64Array, bit: number, where0: number, where1: number): void {
  for (let set = 0; set < bit; set++) {
    products[bit + set] = products[set] * where1;
    products[set] *= where0;
  }
}

/** Adds each product of a set with feature `j`, times a factor, to that feature's column. */
function addKnown(
  table: Float64Array,
  n: number,
  j: number,
  products: Float64Array,
  factor: number,
): void {
  const bit = 1 << j;
  for (let set = bit; set < products.length; set = (set + 1) | bit) {
    table[set * n + j] += products[set] * factor;
  }
}

/** Turns the sums of the sets with feature `j` into the values of those, and of the sets without it. */
function setSlopes(table: Float64Array, n: number, j: number, share: number): void {
  const bit = 1 << j;
  for (let set = bit; set < 2 ** n; set = (set + 1) | bit) {
    const slope = table[set * n + j];
    table[set * n + j] = slope * (1 - share);
    table[(set - bit) * n + j] = -slope * share;
  }
}

/**
 * Shapley values by their definition: the mean of what a feature adds, over all orders of features.
 *
 * @param value of a set of features, given as a mask.
 */
export function bruteForceShapley(nFeatures: number, value: (mask: number) => number): number[] {
  const values = Array.from({ length: 2 ** nFeatures }, (_, mask) => value(mask));
  const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
  return Array.from({ length: nFeatures }, (_, j) =>
    values.reduce((sum, without, mask) => {
      if (mask & (1 << j)) return sum;
      const size = mask.toString(2).replaceAll('0', '').length;
      const weight = factorial(size) * factorial(nFeatures - size - 1);
      return sum + (weight / factorial(nFeatures)) * (values[mask | (1 << j)] - without);
    }, 0),
  );
}

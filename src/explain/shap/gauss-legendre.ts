/** Points and weights of a rule that integrates over [0, 1]. */
export interface QuadratureRule {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

/** The rules that have been asked for, by their points. */
const rules: QuadratureRule[] = [];

/**
 * Gauss and Legendre's rule on [0, 1]: exact for polynomials of degree `2 * nPoints - 1`.
 *
 * Source: Abramowitz and Stegun 1964, 25.4.30; the roots by Newton's method from 22.16.6.
 */
export function gaussLegendre(nPoints: number): QuadratureRule {
  rules[nPoints] ??= makeRule(nPoints);
  return rules[nPoints];
}

function makeRule(nPoints: number): QuadratureRule {
  const points = new Float64Array(nPoints);
  const weights = new Float64Array(nPoints);
  for (let i = 0; i < nPoints; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (nPoints + 0.5));
    for (let step = 0; step < 8; step++) {
      const [value, slope] = legendre(nPoints, x);
      x -= value / slope;
    }
    const [, slope] = legendre(nPoints, x);
    points[i] = (1 - x) / 2;
    weights[i] = 1 / ((1 - x * x) * slope * slope);
  }
  return { points, weights };
}

/** Legendre's polynomial of a degree at `x` in (-1, 1), and its slope there. */
function legendre(degree: number, x: number): [value: number, slope: number] {
  let before = 1;
  let value = x;
  for (let n = 2; n <= degree; n++) {
    const next = ((2 * n - 1) * x * value - (n - 1) * before) / n;
    before = value;
    value = next;
  }
  return [value, (degree * (x * value - before)) / (x * x - 1)];
}

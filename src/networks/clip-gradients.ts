import { attribute, FLOAT, run, scalar, type Tensor } from './engine';
import { add, multiply, reshape, sum, unary } from './ops';

const T = [attribute('T', 'type', FLOAT)];

/**
 * Gradients scaled down together, so that the norm of all their values is at most the limit.
 *
 * Source: Pascanu, Mikolov and Bengio 2013, algorithm 1; Keras's `global_clipnorm`.
 */
export function clipByGlobalNorm(gradients: readonly Tensor[], clipNorm: number): Tensor[] {
  const squares = gradients.map((gradient) => sum(reshape(unary('Square', gradient), [-1]), [0])); // each [1]
  const norm = run('Sqrt', T, [squares.reduce(add)]);
  const limit = scalar(clipNorm);
  const factor = run('RealDiv', T, [limit, run('Maximum', T, [norm, limit])]);
  const single = reshape(factor, []);
  return gradients.map((gradient) => multiply(gradient, single));
}

export { checkSamples, type Matrix, matrix, rowOf, takeRows } from './matrix';
export { createRandom, type Random } from './random';

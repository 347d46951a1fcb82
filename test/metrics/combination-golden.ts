import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `golden/make-combination.py` wrote. */
export const combinationGolden: {
  /** One list a model. */
  readonly scores: number[][];
  readonly nGroups: number;
  /** The models, cut into groups of one size. */
  readonly order: number[];
  readonly average: number[];
  readonly maximum: number[];
  readonly averageOfMaximum: number[];
  readonly maximumOfAverage: number[];
  readonly flags: number[][];
  readonly majorityVote: number[];
  /** Reference scores for the scales of the first model's. */
  readonly train: number[];
  readonly zscore: number[];
  readonly unified: number[];
  readonly errorFunction: [number, number][];
} = JSON.parse(readFileSync(join(__dirname, '../golden/combination.json'), 'utf8'));

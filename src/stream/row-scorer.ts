import type { Windows } from '../features/window';
import type { Matrix } from '../matrix';
import type { Row } from '../pipeline/columns';
import type { FittedPipeline } from '../pipeline/fitted-pipeline';
import { windowMemory } from './window-memory';

/** Scores of rows, and why some have none. */
export interface ScoredRows {
  /** Shape `[nRows]`; 0 where a row is refused. */
  readonly scores: Float32Array;
  /** Why a row cannot be scored, by its index. */
  readonly refused: ReadonlyMap<number, string>;
}

/** Scores the rows of one partition in their order; a row that does not fit stops no other. */
export interface RowScorer {
  score(rows: readonly Row[]): Promise<ScoredRows>;
  /** Remembers rows that need no scores. */
  remember(rows: readonly Row[]): Promise<void>;
  /** All that is remembered, as JSON; undefined where nothing is. */
  state(): unknown;
}

/**
 * Scores rows by a pipeline, with the rows before of the same entity where it takes windows.
 *
 * @param saved state of an earlier one. Default: nothing.
 * @throws {Error} if the state is none of this pipeline's.
 */
export function rowScorer(pipeline: FittedPipeline<Matrix | Windows>, saved?: unknown): RowScorer {
  const memory = pipeline.state.windows ? windowMemory(pipeline.state, saved) : undefined;
  const scoreAll = async (rows: readonly Row[]): Promise<Float32Array> => {
    if (memory === undefined) return pipeline.score(rows);
    const { placed, before } = memory.place(rows);
    const scores = await pipeline.score(placed, before);
    memory.remember(placed);
    return scores;
  };
  const rememberAll = async (rows: readonly Row[]): Promise<Float32Array> => {
    if (memory === undefined) return new Float32Array(rows.length);
    const { placed } = memory.place(rows);
    pipeline.transform(placed);
    memory.remember(placed);
    return new Float32Array(rows.length);
  };
  return {
    score: (rows) => allOrEach(rows, scoreAll),
    remember: async (rows) => void (await allOrEach(rows, rememberAll)),
    state: () => memory?.state(),
  };
}

/** All at once, or, where one does not fit, one by one. */
async function allOrEach(
  rows: readonly Row[],
  score: (rows: readonly Row[]) => Promise<Float32Array>,
): Promise<ScoredRows> {
  const refused = new Map<number, string>();
  if (rows.length === 0) return { scores: new Float32Array(), refused };
  try {
    return { scores: await score(rows), refused };
  } catch (error) {
    reasonOf(error);
  }
  const scores = new Float32Array(rows.length);
  for (const [i, row] of rows.entries()) {
    try {
      [scores[i]] = await score([row]);
    } catch (error) {
      refused.set(i, reasonOf(error));
    }
  }
  return { scores, refused };
}

/**
 * Why a row does not fit.
 *
 * @throws what is no fault of a row.
 */
function reasonOf(error: unknown): string {
  if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
  return error.message.replace(/^(row|sample) \d+(: |, )?/, '');
}

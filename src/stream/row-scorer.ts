import type { Windows } from '../features/window';
import type { Matrix } from '../matrix';
import type { Row } from '../pipeline/columns';
import type { FittedPipeline } from '../pipeline/fitted-pipeline';
import { type ScoredRows, scoreEach } from '../pipeline/scoring/score-each';
import { windowMemory } from './window-memory';

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
    score: (rows) => scoreEach(scoreAll, rows),
    remember: async (rows) => void (await scoreEach(rememberAll, rows)),
    state: () => memory?.state(),
  };
}

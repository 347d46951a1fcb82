import type { TopContribution } from '../../explain/top-contributions';
import { parseJsonBody } from '../json-body';
import type { ModelSet } from '../models/model-set';
import { scoreEvents } from '../models/score-samples';
import type { ServedModel } from '../models/served-model';
import type { Verdict } from '../scored-feed';
import { readExplainRequest } from './predict-request';
import { explainRows, verdictOf } from './verdict';

/** What moved the score of one event, column by column. */
export interface ExplainedEvent extends Verdict {
  readonly model: string;
  readonly threshold: number;
  /**
   * `treeShap` is exact: `score = 2 ** (log2(baseScore) + sum of contributions)`. `occlusion` is the score
   * less that with the column as is typical; its contributions need not sum to anything.
   */
  readonly method: 'treeShap' | 'occlusion';
  /** What contributions are to. */
  readonly unit: 'log2(score)' | 'score';
  /** The score before any contribution: the model's mean for `treeShap`, else that of the typical row. */
  readonly baseScore: number;
  /** Every column, largest contribution first. */
  readonly contributions: readonly TopContribution[];
}

/**
 * Answers a request to `/explain`.
 *
 * @throws {Problem} 4xx naming what is wrong with the body.
 */
export async function explain(
  models: ModelSet,
  bytes: Uint8Array | null | undefined,
): Promise<ExplainedEvent> {
  const request = readExplainRequest(parseJsonBody(bytes));
  return models.use(request.model, async (model) => {
    const scored = await scoreEvents(model, [request.event], () => 'event');
    const contributions = (await explainRows(model, scored))(0);
    const [score] = scored.scores;
    const isForest = 'forest' in model.pipeline.detector;
    return {
      model: model.name,
      threshold: model.pipeline.threshold,
      ...verdictOf(model, score),
      method: isForest ? 'treeShap' : 'occlusion',
      unit: isForest ? 'log2(score)' : 'score',
      baseScore: isForest ? forestBase(score, contributions) : await typicalScore(model.pipeline),
      contributions,
    };
  });
}

/** Contributions of `treeShap` are all that lies between the base and the score. */
function forestBase(score: number, contributions: readonly TopContribution[]): number {
  const moved = contributions.reduce((sum, { contribution }) => sum + contribution, 0);
  return score / 2 ** moved;
}

async function typicalScore(pipeline: ServedModel['pipeline']): Promise<number> {
  const { typical } = pipeline.state;
  const [score] = await pipeline.score(typical ? [typical] : []);
  return score;
}

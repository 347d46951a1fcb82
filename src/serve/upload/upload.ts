import { setImmediate } from 'node:timers/promises';
import { pValueAmong } from '../../evaluate/thresholds/conformal';
import { flag } from '../../evaluate/thresholds/flag';
import type { Row } from '../../pipeline/columns';
import type { ModelSet } from '../models/model-set';
import { scoreEvents } from '../models/score-samples';
import type { ServedModel } from '../models/served-model';
import type { Answer } from '../predict/answer';
import type { UploadAnswer } from './answer';
import { csvText } from './csv-text';
import { readUpload } from './read-upload';

/** Rows scored before others have their turn on the event loop. */
const TURN = 2000;

/**
 * Scores the rows of a CSV file; rows that do not fit the model are told and left out.
 *
 * Reads, scores and writes in short turns, so that other requests are answered meanwhile.
 *
 * @param name of the model; undefined is the first.
 * @param checkWanted throws where nobody waits for the answer any more.
 * @throws {Problem} 4xx if the file as a whole cannot be read, or there is no such model.
 */
export async function answerUpload(
  models: ModelSet,
  bytes: Buffer,
  name: string | undefined,
  checkWanted: () => void,
): Promise<Answer> {
  return models.use(name, async (model) => {
    const { rows, lines, ...file } = await readUpload(
      csvText(bytes),
      model.columns,
      model.pipeline.state,
      checkWanted,
    );
    const scores = await scoreRows(model, rows, lines, checkWanted);
    const labels = rows.length > 0 ? flag(scores, model.pipeline.threshold) : new Int32Array();
    const answer: UploadAnswer = {
      model: model.name,
      threshold: model.pipeline.threshold,
      nRows: rows.length,
      ...file,
      lines,
      scores: Array.from(scores),
      pValues: Array.from(scores, (score) => pValueAmong(model.calibration, score)),
      labels: Array.from(labels),
    };
    return {
      statusCode: 200,
      body: await inTurns(answer),
      model: model.name,
      nEvents: rows.length,
      nAnomalies: labels.reduce((sum, label) => sum + label, 0),
    };
  });
}

/** A model of windows takes all rows at once, for they reach into each other. */
async function scoreRows(
  model: ServedModel,
  rows: readonly Row[],
  lines: readonly number[],
  checkWanted: () => void,
): Promise<Float32Array> {
  const nAtOnce = model.pipeline.state.windows ? rows.length : TURN;
  const scores = new Float32Array(rows.length);
  for (let start = 0; start < rows.length; start += nAtOnce) {
    const part = rows.slice(start, start + nAtOnce);
    const scored = await scoreEvents(model, part, (i) => `line ${lines[start + i]}`);
    scores.set(scored.scores, start);
    await setImmediate();
    checkWanted();
  }
  return scores;
}

/** JSON of the answer, a column at a time. */
async function inTurns({ columns, ...rest }: UploadAnswer): Promise<string> {
  const parts: string[] = [];
  for (const column of columns) {
    parts.push(JSON.stringify(column));
    await setImmediate();
  }
  const head = JSON.stringify(rest);
  return `${head.slice(0, -1)},"columns":[${parts.join(',')}]}`;
}

import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { TableColumn } from '../../data/table-column';
import type { Category } from '../../features/categories';
import type { Row } from '../columns';
import type { FittedPipeline } from '../fitted-pipeline';
import { columnsToRead } from '../scoring/batch-transform';
import { scoreEach } from '../scoring/score-each';
import { escapeText, NOTHING, readLines, unescapeText } from './transform-text';

/**
 * Scores lines of values with tabs between them, as Spark's `TRANSFORM` hands rows to a program: first what tells rows apart, which is
 * handed back as it is, then the columns of the pipeline in their order. Each line gives one: what tells rows apart, why the row is
 * refused, score, flag.
 *
 * @throws {Error} if a line has another number of values.
 */
export async function transformLines(
  fitted: FittedPipeline,
  nIds: number,
  input: Readable,
  output: Writable,
): Promise<void> {
  const columns = columnsToRead(fitted);
  for await (const lines of readLines(input)) {
    const parsed = lines.map((line) => parseLine(line, nIds, columns));
    const { scores, refused } = await scoreEach(
      fitted.score,
      parsed.map(({ row }) => row),
    );
    const text = parsed.map(({ ids }, i) => {
      const reason = refused.get(i);
      const verdict =
        reason === undefined
          ? [NOTHING, scores[i], scores[i] >= fitted.threshold ? 1 : 0]
          : [escapeText(reason), NOTHING, NOTHING];
      return `${[...ids, ...verdict].join('\t')}\n`;
    });
    if (!output.write(text.join(''))) await once(output, 'drain');
  }
}

function parseLine(line: string, nIds: number, columns: readonly TableColumn[]) {
  const values = line.split('\t');
  if (values.length !== nIds + columns.length) {
    throw new Error(`a line must have ${nIds + columns.length} values, got ${values.length}`);
  }
  const row: Record<string, Category> = {};
  columns.forEach(({ name, type }, j) => {
    row[name] = cellOfText(values[nIds + j], type);
  });
  return { ids: values.slice(0, nIds), row: row as Row };
}

function cellOfText(text: string, type: TableColumn['type']): Category {
  if (text === NOTHING) return null;
  if (type === 'a number') return Number(text);
  if (type === 'true or false') return text === 'true';
  return unescapeText(text);
}

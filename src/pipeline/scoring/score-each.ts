import type { Row } from '../columns';

/** Scores of rows, some of which may not fit. */
export interface ScoredRows {
  /** Shape `[rows.length]`, NaN of rows that are refused. */
  readonly scores: Float32Array;
  /** Why a row cannot be scored, by its index. */
  readonly refused: ReadonlyMap<number, string>;
}

/**
 * Scores rows; one that does not fit stops no other. Where one does not fit, halves are tried, and halves of these, in order.
 *
 * @param scoreAll throws a RangeError or TypeError that names the row, as `row 3, column …`, where one does not fit.
 * @throws {Error} what is no fault of a row.
 */
export async function scoreEach(
  scoreAll: (rows: readonly Row[]) => Promise<Float32Array>,
  rows: readonly Row[],
): Promise<ScoredRows> {
  const scores = new Float32Array(rows.length).fill(Number.NaN);
  const refused = new Map<number, string>();
  const score = async (start: number, end: number): Promise<void> => {
    if (start === end) return;
    try {
      scores.set(await scoreAll(rows.slice(start, end)), start);
    } catch (error) {
      const reason = reasonOf(error);
      if (end - start === 1) return void refused.set(start, reason);
      const middle = (start + end) >> 1;
      await score(start, middle);
      await score(middle, end);
    }
  };
  await score(0, rows.length);
  return { scores, refused };
}

/** How errors begin that tell of a row; others of the same kinds are faults of a program. */
const OF_ROW = /^((row|sample) \d+|times\[)/;

/** Why a row that was alone does not fit. */
function reasonOf(error: unknown): string {
  const { message } = error as Error;
  const isOfKind = error instanceof RangeError || error instanceof TypeError;
  if (!isOfKind || !OF_ROW.test(message)) throw error;
  return message.replace(/^(row|sample) \d+(: |, )?/, '');
}

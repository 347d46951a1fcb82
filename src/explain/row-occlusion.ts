/**
 * How much of a row's score each column carries: the score less the score with that column replaced
 * by the reference row's value.
 *
 * Works on rows before they are encoded, so a column of categories counts as one, however many
 * features it becomes. Blind to columns that matter only together, which SHAP sees.
 * Source: occlusion, Zeiler and Fergus 2014, section 4.2, with a reference value in place of grey.
 *
 * @param score scores rows; only the last score is read.
 * @param rows the last row is explained, the earlier ones are its history and stay as they are.
 * @param columns the columns to replace, one at a time.
 * @param reference a row with a value for each of the columns, such as `typicalRow` gives.
 * @returns shape `[columns.length]`; positive where the column makes the row more anomalous.
 * @throws {RangeError} if there are no rows.
 * @throws {TypeError} if the reference lacks a column.
 */
export async function rowOcclusion<Row extends object>(
  score: (rows: readonly Row[]) => Promise<Float32Array>,
  rows: readonly Row[],
  columns: readonly string[],
  reference: Readonly<object>,
): Promise<Float64Array> {
  const row = rows.at(-1);
  if (!row) throw new RangeError('rows must not be empty, got 0 rows');
  const missing = columns.find((column) => !Object.hasOwn(reference, column));
  if (missing !== undefined) {
    throw new TypeError(`reference must have column "${missing}", got ${Object.keys(reference)}`);
  }
  const history = rows.slice(0, -1);
  const lastScore = async (last: Row) => (await score([...history, last])).at(-1)!;
  const whole = await lastScore(row);
  const contributions = new Float64Array(columns.length);
  for (const [j, column] of columns.entries()) {
    const value = reference[column as keyof typeof reference];
    contributions[j] = whole - (await lastScore({ ...row, [column]: value }));
  }
  return contributions;
}

import { z } from 'zod';
import { parseJson, parseWith, readWhole, writeWhole } from '../../../data/whole-file';
import type { ProcessPreprocessor } from './preprocessor';

const FORMAT = 'anomaly-lab process preprocessor 1';

const names = z
  .array(z.string().min(1))
  .refine((list) => new Set(list).size === list.length, { error: 'must differ' });
const numbers = z.array(z.number());

const SCHEMA = z
  .strictObject({
    format: z.literal(FORMAT),
    points: names.check(z.minLength(1)),
    constants: names,
    outputs: names.check(z.minLength(1)),
    scaler: z.strictObject({
      kind: z.enum(['standard', 'minmax', 'robust']),
      center: numbers,
      scale: z.array(z.number().positive()),
    }),
    fittedOn: z
      .array(
        z.strictObject({
          name: z.string(),
          nSamples: z.int().min(1),
          firstTime: z.number(),
          lastTime: z.number(),
        }),
      )
      .min(1),
  })
  .refine(({ points, outputs }) => outputs.every((point) => points.includes(point)), {
    path: ['outputs'],
    error: 'must be among the points',
  })
  .refine(({ points, constants }) => constants.every((point) => points.includes(point)), {
    path: ['constants'],
    error: 'must be among the points',
  })
  .refine(
    ({ outputs, scaler: { center, scale } }) =>
      center.length === outputs.length && scale.length === outputs.length,
    { path: ['scaler'], error: 'must have a centre and a scale for each output' },
  );

/**
 * Writes a preprocessor as JSON; the file appears whole or not at all.
 *
 * @throws {Error} naming the file, if it cannot be written.
 */
export async function saveProcessPreprocessor(
  preprocessor: ProcessPreprocessor,
  path: string,
): Promise<void> {
  await writeWhole(path, `${JSON.stringify({ format: FORMAT, ...preprocessor }, null, 2)}\n`);
}

/**
 * Reads what `saveProcessPreprocessor` wrote.
 *
 * @throws {Error} naming the file if it is missing or no JSON, and the first field that is wrong.
 */
export async function loadProcessPreprocessor(path: string): Promise<ProcessPreprocessor> {
  const content = parseWith(SCHEMA, parseJson(await readWhole(path), path), path);
  const { format: _, ...preprocessor } = content;
  return preprocessor;
}

import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson, parseWith, readWhole, writeWhole } from './whole-file';

/** Arrays that are saved beside the JSON. */
export type Arrays = Readonly<Record<string, Float32Array | Float64Array | Int32Array>>;

const ARRAY_TYPES = { float32: Float32Array, float64: Float64Array, int32: Int32Array } as const;

const headerSchema = z.object({
  format: z.string(),
  version: z.number().int().positive(),
  content: z.unknown(),
  weights: z
    .object({
      bytes: z.number().int().nonnegative(),
      sha256: z.string(),
      arrays: z.array(
        z.object({
          name: z.string(),
          type: z.enum(['float32', 'float64', 'int32']),
          length: z.number().int().nonnegative(),
        }),
      ),
    })
    .optional(),
});

/** The one version that this library writes; older ones get a reader when there is a second. */
const VERSION = 1;

/**
 * Writes JSON, and arrays beside it, as `NAME.json` and `NAME.bin`.
 *
 * Each file appears whole or not at all; the JSON comes last and holds the checksum of the arrays.
 * Numbers in the arrays are little-endian, one array behind the other.
 */
export async function writeArtifact(
  directory: string,
  name: string,
  content: unknown,
  arrays: Arrays = {},
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const header: z.infer<typeof headerSchema> = {
    format: `anomaly-lab-${name}`,
    version: VERSION,
    content,
  };
  if (Object.keys(arrays).length > 0) {
    const bytes = Buffer.concat(Object.values(arrays).map(bytesOf));
    header.weights = {
      bytes: bytes.length,
      sha256: sha256(bytes),
      arrays: Object.entries(arrays).map(([key, array]) => ({
        name: key,
        type: typeOf(array),
        length: array.length,
      })),
    };
    await writeWhole(join(directory, `${name}.bin`), bytes);
  }
  await writeWhole(join(directory, `${name}.json`), `${JSON.stringify(header, null, 2)}\n`);
}

/**
 * Reads what `writeArtifact` wrote, its content checked against a schema.
 *
 * @throws {Error} naming the file, and the field where there is one, if a file is missing, is not
 * JSON, comes from a newer version, or does not match its schema or checksum.
 */
export async function readArtifact<T>(
  directory: string,
  name: string,
  schema: z.ZodType<T>,
): Promise<{ content: T; arrays: Arrays }> {
  const file = join(directory, `${name}.json`);
  const header = parseWith(headerSchema, parseJson(await readWhole(file), file), file);
  if (header.format !== `anomaly-lab-${name}`) {
    throw new Error(`${file}: format must be anomaly-lab-${name}, got ${header.format}`);
  }
  if (header.version > VERSION) {
    throw new Error(
      `${file}: version must be at most ${VERSION}, got ${header.version}; update anomaly-lab to read it`,
    );
  }
  const content = parseWith(schema, header.content, file, ['content']);
  if (!header.weights) return { content, arrays: {} };
  return { content, arrays: await readArrays(join(directory, `${name}.bin`), header.weights) };
}

async function readArrays(
  file: string,
  weights: NonNullable<z.infer<typeof headerSchema>['weights']>,
): Promise<Arrays> {
  const bytes = await readWhole(file);
  if (bytes.length !== weights.bytes) {
    throw new Error(`${file}: must have ${weights.bytes} bytes, got ${bytes.length}`);
  }
  if (sha256(bytes) !== weights.sha256) {
    throw new Error(`${file}: checksum does not match; the file was changed after it was saved`);
  }
  const sizes = weights.arrays.map(
    ({ type, length }) => length * ARRAY_TYPES[type].BYTES_PER_ELEMENT,
  );
  if (sizes.reduce((sum, size) => sum + size, 0) !== weights.bytes) {
    throw new Error(`${file}: arrays must fill ${weights.bytes} bytes`);
  }
  let offset = 0;
  return Object.fromEntries(
    weights.arrays.map(({ name, type, length }, i) => {
      const copy = Uint8Array.from(bytes.subarray(offset, offset + sizes[i]));
      offset += sizes[i];
      return [name, new ARRAY_TYPES[type](copy.buffer, 0, length)];
    }),
  );
}

function typeOf(array: Arrays[string]): keyof typeof ARRAY_TYPES {
  if (array instanceof Float32Array) return 'float32';
  return array instanceof Float64Array ? 'float64' : 'int32';
}

function bytesOf(array: Arrays[string]): Buffer {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

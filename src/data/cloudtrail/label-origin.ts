import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isJsonObject } from './json-object';

/** Where labels are from: a generator, or from what nobody says. */
export type LabelOrigin = 'synthetic' | 'unknown';

/** All of them. */
export const LABEL_ORIGINS: readonly LabelOrigin[] = ['synthetic', 'unknown'];

/** `synthetic` where a generator's `metadata.json` lies beside the labels and says so. */
export async function labelOriginOf(path: string): Promise<LabelOrigin> {
  const text = await readFile(join(dirname(path), 'metadata.json'), 'utf8').catch(() => 'null');
  try {
    const metadata: unknown = JSON.parse(text);
    return isJsonObject(metadata) && metadata['synthetic'] === true ? 'synthetic' : 'unknown';
  } catch {
    return 'unknown'; // Another's file of that name.
  }
}

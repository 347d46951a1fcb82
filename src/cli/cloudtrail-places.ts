import type { NamedPath } from './output';

/** Why nothing may be written into a model's folder. */
export const MODEL_ALONE = 'the folder of a model may hold nothing else';

/** Where logs lie, for `checkApart`. */
export function logPlaces(folders: readonly string[]): NamedPath[] {
  const alone = 'the next time it would be read as a part of the log';
  return folders.map((path) => ({ name: 'the log', path, alone }));
}

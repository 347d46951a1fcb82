import { basename } from 'node:path';
import type { IamLabelledEvent } from '../data/iam/event';
import { readIamEvents } from '../data/iam/events-file';

/** Labelled events of one file or several, by time. */
export interface EventFiles {
  readonly events: readonly IamLabelledEvent[];
  /** The files as they were given, for messages. */
  readonly place: string;
  /** Their names without folders, as saved with a model. */
  readonly names: string;
}

/**
 * Reads labelled events of files and puts them in order of time.
 *
 * @throws {RangeError | TypeError} naming file and line of a wrong value, a file without events, or two
 * files that hold the same event.
 */
export async function readEventFiles(paths: readonly string[]): Promise<EventFiles> {
  const fileOf = new Map<string, string>();
  const events: IamLabelledEvent[] = [];
  for (const path of paths) {
    const found = await readIamEvents(path);
    if (found.length === 0) throw new RangeError(`${path}: must have events, got a header only`);
    if (paths.length > 1) checkOnce(fileOf, path, found);
    for (const event of found) events.push(event);
  }
  return {
    events: events.sort((a, b) => a.time - b.time),
    place: paths.join(', '),
    names: paths.map((path) => basename(path)).join(', '),
  };
}

/**
 * Does work on events; an error about them names their files.
 *
 * @throws {RangeError} what the work throws, behind the files.
 */
export async function withFiles<T>({ place }: EventFiles, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RangeError) throw new RangeError(`${place}: ${error.message}`);
    throw error;
  }
}

/** An event that counts twice would weigh twice, and be learned and judged by at once. */
function checkOnce(
  fileOf: Map<string, string>,
  path: string,
  events: readonly IamLabelledEvent[],
): void {
  const keys = events.map(({ time, userId, action, resource }) =>
    [time, userId, action, resource].join(' '),
  );
  const twice = keys.findIndex((key) => fileOf.has(key));
  if (twice >= 0) {
    const { time, userId } = events[twice];
    throw new RangeError(
      `${path}: must not repeat events of ${fileOf.get(keys[twice])}, got that of ${userId} at ${new Date(time).toISOString()} again`,
    );
  }
  for (const key of keys) fileOf.set(key, path);
}

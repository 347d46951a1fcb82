import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { CloudTrailEvent } from '../data/cloudtrail/event';
import type { CloudTrailLog } from '../data/cloudtrail/read-log';
import { type CloudTrailReport, firstMalformed } from '../data/cloudtrail/report';
import { parseJson, readWhole, writeWhole } from '../data/whole-file';
import { checkCloudTrailFeatureState } from '../features/cloudtrail/feature-state';
import { type CloudTrailFeatures, createCloudTrailFeatures } from '../features/cloudtrail/features';
import { lineText } from '../report/findings/finding-texts';
import { countOf, say } from './training-output';

/** What is known before the first event. */
export interface CloudTrailHistory {
  readonly features: CloudTrailFeatures;
  /** Of the last event, epoch ms; null before the first. */
  readonly lastTime: number | null;
}

/** Goes on from a file; from nothing where none is given, or it is not there yet. */
export async function loadHistory(file: string | undefined): Promise<CloudTrailHistory> {
  if (file === undefined) return { features: createCloudTrailFeatures(), lastTime: null };
  if (!existsSync(file)) {
    say(`${file}: no such file yet; a history begins`);
    return { features: createCloudTrailFeatures(), lastTime: null };
  }
  const state = checkCloudTrailFeatureState(parseJson(await readWhole(file), file), file);
  return { features: createCloudTrailFeatures({ state }), lastTime: state.lastTime };
}

/**
 * A log's batches as they are.
 *
 * @throws {RangeError} while iterating, if the log begins before its history ends.
 */
export async function* goingOn(
  log: CloudTrailLog,
  file: string | undefined,
  { lastTime }: CloudTrailHistory,
): AsyncGenerator<readonly CloudTrailEvent[]> {
  let isFirst = true;
  for await (const events of log) {
    const first = events[0].eventTime;
    if (isFirst && lastTime !== null && first < lastTime) {
      const [end, start] = [lastTime, first].map((time) => new Date(time).toISOString());
      throw new RangeError(
        `history ${file} ends at ${end}, the log begins at ${start}: give a newer log, or leave --history out`,
      );
    }
    isFirst = false;
    yield events;
  }
}

/** Writes what features know, for the next time. */
export async function saveHistory(file: string, features: CloudTrailFeatures): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeWhole(file, `${JSON.stringify(features.state())}\n`);
}

/** Says what of a log was no event, or came twice. */
export function sayMalformed(report: CloudTrailReport): void {
  const { nMalformed, nRepeated } = report;
  if (nRepeated > 0) {
    say(
      `${countOf(nRepeated, 'events')} came twice and ${nRepeated === 1 ? 'counts' : 'count'} once`,
    );
  }
  if (nMalformed === 0) return;
  say(
    `${countOf(nMalformed, 'records')} could not be read, the first in ${lineText(firstMalformed(report))}`,
  );
}

import type { CloudTrailReport } from '../data/cloudtrail/report';
import { parseJson, readWhole, writeWhole } from '../data/whole-file';
import { checkCloudTrailFeatureState } from '../features/cloudtrail-feature-state';
import { type CloudTrailFeatures, createCloudTrailFeatures } from '../features/cloudtrail-features';
import { countOf, say } from './training-output';

/** Features that go on from a file; from nothing where none is given. */
export async function loadHistory(file: string | undefined): Promise<CloudTrailFeatures> {
  if (file === undefined) return createCloudTrailFeatures();
  const state = checkCloudTrailFeatureState(parseJson(await readWhole(file), file), file);
  return createCloudTrailFeatures({ state });
}

/** Writes what features know, for the next time. */
export function saveHistory(file: string, features: CloudTrailFeatures): Promise<void> {
  return writeWhole(file, `${JSON.stringify(features.state())}\n`);
}

/** Says what of a log was no event, or came twice. */
export function sayMalformed({ nMalformed, malformed, nRepeated }: CloudTrailReport): void {
  if (nRepeated > 0) say(`${countOf(nRepeated, 'events')} came twice and count once`);
  if (nMalformed === 0) return;
  const [{ file, line, reason }] = malformed;
  say(
    `${countOf(nMalformed, 'records')} could not be read, the first in ${file}, line ${line}: ${reason}`,
  );
}

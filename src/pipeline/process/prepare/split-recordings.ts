import { checkNumber } from '../../../check-options';
import type { ProcessRecording } from '../../../data/process/recording';
import { checkSamePoints, sliceRecording } from '../../../features/process-recordings';

/** Recordings parted in time. */
export interface RecordingSplit {
  /** The first part. */
  readonly train: readonly ProcessRecording[];
  /** All that comes later. */
  readonly validation: readonly ProcessRecording[];
}

/**
 * Keeps the last samples by time apart for validation: windows of both parts never share a sample, as they do where windows are
 * drawn by chance.
 *
 * @param share of all samples together, (0, 1). Default 0.1.
 * @returns both in order of time; a recording that is cut keeps its name in both; nothing is copied but labels.
 * @throws {RangeError} if there are no recordings, points differ, or either part would be empty.
 * @example
 * const { train, validation } = splitRecordings([train1, train2]);
 */
export function splitRecordings(
  recordings: ProcessRecording | readonly ProcessRecording[],
  share: number = 0.1,
): RecordingSplit {
  checkNumber('share', share, 0, 1, '()');
  const all = [...checkSamePoints(recordings)].sort((a, b) => a.times[0] - b.times[0]);
  const nAll = all.reduce((sum, { samples }) => sum + samples.nSamples, 0);
  let left = nAll - Math.round(share * nAll);
  if (left === 0 || left === nAll) {
    throw new RangeError(`recordings must have samples for both parts, got ${nAll} samples`);
  }
  const train: ProcessRecording[] = [];
  const validation: ProcessRecording[] = [];
  for (const recording of all) {
    const { nSamples } = recording.samples;
    const cut = Math.min(left, nSamples);
    if (cut > 0) train.push(sliceRecording(recording, 0, cut));
    if (cut < nSamples) validation.push(sliceRecording(recording, cut));
    left -= cut;
  }
  return { train, validation };
}

import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { writeArtifact } from '../../data/artifact';
import { CLOUDTRAIL_CLASSES } from '../../data/cloudtrail/event';
import { LABEL_ORIGINS } from '../../data/cloudtrail/label-origin';
import type { FittedClassifier } from '../../detectors/detector';
import { CLOUDTRAIL_FEATURES } from '../../features/cloudtrail/feature-table';
import type { Windows } from '../../features/window';
import { checkHoldsOnly, replaceFolder } from '../replace-folder';
import type { ThreatModelState } from './fitted-threat-lstm';

const N_FEATURES = CLOUDTRAIL_FEATURES.length;
const COUNT = z.int().min(0);
const SHARE = z.number().min(0).max(1);
const NUMBERS = z.array(z.number()).length(N_FEATURES);

/** These names in this order. */
function exactly<Name extends string>(names: readonly Name[]) {
  const isSame = (found: readonly string[]) => found.join() === names.join();
  return z.array(z.enum(names)).refine(isSame, `must be ${names.join(', ')}`);
}

/** What is saved as JSON beside the network; the features' names say what the network was trained on. */
export const THREAT_MODEL: z.ZodType<Omit<ThreatModelState, 'calibrationScores'>> = z.object({
  features: exactly(CLOUDTRAIL_FEATURES.map(({ name }) => name)),
  classes: exactly(CLOUDTRAIL_CLASSES),
  windowLength: z.int().min(1),
  scaler: z.object({ kind: z.literal('minmax'), center: NUMBERS, scale: NUMBERS }),
  typical: NUMBERS,
  calibration: z.object({
    weights: z.array(z.number().positive()).length(CLOUDTRAIL_CLASSES.length),
    temperature: z.number().positive(),
  }),
  threshold: z.number().min(0),
  metadata: z.object({
    seed: z.int(),
    epochs: COUNT,
    falsePositiveRate: SHARE,
    labels: z.enum(LABEL_ORIGINS).default('unknown'), // Older models do not say.
    trainedUntil: z.string(),
    validatedUntil: z.string(),
    nTrain: COUNT,
    nTrainWindows: COUNT,
    nValidation: COUNT,
    calibrationErrorBefore: SHARE,
    calibrationError: SHARE,
  }),
});

/** The network, and everything else. */
const FILES = ['detector.json', 'detector.bin', 'threat-model.json', 'threat-model.bin'];

/**
 * Writes a model into `DIRECTORY.part` and renames it, so that the folder is whole whenever it is there.
 *
 * @throws {Error} if the folder holds anything but such a model, or cannot be written.
 */
export async function saveThreatLstm(
  directory: string,
  detector: FittedClassifier<Windows>,
  { calibrationScores, ...content }: ThreatModelState,
): Promise<void> {
  const place = resolve(directory);
  await checkThreatFolder(place);
  const part = `${place}.part`;
  await rm(part, { recursive: true, force: true });
  await detector.save(part);
  const features = CLOUDTRAIL_FEATURES.map(({ name }) => name);
  await writeArtifact(part, 'threat-model', { features, ...content }, { calibrationScores });
  const old = `${place}.old`;
  await replaceFolder(place, part, old);
  await rm(old, { recursive: true, force: true });
}

/**
 * Refuses a folder that holds anything but a saved model.
 *
 * @throws {Error} naming the first file that does not belong there.
 */
export function checkThreatFolder(directory: string): Promise<void> {
  return checkHoldsOnly(directory, FILES);
}

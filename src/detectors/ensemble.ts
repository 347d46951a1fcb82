import { join } from 'node:path';
import { z } from 'zod';
import { readArtifact, writeArtifact } from '../data/artifact';
import type { Matrix } from '../matrix';
import { applyScoreScale, fitScoreScale, type ScoreScale } from '../metrics/score-scale';
import { finiteScores } from './check';
import type { Detector, FitOptions, FittedDetector } from './detector';
import {
  combineScores,
  type EnsembleOptions,
  type EnsembleParams,
  ensembleParams,
  fillEnsembleParams,
} from './ensemble-combination';
import type { FittedTransductive } from './neighbours/transductive';

const contentSchema = z.object({
  name: z.literal('ensemble'),
  params: ensembleParams,
  nMembers: z.number().int().positive(),
});

/** A member with the scale of its training scores. */
interface FittedMember<Samples> {
  readonly detector: FittedDetector<Samples>;
  readonly scale: ScoreScale;
}

/**
 * Ensemble: detectors fitted on the same samples, their scores brought to one scale and combined.
 *
 * Suits detectors that are blind to different anomalies: the average is steadier than any, the maximum
 * keeps what one alone sees, and false alarms with it. Blind to what all members are blind to. Members are brought
 * to one scale by their training scores, of `knn` and `lof` those that leave each sample out of its own neighbours; a
 * member that scores its training samples too low, as an overfitted network, gets a narrow scale and with it more
 * weight. Members are fitted one after another, with checkpoints and logs in folders of their own.
 * Planted anomalies: beats the largest z-score on global, local, clustered, dependency
 * (`docs/planted-anomalies.md`).
 * Source: Aggarwal and Sathe 2015, section 3.2; Kriegel et al. 2011 (unified scores).
 *
 * @throws {RangeError} if there are no members, or an option is unknown or out of range.
 * @throws {TypeError} if members are no list, or one is no detector.
 * @example
 * const both = ensemble([isolationForest({ seed: 42 }), oneClassSvm()], { combination: 'maximum' });
 * const fitted = await both.fit(matrix([[0], [0.1], [0.2], [0.3]]));
 * const scores = await fitted.score(matrix([[0.1], [9]])); // scores[1] > scores[0]
 */
export function ensemble<Samples = Matrix>(
  members: readonly Detector<Samples>[],
  options: EnsembleOptions = {},
): Detector<Samples> {
  const params = fillEnsembleParams(members, options);
  return {
    name: 'ensemble',
    params,
    fit: async (train, fitOptions = {}) =>
      fittedEnsemble(params, await fitMembers(members, params, train, fitOptions)),
  };
}

/**
 * Reads a saved ensemble.
 *
 * @param loadMember - Reads a member from its folder.
 * @throws {Error} naming the file if one is missing, corrupt or from a newer version.
 */
export async function loadEnsemble(
  directory: string,
  loadMember: (directory: string) => Promise<FittedDetector>,
): Promise<FittedDetector> {
  const { content, arrays } = await readArtifact(directory, 'detector', contentSchema);
  const members: FittedMember<Matrix>[] = [];
  for (let i = 0; i < content.nMembers; i++) {
    const reference = arrays[nameOf(i)];
    if (!(reference instanceof Float64Array && reference.length > 0)) {
      throw new Error(`${directory}: ensemble must have the scale of ${nameOf(i)}, got none`);
    }
    const scale = { kind: content.params.normalisation, reference };
    members.push({ detector: await loadMember(join(directory, nameOf(i))), scale });
  }
  return fittedEnsemble(content.params, members);
}

function fittedEnsemble<Samples>(
  params: EnsembleParams,
  members: readonly FittedMember<Samples>[],
): FittedDetector<Samples> {
  return {
    name: 'ensemble',
    params,
    score: async (samples) => {
      const columns: Float64Array[] = [];
      for (const { detector, scale } of members) {
        columns.push(applyScoreScale(scale, await detector.score(samples)));
      }
      return finiteScores(combineScores(columns, params));
    },
    save: async (directory) => {
      for (const [i, { detector }] of members.entries()) {
        await detector.save(join(directory, nameOf(i)));
      }
      const scales = members.map(({ scale }, i) => [nameOf(i), scale.reference] as const);
      const content = { name: 'ensemble', params, nMembers: members.length };
      await writeArtifact(directory, 'detector', content, Object.fromEntries(scales));
    },
    dispose: () => {
      for (const { detector } of members) detector.dispose();
    },
  };
}

async function fitMembers<Samples>(
  members: readonly Detector<Samples>[],
  { normalisation }: EnsembleParams,
  train: Samples,
  options: FitOptions<Samples>,
): Promise<FittedMember<Samples>[]> {
  const detectors: FittedDetector<Samples>[] = [];
  const scales: ScoreScale[] = [];
  try {
    for (const [i, member] of members.entries()) {
      detectors.push(await member.fit(train, optionsOf(options, nameOf(i))));
      scales.push(fitScoreScale(normalisation, await trainScoresOf(detectors[i], train)));
    }
    return detectors.map((detector, i) => ({ detector, scale: scales[i] }));
  } catch (error) {
    for (const detector of detectors) detector.dispose();
    throw error;
  }
}

/** No training sample counts as its own neighbour where the detector can leave it out. */
function trainScoresOf<Samples>(
  detector: FittedDetector<Samples> | FittedTransductive,
  train: Samples,
): Promise<Float32Array> {
  return 'trainScores' in detector ? detector.trainScores() : detector.score(train);
}

const nameOf = (member: number): string => `member-${member}`;

/** The options with folders of the member's own. */
function optionsOf<Samples>(options: FitOptions<Samples>, name: string): FitOptions<Samples> {
  const { checkpointDirectory, logDirectory } = options;
  return {
    ...options,
    ...(checkpointDirectory && { checkpointDirectory: join(checkpointDirectory, name) }),
    ...(logDirectory && { logDirectory: join(logDirectory, name) }),
  };
}

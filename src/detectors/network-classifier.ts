import { z } from 'zod';
import type { Windows } from '../features/window';
import type { Matrix } from '../matrix';
import { classification } from '../networks/classification';
import type { LayerMaker } from '../networks/layer';
import { createNetwork, type Network, type WeightValues } from '../networks/network';
import type { Objective } from '../networks/objective';
import { predictWindows } from '../networks/predict';
import { type TrainingOptions, train } from '../networks/train';
import type { TrainingHistory } from '../networks/training-history';
import { readArtifact, writeArtifact } from './artifact';
import { checkClassLabels, checkWindows } from './check';
import type { FitOptions, FittedClassifier, Params, SupervisedDetector } from './detector';

/** What tells one network classifier from another. */
export interface ClassifierKind<Fitted extends FittedClassifier<Windows>> {
  readonly name: string;
  /** Layers from windows to one value a class, before the softmax. */
  layers(params: Params, nClasses: number): LayerMaker;
  /** Adds what only this kind can do. */
  extend(fitted: FittedClassifier<Windows>, network: Network): Fitted;
}

/** What is saved beside the weights. */
interface Content {
  readonly name: string;
  readonly params: Params;
  /** Of a window: its length, and the features of a sample. */
  readonly length: number;
  readonly nFeatures: number;
  readonly nClasses: number;
  readonly history: TrainingHistory;
}

const metricsSchema = z.record(z.string(), z.array(z.number()));

const contentSchema: z.ZodType<Content> = z.object({
  name: z.string(),
  params: z.record(z.string(), z.union([z.number(), z.string(), z.boolean(), z.array(z.number())])),
  length: z.number().int().positive(),
  nFeatures: z.number().int().positive(),
  nClasses: z.number().int().min(2),
  history: z.object({
    train: metricsSchema,
    validation: metricsSchema,
    bestEpoch: z.number().int(),
    stopped: z.enum(['finished', 'noImprovement', 'interrupted']),
  }),
});

/** A classifier of windows by a network; its score is the probability of any class but 0. */
export function networkClassifier<Fitted extends FittedClassifier<Windows>>(
  kind: ClassifierKind<Fitted>,
  params: Params & TrainingOptions,
): SupervisedDetector<Windows, Fitted> {
  return {
    name: kind.name,
    params,
    learnsFromLabels: true,
    fit: async (windows, labels, { validation: heldOut, ...options } = {}) => {
      checkWindows(windows);
      const nClasses = checkClassLabels(labels, windows.ends.length);
      const validation = heldOut && validationOf(windows, nClasses, heldOut);
      const { length, nFeatures } = windows;
      const network = createNetwork(
        kind.layers(params, nClasses),
        [length, nFeatures],
        params.seed,
      );
      try {
        const objective = classification(windows, labels);
        const history = await train(network, objective, params, {
          ...options,
          ...(validation && { validation }),
        });
        const content = { name: kind.name, params, length, nFeatures, nClasses, history };
        return fittedClassifier(kind, content, network);
      } catch (error) {
        network.dispose();
        throw error;
      }
    },
  };
}

/**
 * Reads a saved network classifier.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export async function loadNetworkClassifier<Fitted extends FittedClassifier<Windows>>(
  kind: ClassifierKind<Fitted>,
  directory: string,
): Promise<Fitted> {
  const { content, arrays } = await readArtifact(directory, 'detector', contentSchema);
  const { params, nClasses, length, nFeatures } = content;
  let network: Network | undefined;
  try {
    network = createNetwork(kind.layers(params, nClasses), [length, nFeatures], 0);
    network.assignWeights(arrays as WeightValues);
  } catch (error) {
    network?.dispose();
    throw new Error(`${directory}: ${(error as Error).message}`);
  }
  return fittedClassifier(kind, content, network);
}

function validationOf(
  windows: Windows,
  nClasses: number,
  { samples, labels }: NonNullable<FitOptions<Windows>['validation']>,
): Objective {
  checkWindows(samples, windows);
  if (!labels) throw new TypeError('validation labels must be given, got none');
  if (labels.length !== samples.ends.length) {
    throw new RangeError(
      `validation labels must have ${samples.ends.length} values, got ${labels.length}`,
    );
  }
  const unseen = labels.find((label) => label < 0 || label >= nClasses);
  if (unseen !== undefined) {
    throw new RangeError(
      `validation labels must be class indices below ${nClasses}, as in training, got ${unseen}`,
    );
  }
  return classification(samples, labels);
}

function fittedClassifier<Fitted extends FittedClassifier<Windows>>(
  kind: ClassifierKind<Fitted>,
  content: Content,
  network: Network,
): Fitted {
  const { name, params, nClasses, history } = content;
  const predictProbabilities = async (windows: Windows) => {
    checkWindows(windows, content);
    return softmaxRows(await predictWindows(network, windows), nClasses);
  };
  const fitted: FittedClassifier<Windows> = {
    name,
    params,
    history,
    predictProbabilities,
    score: async (windows) => {
      const { data, nSamples } = await predictProbabilities(windows);
      return Float32Array.from({ length: nSamples }, (_, i) => 1 - data[i * nClasses]);
    },
    save: (directory) => writeArtifact(directory, 'detector', content, network.readWeights()),
    dispose: () => network.dispose(),
  };
  return kind.extend(fitted, network);
}

/** Probabilities from the network's output, shape `[nSamples, nClasses]`. */
function softmaxRows(outputs: Float32Array, nClasses: number): Matrix {
  const data = new Float64Array(outputs.length);
  for (let start = 0; start < data.length; start += nClasses) {
    const own = outputs.subarray(start, start + nClasses);
    const highest = Math.max(...own);
    let total = 0;
    for (let j = 0; j < nClasses; j++) {
      data[start + j] = Math.exp(own[j] - highest);
      total += data[start + j];
    }
    for (let j = 0; j < nClasses; j++) data[start + j] /= total;
  }
  return { data, nSamples: data.length / nClasses, nFeatures: nClasses };
}

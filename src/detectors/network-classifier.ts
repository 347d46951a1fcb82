import { z } from 'zod';
import { writeArtifact } from '../data/artifact';
import type { Windows } from '../features/window';
import type { Matrix } from '../matrix';
import { classification } from '../networks/classification';
import type { LayerMaker } from '../networks/layer';
import type { Network } from '../networks/network';
import type { Objective } from '../networks/objective';
import { createPredictor } from '../networks/predictor';
import type { TrainingOptions } from '../networks/train';
import { checkClassLabels, checkWindows } from './check';
import type { FitOptions, FittedClassifier, Params, SupervisedDetector } from './detector';
import { type NetworkContent, readNetwork, trainNetwork } from './trained-network';

/** What tells one network classifier from another. */
export interface ClassifierKind<Fitted extends FittedClassifier<Windows>> {
  readonly name: string;
  /** Layers from windows to one value a class, before the softmax. */
  layers(params: Params, nClasses: number): LayerMaker;
  /** Adds what only this kind can do. */
  extend(fitted: FittedClassifier<Windows>, network: Network): Fitted;
}

/** What is saved beside the weights. */
interface Content extends NetworkContent {
  readonly nClasses: number;
}

const fields = z.object({ nClasses: z.number().int().min(2) });

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
      const { network, history } = await trainNetwork(
        kind.layers(params, nClasses),
        windows,
        classification(windows, labels),
        params,
        { ...options, ...(validation && { validation }) },
      );
      const { length, nFeatures } = windows;
      const content = { name: kind.name, params, length, nFeatures, nClasses, history };
      return fittedClassifier(kind, content, network);
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
  const { content, network } = await readNetwork(directory, fields, (saved) =>
    kind.layers(saved.params, saved.nClasses),
  );
  return fittedClassifier(kind, content, network);
}

function validationOf(
  windows: Windows,
  nClasses: number,
  { samples, labels }: NonNullable<FitOptions<Windows>['validation']>,
): Objective {
  checkWindows(samples, windows);
  if (!labels) throw new TypeError('validation labels must be given, got none');
  if (!(labels instanceof Int32Array)) {
    throw new TypeError('validation labels must be an Int32Array of class indices');
  }
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
  const outputs = createPredictor(network);
  const predictProbabilities = async (windows: Windows) => {
    checkWindows(windows, content);
    return softmaxRows(await outputs.predict(windows), nClasses);
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
    dispose: () => {
      outputs.dispose();
      network.dispose();
    },
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
    if (!Number.isFinite(total)) {
      throw new RangeError(
        `window ${start / nClasses} must have finite outputs, got ${own.join(', ')}; scale the features`,
      );
    }
    for (let j = 0; j < nClasses; j++) data[start + j] /= total;
  }
  return { data, nSamples: data.length / nClasses, nFeatures: nClasses };
}

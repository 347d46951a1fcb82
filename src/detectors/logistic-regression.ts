import type { Windows } from '../features/window';
import { dense } from '../networks/layers/dense';
import { lastStep } from '../networks/layers/last-step';
import { sequence } from '../networks/layers/sequence';
import { checkOptionNames } from './check';
import type { FittedClassifier, SupervisedDetector } from './detector';
import {
  type ClassifierKind,
  loadNetworkClassifier,
  networkClassifier,
} from './network-classifier';
import { NETWORK_OPTIONS, type NetworkOptions, trainingOptions } from './training-options';

const KIND: ClassifierKind<FittedClassifier<Windows>> = {
  name: 'logisticRegression',
  layers: (_params, nClasses) => sequence([lastStep(), dense({ units: nClasses })]),
  extend: (fitted) => fitted,
};

/**
 * A weighted sum of the last event's features, and a softmax: what a network must beat to show that
 * it learned more than which features matter.
 *
 * Sees one event of each window and none before it. Trained like the other networks.
 * Source: Cox 1958.
 *
 * @throws {RangeError} if an option is unknown or out of its range.
 * @example
 * const fitted = await logisticRegression({ epochs: 5 }).fit(windows, labels);
 */
export function logisticRegression(
  options: NetworkOptions = {},
): SupervisedDetector<Windows, FittedClassifier<Windows>> {
  checkOptionNames(options, NETWORK_OPTIONS);
  return networkClassifier(KIND, { ...trainingOptions(options) });
}

/**
 * Reads a saved logistic regression.
 *
 * @throws {Error} naming the file if it is missing, corrupt or from a newer version.
 */
export function loadLogisticRegression(directory: string): Promise<FittedClassifier<Windows>> {
  return loadNetworkClassifier(KIND, directory);
}

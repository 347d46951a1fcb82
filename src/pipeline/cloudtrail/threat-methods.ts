import { isolationForest } from '../../detectors/isolation-forest';
import { CLOUDTRAIL_FEATURES } from '../../features/cloudtrail-feature-table';
import type { TrainingControls } from '../iam-train';
import { fitCallClasses } from './call-classes';
import type { FittedIamThreatLstm } from './fitted-threat-lstm';
import { type CloudTrailBorders, iamThreatLstm } from './iam-threat-lstm';
import { fitNextCallModel } from './next-call-model';
import { RARITY_JOBS, rarityScores } from './rarity-jobs';
import { type CloudTrailRows, indexAtTime, sliceCloudTrailRows } from './rows';
import { likeliestAttack } from './threat';
import type { ThreatRows } from './threat-rows';
import type { ScoringControls } from './window-outputs';

/** What a method says of events. */
export interface ThreatScores {
  /** Higher is more like an attack, shape `[nEvents]`. */
  readonly scores: Float64Array;
  /** The attacking class that an event has where it is flagged, shape `[nEvents]`. */
  readonly classes: Int32Array;
}

/** A method that has learned what it learns, and scores any log by its own past alone. */
export interface ThreatMethod {
  readonly name: string;
  /** Scores every event from those before it in the same rows. */
  score(rows: CloudTrailRows): Promise<ThreatScores>;
  /** Frees a network; does nothing where there is none. */
  dispose(): void;
}

/** How methods are fitted. */
export interface ThreatMethodOptions {
  readonly seed: number;
  /** Passes of the trained networks. Default 20. */
  readonly epochs?: number;
  /** Default 10. */
  readonly windowLength?: number;
  /** Called after each epoch of each network, with the method's name. */
  readonly onEpoch?: (
    method: string,
    ...epoch: Parameters<NonNullable<TrainingControls['onEpoch']>>
  ) => void;
}

/** Names of the networks, with what makes them differ. */
const NETWORKS = [
  { name: 'LSTM', isTrained: true, seesOne: false },
  { name: 'LSTM on one event', isTrained: true, seesOne: true },
  { name: 'LSTM untrained', isTrained: false, seesOne: false },
] as const;

/**
 * The model and everything beside it, fitted on the same events: what is chosen on the validation part is chosen there only.
 *
 * Methods that give no class name the one that a call most often had in the training attacks: more than such jobs do,
 * so that their macro F1 is not low for that alone. `most frequent class` flags nothing.
 */
export async function fitThreatMethods(
  rows: CloudTrailRows,
  borders: CloudTrailBorders,
  options: ThreatMethodOptions,
): Promise<ThreatMethod[]> {
  const train = sliceCloudTrailRows(rows, 0, indexAtTime(rows, borders.validationFrom));
  const calls = fitCallClasses(train);
  const nextCall = fitNextCallModel(train.events);
  const forest = await isolationForest({ seed: options.seed }).fit(train.features);
  const method = (
    name: string,
    scoresOf: (of: CloudTrailRows) => ArrayLike<number> | Promise<ArrayLike<number>>,
  ): ThreatMethod => ({
    name,
    score: async (of) => ({
      scores: Float64Array.from(await scoresOf(of)),
      classes: calls.classes(of),
    }),
    dispose: () => {},
  });
  const methods = [
    method('most frequent class', ({ events }) => new Float64Array(events.length)),
    method('new call for this user', newCallScores),
    method('new call, errors and writes', noveltyScores),
    ...RARITY_JOBS.map((job) => method(job, ({ events }) => rarityScores(events, job))),
    method('isolation forest', ({ features }) => forest.score(features)),
    method('next call', ({ events }) => nextCall.score(events)),
    method('attack share of the call', (of) => calls.shares(of)),
  ];
  for (const { name, isTrained, seesOne } of NETWORKS) {
    const { seed, onEpoch, windowLength = 10 } = options;
    const epochs = isTrained ? (options.epochs ?? 20) : 0;
    const model = iamThreatLstm({ seed, epochs, windowLength: seesOne ? 1 : windowLength });
    const controls: TrainingControls = onEpoch
      ? { onEpoch: (...epoch) => onEpoch(name, ...epoch) }
      : {};
    methods.push(networkMethod(name, await model.train(rows, borders, controls)));
  }
  return methods;
}

function networkMethod(name: string, fitted: FittedIamThreatLstm): ThreatMethod {
  return { name, score: (rows) => lstmScores(fitted, rows), dispose: fitted.dispose };
}

/** Risk scores and most probable attacking classes of the rows from `first` on. */
export async function lstmScores(
  fitted: FittedIamThreatLstm,
  { features, principals }: ThreatRows,
  first: number = 0,
  controls: ScoringControls = {},
): Promise<ThreatScores> {
  const found = await fitted.probabilities(features, principals, first, controls);
  const { data, nSamples, nFeatures } = found;
  const scores = new Float64Array(nSamples);
  const classes = new Int32Array(nSamples);
  for (let i = 0; i < scores.length; i++) {
    const own = data.subarray(i * nFeatures, (i + 1) * nFeatures);
    scores[i] = 1 - own[0];
    classes[i] = likeliestAttack(own);
  }
  return { scores, classes };
}

/** New for the principal, the most surprising first; 0 where it is not new. */
function newCallScores({ features }: CloudTrailRows): Float64Array {
  const [isNew, surprise] = [columnOf(features, 'newCall'), columnOf(features, 'callSurprise')];
  return isNew.map((value, i) => value * (1 + surprise[i]));
}

/** How many of three hold: a new call, an error, a write; among as many the most surprising call first. */
function noveltyScores({ features, events }: CloudTrailRows): Float64Array {
  const [isNew, isWrite, surprise] = (['newCall', 'isWrite', 'callSurprise'] as const).map((name) =>
    columnOf(features, name),
  );
  return isNew.map((value, i) => {
    const isError = events[i].errorCode === '' ? 0 : 1;
    return value + isError + isWrite[i] + surprise[i] / 1000;
  });
}

function columnOf(
  { data, nSamples, nFeatures }: CloudTrailRows['features'],
  name: (typeof CLOUDTRAIL_FEATURES)[number]['name'],
): Float64Array {
  const column = CLOUDTRAIL_FEATURES.findIndex((feature) => feature.name === name);
  return Float64Array.from({ length: nSamples }, (_, i) => data[i * nFeatures + column]);
}

import { checkChoice } from '../../check-options';
import { isolationForest } from '../../detectors/isolation-forest';
import type { TrainingControls } from '../iam/train';
import { type CallClasses, fitCallClasses } from './call-classes';
import type { FittedIamThreatLstm } from './fitted-threat-lstm';
import { type CloudTrailBorders, iamThreatLstm } from './iam-threat-lstm';
import { fitNextCallModel } from './next-call-model';
import { newCallScores, noveltyScores } from './novelty-scores';
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
  /** The fitted model, where the method is one of the networks. */
  readonly model?: FittedIamThreatLstm;
  /** Scores every event from those before it in the same rows. */
  score(rows: CloudTrailRows): Promise<ThreatScores>;
  /** Frees a network; does nothing where there is none. */
  dispose(): void;
}

/** How methods are fitted. */
export interface ThreatMethodOptions {
  readonly seed: number;
  /** Passes of the trained networks. Default 60. */
  readonly epochs?: number;
  /** Default 10. */
  readonly windowLength?: number;
  /** Which of `THREAT_METHODS` are fitted. Default: all. */
  readonly methods?: readonly string[];
  /** Called after each epoch of each network, with the method's name. */
  readonly onEpoch?: (
    method: string,
    ...epoch: Parameters<NonNullable<TrainingControls['onEpoch']>>
  ) => void;
  /** Stops a training between two batches. */
  readonly signal?: AbortSignal;
}

/** Names of the networks, with what makes them differ. */
const NETWORKS = [
  { name: 'LSTM', isTrained: true, seesOne: false },
  { name: 'LSTM on one event', isTrained: true, seesOne: true },
  { name: 'LSTM untrained', isTrained: false, seesOne: false },
] as const;

/** Scores of all rows; higher is more like an attack. */
type Scorer = (rows: CloudTrailRows) => ArrayLike<number> | Promise<ArrayLike<number>>;

/** What a method without classes is fitted with. */
interface Fitting {
  readonly train: CloudTrailRows;
  readonly calls: CallClasses;
  readonly seed: number;
}

const SCORERS: Readonly<Record<string, (fitting: Fitting) => Scorer | Promise<Scorer>>> = {
  'most frequent class':
    () =>
    ({ events }) =>
      new Float64Array(events.length),
  'new call for this user': () => newCallScores,
  'new call, errors and writes': () => noveltyScores,
  ...Object.fromEntries(
    RARITY_JOBS.map((job) => [
      job,
      () =>
        ({ events }: CloudTrailRows) =>
          rarityScores(events, job),
    ]),
  ),
  'isolation forest': async ({ train, seed }) => {
    const forest = await isolationForest({ seed }).fit(train.features);
    return ({ features }) => forest.score(features);
  },
  'next call': ({ train }) => {
    const model = fitNextCallModel(train.events);
    return ({ events }) => model.score(events);
  },
  'attack share of the call':
    ({ calls }) =>
    (rows) =>
      calls.shares(rows),
};

/** Names of the methods that `fitThreatMethods` fits, in its order. */
export const THREAT_METHODS: readonly string[] = [
  ...Object.keys(SCORERS),
  ...NETWORKS.map(({ name }) => name),
];

/**
 * The model and everything beside it, fitted on the same events: what is chosen on the validation part is chosen there only.
 *
 * Methods that give no class name the one that a call most often had in the training attacks: more than such jobs do,
 * so that their macro F1 is not low for that alone. `most frequent class` flags nothing.
 *
 * @throws {RangeError} if a method is unknown, or as `iamThreatLstm`.
 * @throws {DOMException} named `AbortError` if the signal stops it.
 */
export async function fitThreatMethods(
  rows: CloudTrailRows,
  borders: CloudTrailBorders,
  options: ThreatMethodOptions,
): Promise<ThreatMethod[]> {
  const { seed, methods: wanted = THREAT_METHODS } = options;
  for (const name of wanted) checkChoice('method', name, THREAT_METHODS);
  const train = sliceCloudTrailRows(rows, 0, indexAtTime(rows, borders.validationFrom));
  const calls = fitCallClasses(train);
  const methods: ThreatMethod[] = [];
  for (const [name, fitScorer] of Object.entries(SCORERS)) {
    if (!wanted.includes(name)) continue;
    const scorer = await fitScorer({ train, calls, seed });
    const score = async (of: CloudTrailRows) => ({
      scores: Float64Array.from(await scorer(of)),
      classes: calls.classes(of),
    });
    methods.push({ name, score, dispose: () => {} });
  }
  for (const network of NETWORKS) {
    if (!wanted.includes(network.name)) continue;
    options.signal?.throwIfAborted();
    methods.push(await fitNetwork(network, rows, borders, options));
  }
  return methods;
}

async function fitNetwork(
  { name, isTrained, seesOne }: (typeof NETWORKS)[number],
  rows: CloudTrailRows,
  borders: CloudTrailBorders,
  { seed, onEpoch, signal, windowLength = 10, epochs = 60 }: ThreatMethodOptions,
): Promise<ThreatMethod> {
  const model = iamThreatLstm({
    seed,
    epochs: isTrained ? epochs : 0,
    windowLength: seesOne ? 1 : windowLength,
  });
  const controls: TrainingControls = {
    ...(onEpoch && { onEpoch: (...epoch) => onEpoch(name, ...epoch) }),
    ...(signal && { signal }),
  };
  const fitted = await model.train(rows, borders, controls);
  return { name, model: fitted, score: (of) => lstmScores(fitted, of), dispose: fitted.dispose };
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

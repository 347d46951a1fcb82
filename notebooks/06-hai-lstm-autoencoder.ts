// %% [markdown]
// # An LSTM autoencoder for an industrial plant
//
// **Question.** Does a network that learned to give back 100 seconds of normal operation find attacks on a plant, and does it find more than
// distances and principal components, which need no training?
//
// **Data.** The files of notebook 05: HAI 20.07 where it was downloaded, else a *synthetic* plant with its 59 points and the timetable of its attacks. The
// text quotes the synthetic one. At the end, the same question on a **real** water pump (SKAB).
//
// **Source.** Mirrors the experiment "LSTM Model for HAI Security Dataset Anomaly Detection", step by step, its model to the letter. It chooses the threshold on the
// rows that it reports on; here the first test file chooses and the second reports.
//
// **Words.** An *attack* is what the labels mark (the library's figures call label 1 *anomaly*). Errors are in *σ²*, squares of a point's standard deviation in training. Times are the plant's clock:
// the files name no zone. *SYNTHETIC* in a title means that no real plant is in it.
//
// **What you will learn.** To train and save an autoencoder, to set thresholds with and without labels, to judge alarms as operators feel them, and which
// figures a detector that looks at nothing can win.

// %% [markdown]
// ## Setup
// `SEED` fixes the synthetic plant, first weights and draws. `FAST=1` shrinks files and training, never the steps: it shows that the notebook runs, and **its figures mean
// nothing**.

// %%
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import {
  batchOf,
  bestGMeanThreshold,
  binaryMetrics,
  classificationReport,
  combineErrors,
  confusionMatrix,
  exportLayersModel,
  findHai,
  fitPcaReconstruction,
  flag,
  formatReport,
  loadLstmAutoencoder,
  loadProcessPreprocessor,
  loadTensorflow,
  lstmAutoencoder,
  meanThreshold,
  networkSummary,
  type ProcessRecording,
  potThreshold,
  prepareHai,
  printEpochs,
  readProcessedNpz,
} from 'anomaly-lab';
import { Series } from 'danfojs-node';

// %%
import {
  attackIntervals,
  auditMetrics,
  barPlot,
  confusionHeatmap,
  detectionDelay,
  findSkab,
  heatmapPlot,
  histogramPlot,
  holdScores,
  intervalPlot,
  judgeSeriesFlags,
  judgeSeriesScores,
  linearCodeError,
  meanInterval,
  type ProcessResult,
  pairedDifference,
  panelsPlot,
  perEventRecall,
  processExperiment,
  readSkab,
  reconstructionErrors,
  reconstructionPlot,
  recordingWindows,
  reportMetrics,
  rocAuc,
  rocCurve,
  rocPlot,
} from 'anomaly-lab';

// %% [markdown]
// The original looks for a GPU first. None is used here: the LSTM runs through fused kernels on the processor.

// %%
import {
  scoresOverTimePlot,
  show,
  showTable,
  skabExperiment,
  splitRecordings,
  takeWindows,
  thinRecording,
  topErrorPoints,
  trainingHistoryPlot,
  windowExamples,
  writeProcessedHai,
} from 'anomaly-lab';

const tf = loadTensorflow();
console.log(`TensorFlow on the processor, ${availableParallelism()} cores`);

// %% tags=["parameters"]
const SEED = 42;
const FAST = process.env.FAST === '1';
const SHARE = FAST ? 0.1 : 1;
const EPOCHS = FAST ? 2 : 50;
const LENGTH = 100;
const ENCODING = 32;
const TRAIN_STRIDE = 124;
const TEST_STRIDE = 10;

// %% [markdown]
// ## 1. Load the processed files
// NPZ files with `data` and `columns` (names as text), and the preprocessor that was fitted on normal operation. If notebook 05 has not been run, its files are
// made now.

// %%
const files = findHai('20.07', { directory: '../data' });
const isReal = files !== undefined;
const SOURCE = `${isReal ? 'HAI 20.07' : 'SYNTHETIC plant'}${FAST ? ', FAST' : ''}`;
if (FAST) console.log('FAST: 2 epochs on little data. No figure below means anything.');
if (!isReal) console.log('SYNTHETIC: HAI is missing. Get it with: npm run data -- hai-20.07');
const FOLDER = `../data/hai-processed/${isReal ? 'hai-20.07' : `synthetic-${SEED}-${SHARE}`}`;
if (!existsSync(FOLDER)) {
  console.log('notebook 05 was not run: its files are made now, which takes a minute');
  await writeProcessedHai(FOLDER, await prepareHai({ files: files, seed: SEED, share: SHARE }));
}
const read = async (names: readonly string[]) => {
  const recordings: ProcessRecording[] = []; // one after the other, for memory
  for (const name of names) recordings.push(await readProcessedNpz(`${FOLDER}/${name}.npz`));
  return recordings;
};
const preprocessor = await loadProcessPreprocessor(`${FOLDER}/preprocessor.json`);
const train = await read(['train/train1', 'train/train2']);
const points = train[0].points;
const describe = ({ name, times, labels }: ProcessRecording) => ({
  ...{ file: name, rows: times.length, points: points.length },
  attackSeconds: labels ? labels.reduce((sum, label) => sum + label, 0) : 0,
});
showTable(train.map(describe), { caption: `Processed files, ${SOURCE}` });
console.log(`scaled by ${preprocessor.fittedOn.map(({ name }) => name).join(' and ')} only`);

// %% [markdown]
// ## 2. Sequences
// `createSequences` of the original copies every window of both files at once: 550,602 windows of 100 seconds, 13 GB. Here a window is made when its batch is
// due. None crosses from one file to the next, and its label is that of its last second (the original's is one second later, outside the window).
//
// **Strides.** All windows for 50 epochs would take half a day, and neighbours are nearly equal. Training takes one window every 124 seconds, the
// tests one every 10. The last tenth of training **by time** is for validation, as in the original: Keras' `validation_split` takes the last windows, not random ones. Its windows
// on both sides of the border share up to 99 seconds; here the rows are parted first, and none is in both.

// %%
const parts = splitRecordings(train);
const sequencesOf = (recordings: readonly ProcessRecording[], stride: number) =>
  recordingWindows(recordings, { length: LENGTH, stride: stride });
const learned = () => sequencesOf(parts.train, TRAIN_STRIDE);
const held = sequencesOf(parts.validation, TEST_STRIDE);
const stopping = sequencesOf(parts.validation, TRAIN_STRIDE);
const counted = ([part, { windows, labels }]: [string, typeof held]) => ({
  ...{ part: part, windows: windows.ends.length, seconds: LENGTH, points: points.length },
  attack: labels ? labels.reduce((sum, label) => sum + label, 0) : 0,
});
showTable(
  // Windows of two files need a copy of their rows, which nothing holds on to before it is trained on.
  Object.entries({ train: learned(), stopping: stopping, validation: held }).map(counted),
  { caption: `Windows, ${SOURCE}` },
);

// %% [markdown]
// *Stopping* and *validation* are the same rows at two strides: the first decides when training stops, the second sets thresholds. The test files wait until the model is
// there: nothing of them is needed before.
//
// ## 3. The model
// To the letter: LSTM 128, LSTM 64, dense 32, and back through dense 64, LSTM 64, LSTM 128 to 59 points, with batch normalisation between.

// %%
const detector = lstmAutoencoder({ encoding: ENCODING, epochs: EPOCHS, seed: SEED });
const layers = networkSummary(detector, { length: LENGTH, nFeatures: points.length });
showTable(
  layers.map(({ layer, outputShape, nParameters, nTrainable }) => ({
    ...{ layer: layer, 'output shape': outputShape.join(' × ') },
    ...{ parameters: nParameters, trainable: nTrainable },
  })),
  { maxRows: 20, caption: 'Layers of the autoencoder; the encoder ends with the first dense' },
);
const nParameters = layers.reduce((sum, layer) => sum + layer.nParameters, 0);
console.log(
  `${nParameters} parameters; ${LENGTH * points.length} numbers of a window become ${ENCODING}`,
);
const { learningRate, batchSize, patience } = detector.params;
console.log(
  `Adam ${learningRate}, mean squared error, batches of ${batchSize}, patience ${patience}`,
);

// %% [markdown]
// ## 4. Train
// On normal operation alone. After each epoch weights and the optimiser's state go to a checkpoint, from which an interrupted run goes on, and losses to TensorBoard's log
// (`tensorboard --logdir models/hai-lstm`). Training stops after 10 epochs without a better validation loss (the *patience*); the best weights stay. Source, seed, share and epochs are in
// the folder's name, so that a trial does not overwrite a full run.
//
// **Left out or changed.** The original's checkpoint is an `.h5` file of the best weights, loaded again afterwards: here these are what is saved and loaded, as JSON and plain
// numbers, so that no HDF5 library is needed. TensorBoard gets losses and the learning rate, no histograms of weights, graph or images: the writer knows plain figures only, and
// the original never looks at the others. Pickles are JSON, as a pickle executes what is in it.

// %%
const RUN = `${isReal ? 'hai-20.07' : 'synthetic'}-${SEED}-${SHARE}-${EPOCHS}`;
const MODEL = `../models/hai-lstm/${RUN}`;
const started = Date.now();
const fitted = await detector.fit(learned().windows, {
  ...printEpochs('LSTM autoencoder', process.stdout),
  validation: { samples: stopping.windows },
  checkpointDirectory: `${MODEL}/checkpoint`,
  logDirectory: `${MODEL}/logs`,
});
console.log(`training took ${((Date.now() - started) / 1000).toFixed(0)} s`);
await fitted.save(`${MODEL}/autoencoder`);
fitted.dispose();
await rm(`${MODEL}/checkpoint`, { recursive: true, force: true });

// %%
const { history } = fitted;
await show(
  panelsPlot(
    [
      trainingHistoryPlot(history, { title: 'All epochs' }),
      trainingHistoryPlot(history, { title: 'Last 20 epochs', lastEpochs: 20 }),
    ],
    { title: `Loss of the autoencoder, ${SOURCE}`, nColumns: 2, width: 1000, height: 420 },
  ),
);

// %% [markdown]
// Validation loss falls to .221 in epoch 49 and still falls a little: 50 epochs are the end, not early stopping. It stays near the training
// loss: nothing is learned by heart. Nine points are constant; of the variance of the other fifty the network gives back 74 %.
//
// ## 5. Reconstruction errors
// The saved model is loaded again. The error of a window is the mean square over its 100 seconds and 59 points, in σ²: guessing each point's mean would have an error somewhat below 1.

// %%
const model = await loadLstmAutoencoder(`${MODEL}/autoencoder`);
const test = await read(['test/test1', 'test/test2']);
const [first, second] = test.map((recording) => sequencesOf([recording], TEST_STRIDE));
showTable(test.map(describe), { caption: `Test files, ${SOURCE}` });
showTable(Object.entries({ test1: first, test2: second }).map(counted), {
  caption: `Windows, ${SOURCE}`,
});

// %% [markdown]
// Statistics of the error by what the windows are; validation is what thresholds without labels come from.

// %%
const errorsOf = async ({ windows }: typeof held, of: typeof model) =>
  reconstructionErrors(of, windows);
const ofHeld = await errorsOf(held, model);
const ofFirst = await errorsOf(first, model);
const ofSecond = await errorsOf(second, model);
const normalScores = combineErrors(ofHeld);
const firstScores = combineErrors(ofFirst);
const secondScores = combineErrors(ofSecond);
const pick = (scores: Float64Array, labels: Int32Array, label: number) =>
  Array.from(scores).filter((_, i) => labels[i] === label);
const statisticsOf = (windows: string, values: ArrayLike<number>) => {
  const series = new Series(Array.from(values));
  const ends = { lowest: series.min(), median: series.median(), highest: series.max() };
  return { windows: windows, ...ends, mean: series.mean(), deviation: series.std() };
};
showTable(
  [
    statisticsOf('validation, normal', normalScores),
    statisticsOf('test1, normal', pick(firstScores, first.labels!, 0)),
    statisticsOf('test1, attack', pick(firstScores, first.labels!, 1)),
    statisticsOf('test2, normal', pick(secondScores, second.labels!, 0)),
    statisticsOf('test2, attack', pick(secondScores, second.labels!, 1)),
  ],
  { caption: `Reconstruction error of windows, σ², ${SOURCE}` },
);

// %%
const axis = { xTitle: 'Error of a window (σ²)', yTitle: 'Windows' };
const byLabel = ['normal', 'attack'].map((name, label) => {
  return { name: name, values: pick(secondScores, second.labels!, label) };
});
await show(
  panelsPlot(
    [
      histogramPlot(secondScores, { title: 'All windows', ...axis, nBins: 50 }),
      histogramPlot(secondScores, { title: 'Counts, log', ...axis, nBins: 50, yScale: 'log' }),
      histogramPlot(byLabel, {
        ...{ title: 'By label, both axes log', ...axis, yTitle: 'Share of its label' },
        ...{ unit: 'share', xScale: 'log', yScale: 'log' },
      }),
    ],
    { title: `Errors on test2, ${SOURCE}`, nColumns: 3, width: 1200, height: 430 },
  ),
);

// %% [markdown]
// Normal windows of test2 have a median error of .19. Half of its attack windows lie beyond 175: they are of three attacks on the turbine's speed, which anything would
// find. Linear axes show those alone; only log axes show that most other attacks lie between .3 and 8, where some normal windows are, too.
//
// ### 5.1 Thresholds
// Three rules. With labels: the threshold with the best G-mean, √(recall × specificity), on the ROC curve **of test1**: recall is the share of attack windows that are flagged,
// specificity that of normal ones that are not; the curve shows both for every threshold. Without labels, from validation errors: their mean + 3σ, and POT (peaks over
// threshold), which fits a distribution to the tail above the 98 % quantile and asks for a share of .001 beyond.

// %%
const rulesOf = (normal: Float64Array, ofTest1: Float64Array) => ({
  'best G-mean': bestGMeanThreshold(first.labels!, ofTest1),
  'mean + 3σ': meanThreshold(normal),
  POT: potThreshold(normal, { level: 0.98, risk: 0.001 }),
});
const thresholds = rulesOf(normalScores, firstScores);
const threshold = thresholds['best G-mean'];
const curveOf = (name: string, labels: Int32Array, scores: Float64Array) => ({
  name: name,
  curve: rocCurve(labels, scores),
  auc: rocAuc(labels, scores),
  threshold: threshold,
});
await show(
  rocPlot(
    [
      curveOf('test1, chooses the threshold', first.labels!, firstScores),
      curveOf('test2, reports', second.labels!, secondScores),
    ],
    { title: `ROC curves with the best G-mean of test1, ${SOURCE}` },
  ),
);

// %%
showTable(
  Object.entries(thresholds).map(([rule, limit]) => {
    const metrics = binaryMetrics(second.labels!, flag(secondScores, limit));
    const { accuracy, precision, recall, f1 } = metrics;
    const figures = { accuracy: accuracy, precision: precision, recall: recall, F1: f1 };
    return { rule: rule, threshold: limit, ...figures };
  }),
  { caption: `Windows of test2 by rule, ${SOURCE}` },
);
const flags = flag(secondScores, threshold);
await show(
  confusionHeatmap(confusionMatrix(second.labels!, flags), {
    ...{ title: `Windows of test2 at the best G-mean of test1, ${SOURCE}` },
    ...{ labels: ['normal', 'attack'], width: 560 },
  }),
);
console.log(
  formatReport(classificationReport(second.labels!, flags, { names: ['normal', 'attack'] })),
);
console.log(`ROC AUC on test2: ${rocAuc(second.labels!, secondScores).toFixed(4)}`);

// %% [markdown]
// The best G-mean on test1 weighs both classes alike. On test2 it finds 96 % of the attack windows, and two flags in three are wrong (precision .31): attacks are 4 % of the
// time. **POT, without a label, has .82 and .81.** Accuracy is .92 and .99; flagging nothing has .96. Chosen on test2 itself, as the original does, G-mean would look
// better than it is: F1 .59 instead of .47 (exercise 1).
//
// ### 5.2 Examples
// Two windows of each kind, drawn by chance: a *true positive* is an attack that is flagged, a *false positive* a flag in normal operation, a *false negative* an attack without a
// flag. The number above is the error of the **window**, the mean over all 59 points, which is what is flagged; the curve is **one point**, that with the largest error (the original draws
// one by chance).

// %%
const examples = await windowExamples(model, second, secondScores, threshold, {
  ...{ nEach: 2, seed: SEED },
});
const largestOf = (values: Float64Array) => values.indexOf(Math.max(...values));
await show(
  panelsPlot(
    examples.map(({ kind, score, original, reconstruction, pointErrors }) => {
      const j = largestOf(pointErrors);
      const column = ({ data, nFeatures }: typeof original) =>
        data.filter((_, i) => i % nFeatures === j);
      return reconstructionPlot(column(original), column(reconstruction), {
        title: `${kind}, ${score.toFixed(2)}: ${points[j]}`,
        ...{ xTitle: 'Second of the window', yTitle: 'Deviation (σ)' },
      });
    }),
    {
      title: `Windows of test2, their error (σ²) and their worst point, ${SOURCE}`,
      ...{ nColumns: 2, width: 1100, height: 1250 },
    },
  ),
);

// %% [markdown]
// The network gives back slow levels and none of the noise. A true positive is a level or a valve that does not go with the others; a false one a single spike, or nothing visible; a missed window
// a point that moves as it always does.
//
// ### 5.3 Which points
// The ten points with the largest error in flagged windows, by name: the original prints their numbers.

// %%
const worst = topErrorPoints(ofSecond, flags, points, { nTop: 10 });
await show(
  barPlot(
    worst.map(({ point }) => point),
    worst.map(({ attackError }) => attackError),
    {
      title: `Largest errors in flagged windows, ${SOURCE}`,
      ...{ horizontal: true, valueTitle: 'Mean squared error (σ²)' },
    },
  ),
);
showTable(
  worst.map(({ point, attackError, normalError, ratio }) => ({
    ...{ point: point, flagged: attackError, others: normalError, ratio: ratio },
  })),
  { caption: `Mean squared error, σ², ${SOURCE}` },
);

// %% [markdown]
// `P2_SIT01`, the turbine's speed, drowns all others: its error is 200 times the next, by three attacks. `ratio` says which points moved against their own normal error:
// level and valve of the boiler follow. `P4_ST_TT01` is a sensor's dropout, no attack.
//
// ## 6. Save
// Encoder and decoder by themselves, as layers models that plain tfjs reads, in a browser, too; beside them the thresholds of all three rules by their names, sizes, columns and
// history.

// %%
await exportLayersModel(`${MODEL}/autoencoder`, `${MODEL}/encoder`, { part: 'encoder' });
await exportLayersModel(`${MODEL}/autoencoder`, `${MODEL}/decoder`, { part: 'decoder' });
const sizes = { encoding: ENCODING, length: LENGTH, columns: points };
const metadata = { source: SOURCE, thresholds: thresholds, ...sizes, history: history };
await writeFile(`${MODEL}/metadata.json`, JSON.stringify(metadata));
const encoder = await tf.loadLayersModel(`file://${MODEL}/encoder/model.json`);
const decoder = await tf.loadLayersModel(`file://${MODEL}/decoder/model.json`);
const few = takeWindows(second.windows, [0, 1, 2]);
const windowsOf = tf.tensor3d(batchOf(few, 0, 3), [3, LENGTH, points.length]);
const codes = encoder.predict(windowsOf) as typeof windowsOf;
const rebuilt = Array.from((decoder.predict(codes) as typeof codes).dataSync());
const own = await model.reconstruct(few);
const difference = Math.max(...rebuilt.map((value, i) => Math.abs(value - own[i])));
assert.ok(difference < 1e-4);
model.dispose();
console.log(`codes of shape ${codes.shape.join(' × ')}; plain tfjs gives the same back`);

// %% [markdown]
// ## 7. Is it any good?
// What needs no network, second by second: the **largest z-score** (the point farthest from its mean), the **Mahalanobis** distance (in which points that go together count
// once), the error of **principal components** (what a few fixed mixtures of points do not give back), an **isolation forest** (how few random cuts set a second apart). And
// **the same network untrained**, which tells what of a score is the form of the network alone. All learn from the same rows, and their thresholds come from
// the same validation rows.

// %%
const NAMES = ['largestZ', 'mahalanobis', 'pcaReconstruction', 'isolationForest'];
const outcome = await processExperiment({
  ...{ train: train, tests: test, seed: SEED, length: LENGTH, methods: [...NAMES] },
  onMethod: (name) => console.log(`done: ${name}`),
});
const twin = lstmAutoencoder({ encoding: ENCODING, epochs: 0, seed: SEED });
const untrained = await twin.fit(held.windows);
const rawOf = async (some: typeof held) => combineErrors(await errorsOf(some, untrained));
const rawNormal = await rawOf(held);
const rawFirst = await rawOf(first);
const rawSecond = await rawOf(second);
untrained.dispose();

// %%
NAMES.push('LSTM, untrained', 'LSTM autoencoder');
const everySecond = (ofTest1: Float64Array, ofTest2: Float64Array) => [
  holdScores(ofTest1, first.windows.ends, test[0].times.length),
  holdScores(ofTest2, second.windows.ends, test[1].times.length),
];
const fromOutcome = (part: 'tests' | 'thresholds') =>
  Object.fromEntries(Object.entries(outcome.scores).map(([name, own]) => [name, own[part]]));
const bySecond = {
  ...fromOutcome('tests'),
  'LSTM, untrained': everySecond(rawFirst, rawSecond),
  'LSTM autoencoder': everySecond(firstScores, secondScores),
} as Record<string, Float64Array[]>;
const limits = {
  ...fromOutcome('thresholds'),
  'LSTM, untrained': rulesOf(rawNormal, rawFirst),
  'LSTM autoencoder': thresholds,
} as Record<string, Record<string, number>>;

// %% [markdown]
// **Figures for alarms in time.** Counted by the second, one long attack outweighs nine short ones. *eTaPR* (enhanced time-series aware precision and recall) asks whether attacks are
// found and alarms meet attacks; *affiliation* how near alarms and attacks are; *VUS-PR* (volume under the surface) is the area under precision and recall over all thresholds and blurred
// borders. And what an operator feels: attacks found (by one flag), seconds until then, false alarms an hour. *Blind* rows look at nothing. A window's error stands for each second until the next
// window ends.

// %%
const judged = NAMES.flatMap((name) => {
  const scores = bySecond[name][1];
  const worth = judgeSeriesScores(test[1].labels!, scores);
  return Object.entries(limits[name]).map(([rule, limit]) => {
    const ofFlags = judgeSeriesFlags(test[1].labels!, flag(scores, limit));
    return { method: name, rule: rule, ...worth, ...ofFlags };
  });
});
const blind = outcome.results.filter(({ rule, test: of }) => rule === 'none' && of === 'test2');
const figuresOf = (row: Omit<ProcessResult, 'test' | 'threshold' | 'rule'>) => ({
  ...{ method: row.method, 'VUS-PR': row.vusPr, 'eTaPR F1': row.eTaF1 },
  ...{ 'affiliation F1': row.affiliationF1, found: `${row.nFound} of ${row.nAttacks}` },
  ...{ 'delay, s': row.delaySeconds, 'false alarms an hour': row.falseAlarmsPerHour },
  'point-adjusted F1': row.pointAdjustedF1,
});
for (const rule of ['POT', 'best G-mean']) {
  const rows = [...judged.filter((row) => row.rule === rule), ...blind].map(figuresOf);
  showTable(rows, { maxRows: 12, caption: `test2, threshold by ${rule}, ${SOURCE}` });
}

// %% [markdown]
// **The network does not beat what needs no training.** VUS-PR is .83, that of Mahalanobis .98, of principal components .95; eTaPR F1 at POT .71 against .75 and .79. It beats its
// untrained twin (.75, .67) and what looks at points one by one. It has fewer false alarms, .2 an hour against 2.7 and 1.7, as its error is an average over
// 100 seconds, and pays in delay, 77 s against 27 and 35. At the best G-mean the networks have 2 to 5 false alarms an hour and the others 57 to 94, and the
// untrained twin is ahead of the trained one (.235 to .219). The blind spike has eTaPR F1 0, and a higher point-adjusted F1
// than the network (.94 to .92), but not than Mahalanobis (.98).
//
// **Why?** How well does each give back what is normal? Of 5,900 numbers of a window the network keeps 32. Principal components are asked twice: to keep 32 numbers of a window, too, and to keep
// some of each second.

// %%
const components = fitPcaReconstruction(thinRecording(parts.train[0], 10).samples);
const linear = components.errors(thinRecording(parts.validation[0], 10).samples).data;
const meanOf = (values: Float64Array) => values.reduce((sum, one) => sum + one, 0) / values.length;
const some = sequencesOf([parts.train[0]], 2 * TRAIN_STRIDE).windows;
const kept = Math.min(ENCODING, some.ends.length);
const ofWindows = linearCodeError(some, stopping.windows, { nKept: kept, seed: SEED });
const kinds: [string, number, number][] = [
  ['LSTM autoencoder', ENCODING, meanOf(normalScores)],
  ['principal components of whole windows', kept, ofWindows],
  ['principal components of each second', LENGTH * components.nKept, meanOf(linear)],
];
showTable(
  kinds.map(([model, size, error]) => ({ model: model, 'numbers kept of 100 s': size, error })),
  { caption: `Mean squared error on normal validation rows, σ², ${SOURCE}` },
);

// %% [markdown]
// **It is not the size of the code.** As many numbers leave an error of .125 if they are principal components of whole windows; the network leaves .223 after 50 epochs, and its validation loss still
// falls. After ten epochs codes of 8, 32 and 64 numbers are nearly equal (.338, .331, .325), and windows of 20 seconds are far better (.203): what is hard is to unroll a hundred seconds from one code
// (exercise 4; one seed, few epochs).
//
// An attack must exceed what a normal window leaves. Second by second twenty components leave .036, as valves follow commands and flows follow valves, nearly in straight lines, in the
// simulator more than in a real plant: an attack that breaks such a line is large beside .036 and small beside .223. That this is why they find more is likely, not tested.
//
// ### Attack by attack
// What share of each attack's seconds is flagged, at the POT threshold; test1's 28 attacks, then test2's ten.

// %%
const attacks = test.flatMap((recording, i) =>
  attackIntervals(recording).map((attack, nth) => ({ ...attack, name: `${i + 1}.${nth + 1}` })),
);
const potFlags = (name: string) =>
  bySecond[name].map((scores) => flag(scores, limits[name]['POT'] ?? Infinity));
const recalls = NAMES.map((name) =>
  potFlags(name).flatMap((each, i) =>
    perEventRecall(test[i].labels!, each).map(({ recall }) => recall),
  ),
);
await show(
  heatmapPlot(recalls, {
    title: `Share of each attack that is flagged, POT, ${SOURCE}`,
    ...{ xLabels: attacks.map(({ name }) => name), yLabels: NAMES, range: [0, 1] },
    ...{ xTitle: 'Attack: test file and number', colorTitle: 'Share of its seconds' },
    ...{ annotate: false, width: 1150, height: 400 },
  }),
);

// %% [markdown]
// The network touches 20 of 28 attacks of test1 and all ten of test2. The turbine's speed (1.13, 1.15, 1.18, 2.5 to 2.7) is easy for all **but the isolation forest**, which flags hardly a second
// of it: one point of 59, however far out, decides few of its random cuts. Hardly any method sees 1.3, 1.10, 1.16 and 1.17, in which a sensor repeats what it read before (SA10 and SA12 of
// the manual). Not every such replay hides: in 1.27 (SA06) a flow's sensor repeats itself while its valve moves, and Mahalanobis (.77) and principal components (.69) see that the two
// no longer go together. Principal components alone see 1.11 and 1.22 (SA14: a limit of the water level and its pump), .46 and .71. Of these three, and of 1.4 and 1.12, the network sees nothing.

// %%
await show(
  scoresOverTimePlot(test[1].times, bySecond['LSTM autoencoder'][1], {
    title: `Error of the window that ended last, test2, attacks shaded, ${SOURCE}`,
    ...{ labels: test[1].labels!, threshold: thresholds.POT, width: 1150 },
    ...{ xTitle: "Time (plant's clock)", yTitle: 'Error of a window (σ²)' },
  }),
);
const delays = potFlags('LSTM autoencoder').flatMap(
  (each, i) => detectionDelay(test[i].labels!, each).delays,
);
showTable(
  attacks.map(({ name, seconds, processes }, i) => ({
    ...{ attack: name, seconds: seconds, processes: processes.join(' ') },
    ...{ 'LSTM: share flagged': recalls[NAMES.length - 1][i], 'delay, s': delays[i] },
    ...{ Mahalanobis: recalls[1][i], 'principal components': recalls[2][i] },
  })),
  { maxRows: 38, caption: `Share of each attack's seconds that is flagged, POT, ${SOURCE}` },
);

// %% [markdown]
// In the figure three attacks are all that can be seen; the others stand just above the dashed line. Delays of two minutes are the price of a mean over 100 seconds. Counted by the second,
// attack 2.7 would be half of test2.
//
// ### A lesson in figures
// Every figure, on test2, for detectors that look at nothing: a **spike** every five minutes, **random** seconds, **always on**; and for one that knows all.

// %%
const audit = auditMetrics(test[1].labels!, { every: 300, seed: SEED });
showTable(audit, { maxRows: 20, caption: `What blind detectors get on test2, ${SOURCE}` });
const adjusted = audit.find(({ metric }) => metric === 'point-adjusted F1')!;

// %% [markdown]
// **Point-adjusted F1 pays a spike every five minutes .936**: one flag inside an attack counts as all of it. It is the figure that many papers report. Event F1 pays *always on* 1.0, affiliation F1 pays everyone .67,
// NAB (the score of the Numenta benchmark) punishes and is hard to read. eTaPR and VUS-PR pay nothing to whoever looks at nothing: those count here.
//
// ## 8. Five plants
// One seed is an anecdote. `npm run bench -- hai` runs all methods and variants on five synthetic plants, new weights each time, an hour and a half in all; its
// results are in [docs/hai-benchmark.md](../docs/hai-benchmark.md). No setting was tuned on them. Plants and weights differ by seed, the attacks do not. Variants:
//
// - *mean of 100*: the mean of the scores of the last 100 seconds;
// - *scaled*: each point's error is divided by its mean on validation, so that points that are hard to predict do not drown the others (of principal components, averaged over 100 seconds,
//   too); *largest*: then the largest point counts, not the mean;
// - *overlapping*: a second's error is averaged over all windows that hold it, which is known up to 99 s late;
// - *of 20*: windows of 20 seconds; *forecaster*: the next second is foretold instead of the window given back.

// %%
const store = JSON.parse(await readFile('../docs/hai-results.json', 'utf8'));
const bySeed = Object.values(store.seeds).map((runs) =>
  Object.values(runs as object).flatMap(({ results }) => results as ProcessResult[]),
);
const valuesOf = (method: string, figure: 'vusPr' | 'eTaF1', test: string, rule = 'POT') =>
  bySeed.map((rows) => {
    const isWanted = (row: ProcessResult) => row.method === method && row.rule === rule;
    return rows.find((row) => isWanted(row) && row.test === test)![figure]!;
  });
const METHODS = ['largestZ', 'isolationForest', 'pcaReconstruction', 'pcaReconstruction, scaled'];
METHODS.push('mahalanobis', 'mahalanobis, mean of 100', 'lstmAutoencoder, untrained');
METHODS.push('lstmAutoencoder', 'lstmAutoencoder, scaled', 'lstmAutoencoder, overlapping');
METHODS.push('lstmAutoencoder of 20, scaled', 'lstmForecaster, scaled');
METHODS.push('lstmAutoencoder of 20, overlapping, scaled, largest');
const plusMinus = (values: readonly number[]) => {
  const { estimate, upper } = meanInterval(values);
  return `${estimate.toFixed(3)} ± ${(upper - estimate).toFixed(3)}`;
};
showTable(
  METHODS.map((method) => ({
    ...{ method: method, 'VUS-PR, test1': plusMinus(valuesOf(method, 'vusPr', 'test1')) },
    'VUS-PR, test2': plusMinus(valuesOf(method, 'vusPr', 'test2')),
    'eTaPR F1, POT, test1': plusMinus(valuesOf(method, 'eTaF1', 'test1')),
    'eTaPR F1, POT, test2': plusMinus(valuesOf(method, 'eTaF1', 'test2')),
    'eTaPR F1, G-mean, test2': plusMinus(valuesOf(method, 'eTaF1', 'test2', 'best G-mean')),
  })),
  { maxRows: 20, caption: `Mean of ${bySeed.length} seeds and 95 % interval, SYNTHETIC` },
);

// %%
const lessOf = (baseline: string, figure: 'vusPr' | 'eTaF1', file: string) =>
  METHODS.filter((name) => name.startsWith('lstm')).map((name) => ({
    name: name.replace('lstm', ''),
    ...pairedDifference(valuesOf(name, figure, file), valuesOf(baseline, figure, file)),
  }));
const FILES = ['test1', 'test2'];
const xTitle = 'Network less baseline';
await show(
  panelsPlot(
    ['mahalanobis', 'pcaReconstruction'].flatMap((baseline) => [
      ...FILES.map((file) =>
        intervalPlot(lessOf(baseline, 'vusPr', file), {
          ...{ title: `VUS-PR, ${file}, ${baseline}`, xTitle: xTitle },
        }),
      ),
      ...FILES.map((file) =>
        intervalPlot(lessOf(baseline, 'eTaF1', file), {
          ...{ title: `eTaPR F1 (POT), ${file}, ${baseline}`, xTitle: xTitle },
        }),
      ),
    ]),
    { title: 'Networks less baselines, SYNTHETIC', nColumns: 2, width: 1150, height: 1350 },
  ),
);

// %% [markdown]
// Over five plants the original's autoencoder has VUS-PR .520 on test1 and .844 on test2 (untrained .412 and .726): **below Mahalanobis by .247 (.235 to .259) and .128 (.112 to .144), below principal
// components by .245 and .099**. In eTaPR F1 at POT it is below both on test1 (by .028 and .134) and cannot be told from them on test2 (.684 against .728 and .757). **test2 flatters everyone**: three
// of its ten attacks are on the turbine's speed.
//
// **Which variant does better?** *Windows of 20 seconds, scaled*: VUS-PR .708 and .942, on test2 level with principal components and below Mahalanobis by .030; eTaPR F1 .633 and .818, on test2 above plain
// Mahalanobis by .089 (.052 to .127), on test1 not clearly (+.024, −.003 to .050). With *overlapping* and *largest* besides it ranks best of all 19 networks, VUS-PR .741 and .953, still below Mahalanobis, and
// its eTaPR F1 is .535 and .638. All that is **picked on these figures**, which flatters it. And baselines are helped as cheaply: Mahalanobis averaged over 100 seconds has eTaPR F1 .730 and .835, principal
// components *scaled* .724 and .827. No network has the best mean in any of the seven figures of the benchmark, though most of these gaps are within chance.
//
// **The rule decides, too**: at the best G-mean of test1 the autoencoder is above plain Mahalanobis by .129 and principal components by .125, all being poor, and scaled principal components have .482. In eTaPR F1 training
// cannot be told from none at POT and G-mean, and at mean + 3σ the untrained network is ahead by .200 on test2. On test1 a forecaster, scaled, is above plain Mahalanobis at POT (+.074, .013 to .134), as is
// Mahalanobis averaged over 100 seconds.
// Scaling raises VUS-PR of all that are trained; with it, forecasting instead of giving back
// helps with thresholds, overlapping windows help ranking and come late.
//
// ## 9. A real plant: SKAB
// A water pump with eight sensors; in 16 experiments of 20 minutes a valve is closed and opened again. By its authors' protocol each detector learns from the first 400 rows
// of an experiment and is judged on the rest. Thresholds were fixed before any experiment was scored, on faults planted in normal rows ([docs/skab.md](../docs/skab.md)). *Clock*
// looks at the row's number alone. *F1* counts the rows of all experiments behind the first 400 together, *mean F1* is that of single experiments; the network is small (windows of 10,
// units 16 and 8).

// %%
const skab = findSkab('valve1', { directory: '../data' });
if (!skab) console.log('SKAB is missing. Get it with: npm run data -- skab');
const SKAB_METHODS = ['mahalanobis', 'pcaReconstruction', 'isolationForest', 'lstmAutoencoder'];
SKAB_METHODS.push('lstmAutoencoder, untrained', 'mahalanobis of trailing means', 'drift of both');
const pumpResults = async (paths: NonNullable<typeof skab>) => {
  const experiments = await Promise.all(paths.experiments.map((path) => readSkab(path)));
  const used = FAST ? experiments.slice(0, 3) : experiments;
  const { results } = await skabExperiment(await readSkab(paths.anomalyFree), used, {
    ...{ methods: SKAB_METHODS, seeds: [SEED], history: experiments },
    onMethod: (name) => console.log(`done: ${name}`),
  });
  return results.filter(({ threshold: rule }) => rule !== 'first rows');
};
const pump = skab ? await pumpResults(skab) : [];
showTable(
  pump.map(({ method, figures: { f1, meanF1, falseAlarmRate, missedAlarmRate, wholeF1 } }) => ({
    ...{ method: method, F1: f1.estimate, 'mean F1': meanF1 },
    ...{ 'false alarms': falseAlarmRate, 'missed alarms': missedAlarmRate },
    'F1, whole files': wholeF1,
  })),
  {
    maxRows: 12,
    caption: `SKAB valve1, REAL rows, F1 over all experiments${FAST ? ', FAST' : ''}`,
  },
);

// %% [markdown]
// On real rows the trained network (.777) stands next to the untrained one (.770) and Mahalanobis (.760). **Always on has .70 (.52 on whole files), more than principal components and the forest (.66 each), and the blind clock .98**: all experiments have their fault in the same rows. Whoever lets a
// detector know the position, even by a feature, has won nothing. `mahalanobis of trailing means` has the highest figure of twelve tried, which flatters it; the method that was named beforehand, `drift of both`,
// has .735 and a mean of .651, below always on: .78 is not reached by it.
//
// ## Checks
// The text's findings, asserted: if one stops holding, the notebook fails.

// %%
const found = (name: string, rule: string) =>
  judged.find((row) => row.method === name && row.rule === rule)!;
const lstm = found('LSTM autoencoder', 'POT');
assert.equal(attacks.length, 38);
assert.ok(adjusted.spikes! > 0.9, 'the blind spike is paid by point adjustment');
assert.ok(audit.find(({ metric }) => metric === 'eTaPR F1')!.spikes! < 0.05);
if (!FAST && SEED === 42 && !isReal) {
  assert.ok(history.validation['loss'][history.bestEpoch] < 0.5);
  assert.ok(lstm.vusPr > found('LSTM, untrained', 'POT').vusPr);
  assert.ok(lstm.vusPr < found('mahalanobis', 'POT').vusPr);
}
reportMetrics({
  data: SOURCE,
  validationLoss: history.validation['loss'][history.bestEpoch],
  rocAuc: rocAuc(second.labels!, secondScores),
  ...{ vusPr: lstm.vusPr, eTaF1: lstm.eTaF1, nFound: lstm.nFound },
  vusPrMahalanobis: found('mahalanobis', 'POT').vusPr,
});

// %% [markdown]
// ## Summary
// *Synthetic* plant, SEED 42, unless it says otherwise.
//
// 1. **The autoencoder learns**: VUS-PR .83, untrained .75; all ten attacks of test2 are found, after 77 s on the mean, with a false alarm in five hours.
// 2. **It does not beat distances and principal components**: .98 and .95; over five plants .128 and .099 more than it on test2, .25 on test1. It gives normal operation back with six times the error of 20 components a second; the size of its code is not the reason.
// 3. **Shorter windows and scaled errors** bring it level with principal components, and above Mahalanobis in eTaPR F1 on test2 (picked on these figures); averaging Mahalanobis over 100 s brings that above it again.
// 4. **Thresholds matter more than networks**: eTaPR F1 is .71 at POT, which needs no label, and .22 at the best G-mean of test1.
// 5. **Figures can be won blindly**: a spike every five minutes has a point-adjusted F1 of .94, a clock has .98 on SKAB.
//
// **Exercises** (answers folded in [docs/06-hai-lstm-exercises.md](../docs/06-hai-lstm-exercises.md)):
//
// 1. Choose the threshold on the rows that you report, as the original does. What does it add?
// 2. Scale the errors of each point before you average them: which figures rise, which fall, and why?
// 3. Beat the network with your eyes shut: which blind detector has the highest point-adjusted F1?
// 4. Is it the bottleneck? Train with codes of other sizes, and with shorter windows.
//
// **Next**: `processExperiment` does this for recordings of your own, `readHai` reads the other editions of HAI. Notebook 07: streams, and what to do when normal changes.

// %% [markdown]
// # Deep learning for IAM anomaly detection
//
// **Question.** Do networks that read a user's events in order (an LSTM, a transformer) find attacks on
// accounts that an isolation forest, a plain weighted sum and a count of oddities miss?
//
// **Data.** *Synthetic* accesses to a company's systems: 100 users with habits, and seven kinds of attack mixed
// into their events. The truth is known, and so is how well the best possible detector could do. Nothing here
// says how these models would do on a real log.
//
// **Source.** Mirrors the experiment "Deep Learning for IAM Anomaly Detection", step by step. Where its way
// misleads, its number stands beside the right one, once (section 7), and the notebook goes on with the right one.

// %% [markdown]
// ## Setup
// IAM is identity and access management: who may log in, and do what. `SEED` fixes every draw: data, first
// weights, order of training. `FAST=1` shrinks data and training, never the steps; the text quotes the full run.

// %%
import assert from 'node:assert/strict';
import {
  bestF1Threshold,
  binaryMetrics,
  classificationReport,
  compareWithBaseline,
  confusionMatrix,
  contaminationThreshold,
  createIamDataGenerator,
  flag,
  formatReport,
  IAM_COLUMNS,
  IAM_DIFFICULTIES,
  iamExperiment,
  iamOracle,
  iamRows,
  isolationForest,
  loadPipeline,
  logisticRegression,
  lstmClassifier,
  noveltyCount,
  pipeline,
  printEpochs,
  repeatOverSeeds,
  scoreTable,
  temporalSplit,
  transformerClassifier,
} from 'anomaly-lab';
import { DataFrame } from 'danfojs-node';

// %%
import {
  analyzeEvent,
  applyScoreScale,
  attentionPlot,
  averageOf,
  barPlot,
  confusionHeatmap,
  detectAttackPatterns,
  fitScaler,
  fitScoreScale,
  groupedBarPlot,
  histogramGrid,
  intervalPlot,
  majorityVote,
  makeWindows,
  maximumOf,
  meanAttention,
  pairedDifference,
  patternRecall,
  reportMetrics,
  samplesInWindow,
  scatterPlot,
  show,
  showTable,
  trainingHistoryPlot,
  typicalRow,
} from 'anomaly-lab';

// %% [markdown]
// The original says when to use what: an LSTM for attacks of several steps, a transformer for context, an
// isolation forest for a quick start. We take these as hypotheses and test them.
//
// Some words ahead. A **network** is layers of weighted sums; its *units* are how many, an *epoch* is one pass over the
// training events in *batches*, *dropout* hides some values in training so that it does not learn by heart.
// A detector gives each event a **score**, higher is more suspicious; a **threshold** turns scores into flags.

// %% tags=["parameters"]
const SEED = 42;
const FAST = process.env.FAST === '1';
const DIFFICULTY = 'medium';
const N_USERS = FAST ? 25 : 100;
const EPOCHS = FAST ? 2 : 30;
const N_SEEDS = FAST ? 2 : 5;
const SEQUENCE_LENGTH = 10;

// %% [markdown]
// ## 1. Generate synthetic IAM data
// Every user has a role, working hours, a home, one to three devices and favourite resources. Attackers work in
// several steps while the user goes on working. One event in ten is a step of an attack.
//
// How hard is it? A difficulty is a row of probabilities: how often a part of an attack event looks like the user's own
// (`mimicry`), and how often honest users log in from a new device, travel, work at night or mistype. They were fixed
// before any detector was run.

// %%
showTable(
  Object.entries(IAM_DIFFICULTIES).map(([difficulty, rates]) => ({ difficulty, ...rates })),
  {
    columns: ['difficulty', 'mimicry', 'newDevice', 'travel', 'nightWork', 'typingError'],
    caption: 'Probabilities behind the synthetic data',
  },
);
const generator = createIamDataGenerator({ seed: SEED, difficulty: DIFFICULTY });
const dataset = generator.generateCompleteDataset({
  nUsers: N_USERS,
  normalEventsPerUser: 100,
  anomalyFraction: 0.1,
});
const { events } = dataset;
const nAnomalies = events.filter(({ isAnomaly }) => isAnomaly === 1).length;
console.log(`SYNTHETIC data: ${events.length} events of ${dataset.users.length} users`);
console.log(`Anomaly rate: ${((100 * nAnomalies) / events.length).toFixed(2)} %`);
showTable(
  events.slice(0, 6).map((event) => ({ ...event, time: new Date(event.time).toISOString() })),
  {
    columns: ['time', 'userId', 'role', 'action', 'outcome', 'resource', 'device', 'pattern'],
    caption: 'First events, synthetic; no model sees the pattern',
  },
);

// %% [markdown]
// Which attacks are there? `brute_force` fails to log in again and again; `impossible_travel` logs in from too far away;
// `privilege_escalation` takes rights; `data_exfiltration` downloads far more than usual; `lateral_movement` goes from
// device to device; `off_hours_access` comes at night; `session_hijack` goes on in a user's session from elsewhere.
//
// Below stands a user's month: the hour of each access, attacks in colour. Most attack events lie among the user's own,
// so that one look at the clock does not give them away.

// %%
const eventsFrame = new DataFrame(events.map(({ action, pattern }) => ({ action, pattern })));
const patternCounts = eventsFrame['pattern'].valueCounts();
await show(
  barPlot(patternCounts.index.slice(1) as string[], patternCounts.values.slice(1) as number[], {
    title: 'Attack events by pattern, SYNTHETIC',
    yTitle: 'events',
    sort: 'descending',
  }),
);

// %%
const attacked = events.find(({ pattern }) => pattern === 'off_hours_access')!.userId;
const ofAttacked = events.filter(({ userId }) => userId === attacked);
const start = events[0].time;
await show(
  scatterPlot(
    ofAttacked.map(({ time }) => (time - start) / 86_400_000),
    ofAttacked.map(({ time }) => (time / 3_600_000) % 24),
    {
      labels: ofAttacked.map(({ isAnomaly }) => isAnomaly),
      hover: ofAttacked.map(({ action, pattern }) => `${action} (${pattern})`),
      title: `Accesses of ${attacked}, SYNTHETIC`,
      xTitle: 'day',
      yTitle: 'hour (UTC)',
    },
  ),
);

// %% [markdown]
// ## 2. Preprocess
// A **feature** is a number that describes an event. Each one here is known when the event happens: from the event
// and the *same user's earlier* events, such as "never used this device before" or "failures in the last hour".

// %%
const { rows, labels, times } = iamRows(events);
console.log(`${rows.length} rows, ${Object.keys(IAM_COLUMNS).length} columns`);
console.log(Object.keys(IAM_COLUMNS).join(', '));
console.log(`normal ${rows.length - nAnomalies} (90 %), anomaly ${nAnomalies} (10 %), synthetic`);
const shown = [
  'newDevice',
  'newPlace',
  'failed',
  'hoursFromUsual',
  'sensitivity',
  'bytesAboveUsual',
];
const rowsFrame = new DataFrame(rows.map((row, i) => ({ ...row, label: labels[i] })));
rowsFrame
  .loc({ columns: ['label', ...shown] })
  .groupby(['label'])
  .mean()
  .round(3)
  .print();

// %% [markdown]
// Anomalies (label 1) come more often from new devices and places, yet most of them do not: no single
// feature tells the two apart.
//
// ## 3. Train/test split
// The first 80 % of the events train, the last 20 % test: a model is always judged on its future. The last
// fifth of the training time is kept for **validation**: it says when to stop training and chooses thresholds.

// %%
const split = temporalSplit(times, { validation: 0.16, test: 0.2 });
const pick = <T>(values: ArrayLike<T>, part: Int32Array): T[] => Array.from(part, (i) => values[i]);
const [trainRows, validationRows, testRows] = [split.train, split.validation, split.test].map(
  (part) => pick(rows, part),
);
const earlierRows = [...trainRows, ...validationRows];
const trainLabels = Int32Array.from(pick(labels, split.train));
const validationLabels = Int32Array.from(pick(labels, split.validation));
const testLabels = Int32Array.from(pick(labels, split.test));
const testEvents = pick(events, split.test);
const rateOf = (part: Int32Array) => part.filter((label) => label === 1).length / part.length;
showTable(
  Object.entries({ train: trainLabels, validation: validationLabels, test: testLabels }).map(
    ([part, own]) => ({ part, events: own.length, anomalyRate: rateOf(own) }),
  ),
  { caption: 'Parts of the synthetic events' },
);

// %% [markdown]
// Attacks come by chance, so the parts differ: 9.3 % of the training events and 12.4 % of the test events are attack
// steps. A threshold made for one share meets another, as it would outside.
//
// A **pipeline** turns rows into numbers (categories into columns of 0 and 1, all scaled to mean 0 and deviation
// 1), feeds the model and keeps the threshold. It is fitted on training rows only. A forest reads one
// event at a time; networks read windows of ten events of one user:

// %%
const forestPipeline = pipeline({
  columns: IAM_COLUMNS,
  scaler: 'standard',
  detector: isolationForest({ seed: SEED }),
  threshold: { kind: 'contamination', share: 0.1 },
});
const fitOptions = {
  labels: trainLabels,
  validation: validationRows,
  validationLabels: validationLabels,
};
const forest = await forestPipeline.fit(trainRows, fitOptions);
const sequences = makeWindows({
  samples: forest.transform(rows),
  length: SEQUENCE_LENGTH,
  entities: rows.map(({ userId }) => userId),
});
const usersIn = (window: number) =>
  new Set([...samplesInWindow(sequences, window)].map((i) => rows[i].userId)).size;
console.log(`windows ${[sequences.ends.length, sequences.length, sequences.nFeatures]}`);
console.log(
  `most users in a window: ${Math.max(...sequences.ends.map((_, window) => usersIn(window)))}`,
);

// %% [markdown]
// No window holds two users. (The pipelines below also score a user's first nine events: there the first
// event is repeated in front.)
//
// ## 4. Baselines: a count, and the isolation forest
// The first baseline learns nothing: it counts what is new or odd about an event (new device, place, resource,
// action, a failure, night). The forest splits the events at random again and again; an event that is soon alone is
// strange. It needs no labels. It flags the 10 % strangest.

// %%
const forestScores = {
  validation: await forest.score(validationRows),
  test: await forest.score(testRows),
};
const forestFlags = flag(forestScores.test, forest.threshold);
const NAMES = ['Normal', 'Anomaly'];
const count = pick(noveltyCount(rows), split.test);
showTable(
  scoreTable({ 'count of firsts': count, 'isolation forest': forestScores.test }, testLabels),
  { caption: 'Synthetic test events' },
);
console.log('Isolation forest, synthetic test events:');
console.log(formatReport(classificationReport(testLabels, forestFlags, { names: NAMES })));

// %% [markdown]
// *ROC AUC* is the chance that an attack event scores above a normal one; .5 is a coin. *Precision* is the share of flagged
// events that are attacks, *recall* the share of attack events that are flagged, *F1* their harmonic mean, *support* how
// many events there are. *Average precision* is the mean precision as the threshold comes down past each attack event;
// chance gives the share of attacks, here .12. Without labels the forest flags 43 % of the attack events, and
// about every second flag is a false alert.
//
// ## 5. LSTM for sequences
// An LSTM reads the ten events one after another and keeps what matters in a memory. It learns from labels: it is
// shown which training events were attacks. The sizes are the original's: layers of 64 and 32 units, dropout .2, 30
// epochs of batches of 32 at most, threshold .5. It stops after 5 epochs without progress on validation.

// %%
const networkParts = {
  columns: IAM_COLUMNS,
  scaler: 'standard' as const,
  windows: { length: SEQUENCE_LENGTH, entity: 'userId', time: 'time' },
  threshold: { kind: 'value' as const, value: 0.5 },
};
const training = { epochs: EPOCHS, batchSize: 32, seed: SEED };
const LSTM_SIZES = { units: [64, 32], dropout: 0.2 };
const lstm = await pipeline({
  ...networkParts,
  detector: lstmClassifier({ ...LSTM_SIZES, ...training }),
}).fit(trainRows, { ...fitOptions, ...printEpochs('LSTM') });

// %% [markdown]
// ### LSTM training history and evaluation
// Loss is what training lowers. While the training line falls and the validation line turns up, the network learns
// the training events by heart; the weights of the best epoch (dotted) are the ones kept.
// Then each test event is scored with the nine events of the same user before it.

// %%
await show(trainingHistoryPlot(lstm.detector.history, { title: 'LSTM, synthetic data' }));

// %%
const lstmScores = {
  validation: await lstm.score(validationRows, trainRows),
  test: await lstm.score(testRows, earlierRows),
};
const lstmFlags = flag(lstmScores.test, lstm.threshold);
console.log('LSTM, synthetic test events:');
console.log(formatReport(classificationReport(testLabels, lstmFlags, { names: NAMES })));
await show(
  confusionHeatmap(confusionMatrix(testLabels, lstmFlags), {
    title: 'LSTM confusion matrix, SYNTHETIC',
    labels: NAMES,
    colorScale: 'Blues',
  }),
);

// %% [markdown]
// ## 6. Transformer
// A transformer lets every event of the window look at every other (*attention*, by several *heads* at once) and weighs
// what it gathers. Each event becomes 32 numbers (its *embedding*); 4 heads, a *feed-forward* layer of 64, dropout .1, as
// the original has it. A positional encoding tells it the order.

// %%
const TRANSFORMER_SIZES = { embedding: 32, heads: 4, feedForward: 64, dropout: 0.1 };
const transformer = await pipeline({
  ...networkParts,
  detector: transformerClassifier({ ...TRANSFORMER_SIZES, ...training }),
}).fit(trainRows, { ...fitOptions, ...printEpochs('Transformer') });
await show(
  trainingHistoryPlot(transformer.detector.history, { title: 'Transformer, synthetic data' }),
);
const transformerScores = {
  validation: await transformer.score(validationRows, trainRows),
  test: await transformer.score(testRows, earlierRows),
};
const transformerFlags = flag(transformerScores.test, transformer.threshold);
console.log('Transformer, synthetic test events:');
console.log(formatReport(classificationReport(testLabels, transformerFlags, { names: NAMES })));
await show(
  confusionHeatmap(confusionMatrix(testLabels, transformerFlags), {
    title: 'Transformer confusion matrix, SYNTHETIC',
    labels: NAMES,
    colorScale: 'Greens',
  }),
);

// %% [markdown]
// ## 7. Model comparison
// First the original's table: each model at its own threshold (the forest's 10 %, the networks' .5), all on
// the same test events, with the count at its 10 % highest beside them.

// %%
const novelty = noveltyCount(rows);
const highest = contaminationThreshold(pick(novelty, split.validation), 0.1);
const flagsByModel = {
  'count of firsts': flag(count, highest),
  'isolation forest': forestFlags,
  LSTM: lstmFlags,
  transformer: transformerFlags,
};
const comparison = Object.entries(flagsByModel).map(([model, flags]) => ({
  model,
  ...binaryMetrics(testLabels, flags),
}));
showTable(comparison, { caption: 'Thresholds as the original has them, synthetic test events' });
await show(
  groupedBarPlot(
    comparison.flatMap(({ model, ...metrics }) =>
      Object.entries(metrics).map(([series, value]) => ({ group: model, series, value })),
    ),
    { title: "Comparison at the original's thresholds, SYNTHETIC", range: [0, 1] },
  ),
);

// %% [markdown]
// Accuracy flatters: flagging nothing is right for seven events in eight. And thresholds that were set beforehand compare
// settings more than models. So next: thresholds chosen on validation (best F1), measures that need no threshold, and
// two more rows. The **logistic regression** is one weighted sum of an event's features, learned from the same labels.
// The **oracle** knows exactly how the data were made; in the long run no detector that does not look ahead ranks
// better. The oracle on one event forgets what came before.

// %%
const weightedSum = await pipeline({
  ...networkParts,
  detector: logisticRegression(training),
}).fit(trainRows, { ...fitOptions, ...printEpochs('Logistic regression') });
const partsOf = (scores: ArrayLike<number>) => ({
  validation: pick(scores, split.validation),
  test: pick(scores, split.test),
});
const scoresByModel = {
  'count of firsts': partsOf(novelty),
  'isolation forest': forestScores,
  'logistic regression': partsOf(await weightedSum.score(rows)),
  LSTM: lstmScores,
  transformer: transformerScores,
  'oracle, one event': partsOf(iamOracle(dataset, { memory: false })),
  oracle: partsOf(iamOracle(dataset)),
};
const namesOf = Object.keys(scoresByModel) as (keyof typeof scoresByModel)[];

// %%
const testScores = Object.fromEntries(namesOf.map((name) => [name, scoresByModel[name].test]));
const chosen = Object.fromEntries(
  namesOf.map((name) => [name, bestF1Threshold(validationLabels, scoresByModel[name].validation)]),
);
const fair = scoreTable(testScores, testLabels).map(({ detector, rocAuc, averagePrecision }) => ({
  detector,
  rocAuc,
  averagePrecision,
  threshold: chosen[detector],
  ...binaryMetrics(testLabels, flag(testScores[detector], chosen[detector])),
}));
showTable(fair, { digits: 3, caption: 'Thresholds chosen on validation, synthetic test events' });

// %% [markdown]
// ### Where the original's way misleads
// The original lets windows run across users, gives the transformer one event at a time, scales before it splits,
// and leaves out the LSTM's first nine test events. Here is what each of these does.

// %%
const everyone = (part: typeof trainRows) => part.map((row) => ({ ...row, everyone: 'all' }));
const acrossUsers = await pipeline({
  ...networkParts,
  windows: { length: SEQUENCE_LENGTH, entity: 'everyone', time: 'time' },
  detector: lstmClassifier({ ...LSTM_SIZES, ...training }),
}).fit(everyone(trainRows), {
  ...fitOptions,
  validation: everyone(validationRows),
  ...printEpochs('LSTM across users'),
});
const oneEvent = await pipeline({
  ...networkParts,
  windows: { length: 1, entity: 'userId', time: 'time' },
  detector: transformerClassifier({ ...TRANSFORMER_SIZES, ...training }),
}).fit(trainRows, { ...fitOptions, ...printEpochs('Transformer on one event') });
const misled = {
  'LSTM, windows across users': await acrossUsers.score(everyone(testRows), everyone(earlierRows)),
  'LSTM, windows of one user': lstmScores.test,
  'transformer, one event': await oneEvent.score(testRows),
  'transformer, ten events': transformerScores.test,
};
showTable(scoreTable(misled, testLabels), {
  ...{ columns: ['detector', 'rocAuc', 'averagePrecision'], digits: 3 },
  caption: 'Synthetic test events',
});

// %%
const unscaled = pipeline({ columns: IAM_COLUMNS, detector: isolationForest({ seed: SEED }) });
const unscaledForest = await unscaled.fit(trainRows);
const ofTrain = fitScaler(unscaledForest.transform(trainRows), 'standard');
const ofAll = fitScaler(unscaledForest.transform(rows), 'standard');
const shifts = ofTrain.center.map((mean, j) => Math.abs(ofAll.center[j] - mean) / ofTrain.scale[j]);
console.log(
  `Scaling before the split moves a feature's mean by up to ${Math.max(...shifts).toFixed(3)} deviations`,
);
console.log(
  `The original judges the LSTM on ${testRows.length - 9} events, the others on ${testRows.length}`,
);

// %% [markdown]
// In this one run the original's windows score *higher* (average precision .67 against .61), and so does one event at a
// time. A higher figure does not make them right: ten neighbours in the log are ten strangers, and all that a
// network can learn about strangers is to ignore them. What one event does against ten is compared over five seeds below.
//
// ### Five seeds, two difficulties
// One run is an anecdote. The next cell repeats the whole experiment, new data and new weights each time. Beside the
// models stand both networks **untrained**, and both **on one event**: the same network without the user's earlier events, so
// that only what lies above it is owed to order. (Rows *of three* are ensembles, of which more below.) An *interval* says where
// the mean would lie for other seeds, in 95 of 100 cases; a method beats another where the whole interval of the difference
// is above 0.

// %%
const SEEDS = Array.from({ length: N_SEEDS }, (_, i) => SEED + i);
const progress = (text: string) => process.stdout.write(`\r${text.padEnd(70)}`);
const repeat = (difficulty: 'medium' | 'hard') =>
  repeatOverSeeds(SEEDS, (seed) =>
    iamExperiment({
      ...{ seed, difficulty, epochs: EPOCHS, nUsers: N_USERS, sequenceLength: SEQUENCE_LENGTH },
      onEpoch: (model, epoch) =>
        progress(`${difficulty}, seed ${seed}, ${model}: epoch ${epoch + 1}`),
    }),
  );
const repeats = { medium: await repeat('medium'), hard: await repeat('hard') };
progress(`${N_SEEDS} seeds of two difficulties done`);
const againstCount = { baseline: 'count of firsts', metrics: ['averagePrecision'] };
const compared = Object.entries(repeats).flatMap(([difficulty, runs]) =>
  compareWithBaseline(runs, againstCount).map((row) => ({ difficulty, ...row })),
);
for (const difficulty of ['medium', 'hard']) {
  showTable(
    compared.filter((row) => row.difficulty === difficulty),
    { digits: 3, caption: `SYNTHETIC, ${difficulty}: mean of ${N_SEEDS} seeds, 95 % interval` },
  );
}

// %%
await show(
  groupedBarPlot(
    compared.map(({ method, difficulty, mean, lower, upper }) => ({
      ...{ group: method, series: difficulty, value: mean, lower, upper },
    })),
    { title: 'Average precision, 95 % interval, SYNTHETIC', range: [0, 1], width: 1200 },
  ),
);

// %% [markdown]
// Against the count everything that was trained wins. Now the questions of this notebook, seed by seed: networks against
// the forest, against the weighted sum, and against themselves on one event.

// %%
const QUESTIONS = ['LSTM', 'transformer'].flatMap((network) => [
  [network, 'isolation forest'],
  [network, 'logistic regression'],
  [network, `${network} on one event`],
  [`${network} on one event`, 'logistic regression'],
]);
const answers = Object.entries(repeats).flatMap(([difficulty, { values }]) =>
  QUESTIONS.map(([method, other]) => ({
    name: `${method} − ${other}, ${difficulty}`,
    ...pairedDifference(values[method].averagePrecision, values[other].averagePrecision),
  })),
);
showTable(answers, {
  digits: 3,
  columns: ['name', 'estimate', 'lower', 'upper'],
  caption: 'SYNTHETIC',
});
await show(
  intervalPlot(answers, { title: 'Differences in average precision, SYNTHETIC', width: 900 }),
);

// %% [markdown]
// On `medium` both networks beat the forest (by .22 and .23); on `hard` the transformer does (.18), and the LSTM is not shown to
// (.04, from −.03 to .10). That answer owes much to labels: **the plain weighted sum, which has the same labels, is
// not beaten** at this window of ten. The LSTM is level with it on `medium` and loses on `hard` (−.12); the transformer's .02 is not
// shown to be more than chance.
//
// And the user's earlier events *hurt*: the same LSTM on one event is better by .06 and .19, the same transformer by .02 and
// .04 (intervals that end just below 0). On one event both networks do beat the weighted sum, by .05 to .07: they bend
// where the sum is straight. What they are shown besides they mostly learn by heart. There is something in the order: with
// memory the oracle reaches .93 in section 7, without it .82. Seven thousand training events do not suffice to find it;
// exercise 2 has four times as many.
//
// ## 8. Why is this event an anomaly?
// The attack event that the transformer is surest of, in the test part. Each column is replaced by its usual value (median
// or most frequent); the probability that is lost is the column's importance. Attention would not do for this: it
// tells where a transformer looks among *events*, nothing about features.

// %%
const probabilities = transformerScores.test.map((score, i) => (testLabels[i] === 1 ? score : 0));
const sampleIndex = probabilities.indexOf(Math.max(...probabilities));
const sample = testRows[sampleIndex];
const history = [...earlierRows, ...testRows.slice(0, sampleIndex)].filter(
  ({ userId }) => userId === sample.userId,
);
const usual = { reference: typicalRow(trainRows, IAM_COLUMNS) };
const analysis = await analyzeEvent(transformer, [...history, sample], usual);
const { isAnomaly, anomalyProbability, riskLevel } = analysis;
console.log(`${sample.userId}, ${sample.action}, truth: ${testEvents[sampleIndex].pattern}`);
console.log(
  `Anomaly: ${isAnomaly}, probability ${anomalyProbability.toFixed(4)}, risk ${riskLevel}`,
);
showTable(analysis.topFeatures, { digits: 3, caption: 'A synthetic event' });
await show(
  barPlot(
    analysis.topFeatures.map(({ feature }) => feature),
    analysis.topFeatures.map(({ importance }) => importance),
    {
      title: `What makes an event of ${sample.userId} suspicious, SYNTHETIC`,
      ...{ xTitle: 'probability it adds', horizontal: true, color: 'steelblue' },
    },
  ),
);

// %% [markdown]
// A new device, the action `assume_role`, and its failure. The bars are short beside a probability of .99: features stand
// in for each other, so that taking one away costs little.
//
// What does the forest say to the same event? **Shapley values** share out exactly, feature by feature, what sets its score
// apart from the average one (as log2, in which the trees of a forest add up). **Permutation importance** asks about the forest
// as a whole: how much average precision is lost when one feature's values are shuffled among the test events? This is to
// look at; nothing is chosen by it.

// %%
import {
  averagePrecision,
  importancePlot,
  invertScaler,
  medianSample,
  permutationImportance,
  topContributions,
  treeShap,
  waterfallPlot,
} from 'anomaly-lab';

const asMeasured = (part: typeof rows) =>
  invertScaler(forest.state.scaler!, forest.transform(part));
const { baseValue, contributions } = treeShap(forest.detector, forest.transform([sample]));
const reasons = topContributions(
  forest.featureNames,
  contributions.data,
  asMeasured([sample]).data,
  medianSample(asMeasured(trainRows)),
);
await show(
  waterfallPlot(reasons, baseValue, {
    title: 'Why the forest scores the same event as it does, SYNTHETIC',
    ...{ nTop: 6, xTitle: 'log2 of the score' },
  }),
);

// %%
const importance = await permutationImportance(
  forest.detector,
  forest.transform(testRows),
  testLabels,
  averagePrecision,
  { seed: SEED },
);
await show(
  importancePlot(forest.featureNames, importance, {
    title: 'What the forest relies on to find attacks, SYNTHETIC',
    ...{ nTop: 10, metricName: 'average precision' },
  }),
);

// %% [markdown]
// Both models name the new device, `assume_role` and its failure first; to the forest the changed device says as much as the
// failure. Over all test events no feature decides alone: without `newResource`, the most important, the forest loses .04 of
// its average precision of .45.
//
// Now the attention over the user's last ten events, mean of four heads: each row is an event,
// its cells say from which events it gathers. Events of the attack are marked.

// %%
const [heads] = await transformer.detector.attention(transformer.transform([sample], history));
const stamp = (time: number) => new Date(time).toISOString().slice(5, 16).replace('T', ' ');
const lastEvents = events
  .filter(({ userId, time }) => userId === sample.userId && time <= sample.time)
  .slice(-SEQUENCE_LENGTH);
await show(
  attentionPlot(
    meanAttention(heads),
    lastEvents.map(({ time, action }) => `${stamp(time)} ${action}`),
    {
      title: `Attention over the events of ${sample.userId}, SYNTHETIC`,
      marked: lastEvents.map((event) => event.isAnomaly === 1),
    },
  ),
);

// %% [markdown]
// The last row decides. Nearly half of its attention is on the event itself, the rest is spread over attack and other
// events alike: interesting to look at, but no explanation.
//
// ## 9. Multi-step attack patterns
// Flagged events of one user that follow each other closely form a **suspicious sequence**. It gets a name by plain
// rules: several failed logins are `brute_force`, travel faster than an aircraft `impossible_travel`, and so on. The
// rules see what a log shows, not the truth. `truth` is the first attack among the flagged events.

// %%
const attackPatterns = detectAttackPatterns(testEvents, lstmScores.test, chosen['LSTM'], {
  history: [...pick(events, split.train), ...pick(events, split.validation)],
}).map((found) => ({
  ...found,
  truth: found.indices.map((i) => testEvents[i].pattern).find((name) => name !== 'none') ?? 'none',
}));
const real = attackPatterns.filter(({ truth }) => truth !== 'none');
const named = real.filter(({ patternType }) => patternType !== 'unknown');
const right = named.filter(({ patternType, truth }) => patternType === truth);
console.log(
  `Detected ${attackPatterns.length} suspicious sequences, ${real.length} hold an attack`,
);
console.log(`${named.length} of these have a name, ${right.length} the right one`);
const shownPattern = ['userId', 'start', 'end', 'nEvents', 'maxScore', 'patternType', 'truth'];
showTable(attackPatterns, { columns: shownPattern, maxRows: 5, digits: 3, caption: 'Synthetic' });
const types = new DataFrame(attackPatterns.map(({ patternType }) => ({ patternType })));
const typeCounts = types['patternType'].valueCounts();
await show(
  barPlot(typeCounts.index as string[], typeCounts.values as number[], {
    title: 'Detected attack pattern types, SYNTHETIC',
    ...{ xTitle: 'sequences', horizontal: true, color: 'coral', sort: 'descending' },
  }),
);

// %% [markdown]
// Which attacks are found, and which slip through? By pattern, the share of attack *events* that each model flags at the
// threshold from validation; and of whole *attacks*, those with at least one flagged event.

// %%
const finders = ['isolation forest', 'LSTM', 'transformer'] as const;
const [patterns, campaigns] = [testEvents.map((e) => e.pattern), testEvents.map((e) => e.campaign)];
const recalls = finders.flatMap((model) =>
  patternRecall(patterns, flag(testScores[model], chosen[model]), campaigns).map((row) => ({
    model,
    ...row,
  })),
);
showTable(recalls, { digits: 3, maxRows: 21, caption: 'Synthetic test events' });
for (const model of finders) {
  const own = recalls.filter((row) => row.model === model);
  const found = own.reduce((sum, { nFound = 0 }) => sum + nFound, 0);
  const all = own.reduce((sum, { nCampaigns = 0 }) => sum + nCampaigns, 0);
  console.log(`${model}: ${found} of ${all} attacks noticed`);
}
await show(
  groupedBarPlot(
    recalls.map(({ model, pattern, eventRecall }) => ({
      ...{ group: pattern.replaceAll('_', ' '), series: model, value: eventRecall },
    })),
    { title: 'Recall of attack events by pattern, SYNTHETIC', range: [0, 1] },
  ),
);

// %% [markdown]
// At its threshold the LSTM notices 45 of 55 attacks by at least one event, the transformer 48, the forest 39; each flags more
// than half of the events of few kinds only, and about every third flag of a network is a false alert (section 7). With 7 to 11
// attacks of a kind these shares are rough. Of the LSTM's 71 sequences 24 hold no attack; of the 47 that do, 32 get a name
// and 23 the right one.
//
// ## 10. Anomaly scores of all models
// The three distributions on the same test events, each class as a share of its own, with the threshold that validation
// chose. The forest's scores are no probabilities; they have a scale of their own.

// %%
await show(
  histogramGrid(
    finders.map((name) => ({ name, scores: testScores[name], threshold: chosen[name] })),
    testLabels,
    { title: 'Scores of the test events, SYNTHETIC', nBins: 30 },
  ),
);

// %% [markdown]
// ## Ensemble
// Three ways to ask all three. By **vote**: flagged if two of three flag it. Or by how high each score ranks among the
// model's validation scores, which brings all to one scale: the **average** of the three ranks, or their **maximum**.

// %%
const ranksOf = (part: 'validation' | 'test') =>
  finders
    .map((name) => scoresByModel[name])
    .map((own) => applyScoreScale(fitScoreScale('rank', own.validation), own[part]));
const votes = majorityVote(
  Object.fromEntries(finders.map((name) => [name, flag(testScores[name], chosen[name])])),
);
const combined = Object.entries({ average: averageOf, maximum: maximumOf }).map(
  ([ensemble, combine]) => {
    const threshold = bestF1Threshold(validationLabels, combine(ranksOf('validation')));
    return { ensemble, ...binaryMetrics(testLabels, flag(combine(ranksOf('test')), threshold)) };
  },
);
const byVote = { ensemble: 'vote', ...binaryMetrics(testLabels, votes) };
showTable([byVote, ...combined], { digits: 3, caption: 'Synthetic test events' });
const overSeeds = Object.entries(repeats).flatMap(([difficulty, runs]) =>
  compareWithBaseline(runs, { baseline: 'transformer', metrics: ['f1'] })
    .filter(({ method }) => method.endsWith('of three'))
    .map((row) => ({ difficulty, ...row })),
);
showTable(overSeeds, { digits: 3, caption: 'F1 over the seeds beside the transformer, SYNTHETIC' });

// %% [markdown]
// On seed 42 the transformer alone has an F1 of .62 (section 7), and none of the three ways comes above it. Over the seeds
// vote and average are not shown to differ from it; the maximum, which believes whoever shouts loudest, is worse on
// `medium` (−.03).
//
// ## Save the models
// A saved pipeline is a folder of JSON and numbers; nothing in it is executed. Each is loaded again and scores the same.

// %%
await forest.save('../models/iam/isolation-forest');
await lstm.save('../models/iam/lstm');
await transformer.save('../models/iam/transformer');
for (const [name, saved] of Object.entries({
  'isolation-forest': forest,
  lstm: lstm,
  transformer: transformer,
})) {
  const loaded = await loadPipeline(`../models/iam/${name}`);
  assert.deepEqual(
    await loaded.score(testRows, earlierRows),
    await saved.score(testRows, earlierRows),
  );
  console.log(`models/iam/${name}: loaded again, the same ${testRows.length} scores`);
  loaded.dispose();
}

// %% [markdown]
// At the command line, and later on a schedule: `npx anomaly-lab generate iam --output events.csv`,
// `npx anomaly-lab train --data events.csv --model lstm --output models/iam-lstm`, and
// `npx anomaly-lab retrain models/iam-lstm --data events.csv newer-events.csv`, which compares old and new model on the
// newest events before the new one takes its place.
//
// The next cell asserts the findings, so that a run of this notebook is a test of them. With other parameters only what
// must always hold is asserted.

// %%
const meanOf = (difficulty: string, method: string) =>
  compared.find((row) => row.difficulty === difficulty && row.method === method)!;
assert.equal(events.length, Math.round((N_USERS * 100) / 0.9));
assert.ok(sequences.ends.every((_, window) => usersIn(window) === 1));
assert.ok(
  fair.every(({ averagePrecision }) => averagePrecision <= fair[fair.length - 1].averagePrecision),
);
const parameters = [SEED, DIFFICULTY, N_USERS, EPOCHS, N_SEEDS, SEQUENCE_LENGTH].join(' ');
if (parameters === '42 medium 100 30 5 10') {
  for (const difficulty of ['medium', 'hard']) {
    for (const method of ['isolation forest', 'LSTM', 'transformer']) {
      assert.ok(meanOf(difficulty, method).beatsBaseline);
    }
    assert.ok(meanOf(difficulty, 'LSTM').lower > meanOf(difficulty, 'LSTM untrained').upper);
    assert.ok(
      meanOf(difficulty, 'transformer').lower > meanOf(difficulty, 'transformer untrained').upper,
    );
  }
  const pairs = (pattern: RegExp) => answers.filter(({ name }) => pattern.test(name));
  const open = 'LSTM − isolation forest, hard';
  assert.ok(pairs(/forest/).every(({ name, lower }) => lower > 0 === (name !== open)));
  assert.ok(pairs(/^\w+ − logistic/).every(({ lower }) => lower < 0));
  assert.ok(pairs(/^LSTM − logistic.*hard/).every(({ upper }) => upper < 0));
  assert.ok(pairs(/LSTM on one event,/).every(({ upper }) => upper < 0));
  assert.ok(pairs(/transformer on one event,/).every(({ estimate }) => estimate < 0));
  assert.ok(pairs(/on one event −/).every(({ lower }) => lower > 0));
  assert.ok(overSeeds.every(({ beatsBaseline }) => !beatsBaseline));
}

// %%
reportMetrics({
  data: 'SYNTHETIC',
  f1Forest: comparison[1].f1,
  f1Lstm: comparison[2].f1,
  f1Transformer: comparison[3].f1,
  averagePrecisionCount: meanOf('medium', 'count of firsts').mean,
  averagePrecisionForest: meanOf('medium', 'isolation forest').mean,
  averagePrecisionLogistic: meanOf('medium', 'logistic regression').mean,
  averagePrecisionLstm: meanOf('medium', 'LSTM').mean,
  averagePrecisionTransformer: meanOf('medium', 'transformer').mean,
  averagePrecisionOracle: meanOf('medium', 'oracle').mean,
});

// %% [markdown]
// ## Summary
// All on synthetic data; average precision as the mean of five seeds, `medium` / `hard`:
//
// 1. **Count .27 / .14, isolation forest .41 / .25, LSTM .63 / .29, transformer .65 / .43**, best possible .92 / .78. The forest
//    and both networks beat the count on both difficulties.
// 2. **Networks against the forest, which has no labels:** both win on `medium`; on `hard` the transformer wins, the LSTM is not
//    shown to. So far the original's claim holds.
// 3. **Networks against a weighted sum with the same labels (.62 / .40):** at the original's window of ten neither is shown to
//    win, and the LSTM loses on `hard`. Labels made the difference, not depth.
// 4. **Order:** the same networks on one event alone are better (LSTM .69 / .48, transformer .67 / .47), and they do beat the
//    weighted sum.
// 5. **Threshold:** at .5 the LSTM flags 36 % of the attack events of seed 42, at the one chosen on validation 53 %.
// 6. **Ensemble:** neither vote, average nor maximum of three is shown to beat the transformer alone, in F1 over five seeds.
//
// Labels of attacks are what one seldom has: notebook 02 goes on without them.
//
// **Exercises** (answers folded in [docs/01-iam-exercises.md](../docs/01-iam-exercises.md)):
//
// 1. Your team can look at 50 test events. Which model would you give them? (`precisionAtK`)
// 2. Give the networks more data: `npm start -- 01 -p N_USERS=400 -p N_SEEDS=2` (7 minutes). Who gains, and by what?
// 3. Do shorter windows help? `npm start -- 01 -p SEQUENCE_LENGTH=3 -p N_SEEDS=2`. On which part must one choose the length?
//
// **Next steps** of the original: a service (notebook 02), streaming (07), findings for a SIEM (02), retraining (the
// commands above), voting (done).

// %% [markdown]
// # Zero-trust anomaly detection in authentication logs
//
// **Question.** Trained on trusted logins alone, do an isolation forest, a one-class SVM and an autoencoder find
// the attacks in an authentication log, and do they find more than counting refused logins?
//
// **Data.** A *synthetic* log of 100 users with six kinds of attack, where the truth is known; then the real sshd log of
// notebook 00, where it is not. Figures on the synthetic log say nothing about the field.
//
// **Source.** Mirrors the experiment "Zero-Trust Anomaly Detection in Authentication Logs", step by step. Where its way
// misleads, its number stands beside the right one, once, and the notebook goes on with the right one.
//
// **What you will learn.** To read and encode a raw log without looking ahead, to fit three detectors on normal logins, to
// choose settings on one part and report on another, to ask why a login is strange, to call the model as a service,
// and to tell what a model adds to a count.

// %% [markdown]
// ## Setup
// `SEED` fixes every draw: data, splits, trees, weights. `FAST=1` shrinks data and training, never the steps; the text
// quotes the full run.

// %%
import assert from 'node:assert/strict';
import {
  AUTH_COLUMNS,
  autoencoder,
  bootstrapInterval,
  classificationReport,
  confusionMatrix,
  contaminationThreshold,
  createAuthLogGenerator,
  f1,
  flag,
  formatReport,
  hourOfTime,
  isolationForest,
  oddityCount,
  oneClassSvm,
  pipeline,
  quantileThreshold,
  readAuthEvents,
  refusalCount,
  rocAuc,
  scoreTable,
  stratifiedSplit,
  takeRows,
  temporalSplit,
  withAuthHistory,
  writeAuthEvents,
  zeroTrustLabels,
} from 'anomaly-lab';
import { DataFrame } from 'danfojs-node';

// %%
import {
  applyLabelEncoder,
  barPlot,
  confusionHeatmap,
  fitFrequencyEncoder,
  applyFrequencyEncoder,
  fitLabelEncoder,
  fitScaler,
  groupedBarPlot,
  histogramPlot,
  intervalPlot,
  invertScaler,
  printEpochs,
  reportMetrics,
  show,
  showTable,
  trainingHistoryPlot,
} from 'anomaly-lab';

// %% [markdown]
// Some words ahead. A detector gives each login a **score**, higher is more suspicious; a **threshold** turns scores into
// flags. *Precision* is the share of flags that are attacks, *recall* the share of attack logins that are flagged, *F1* their
// harmonic mean. *ROC AUC* is the chance that an attack login scores above a normal one; .5 is a coin. *Contamination* is the
// share of anomalies that one assumes.

// %% tags=["parameters"]
const SEED = 42;
const FAST = process.env.FAST === '1';
const DIFFICULTY = 'medium';
const N_USERS = FAST ? 30 : 100;
const EPOCHS = FAST ? 3 : 20;
const N_SEEDS = FAST ? 2 : 5;
const N_EXPLAINED = FAST ? 40 : 500;
const CONTAMINATION = 0.05;

// %% [markdown]
// ## 1. Import the log
// The generator writes the log as a CSV file, and DuckDB reads it back, as it would read yours: by time, each value checked,
// errors with line and column. Each user has hours, devices, an office, a home and favourite resources; and users travel,
// borrow devices, forget passwords and work at night, so that no single rule tells attacks.

// %%
const generated = createAuthLogGenerator({
  seed: SEED,
  difficulty: DIFFICULTY,
}).generateCompleteDataset({ nUsers: N_USERS });
await writeAuthEvents('../data/auth_logs_raw.csv', generated.events);
const events = await readAuthEvents('../data/auth_logs_raw.csv');
assert.deepEqual(events, generated.events);
console.log(`SYNTHETIC log: ${events.length} logins of ${generated.users.length} users`);
showTable(events, { maxRows: 5, caption: 'First logins, synthetic' });

// %% [markdown]
// ## 2. Zero-trust labels
// Zero trust: only what is labelled `normal` is trusted, whatever is not is an anomaly (1). The attacks are `brute_force`
// (one user again and again), `password_spray` (one password, many users), `impossible_travel`, `new_device`,
// `off_hours_exfiltration` (large transfers at night) and `lateral_movement` (one resource after the other).
//
// ## 3. Overview
// Then size, types, figures and missing values of the table.

// %%
const frame = new DataFrame(events.map((event) => ({ ...event })));
const labels = zeroTrustLabels(events);
const kinds = frame['event_label'].valueCounts();
const anomalyKinds = (kinds.index as string[]).filter((label) => label !== 'normal').sort();
const nAnomalies = labels.filter((label) => label === 1).length;
console.log(`Zero-trust anomaly labels: ${anomalyKinds.join(', ')}`);
console.log(`0 = normal: ${labels.length - nAnomalies}, 1 = anomaly: ${nAnomalies}`);

// %%
console.log(`shape ${frame.shape}`);
frame.ctypes.print();
const numbers = new DataFrame(
  events.map(({ login_success, access_time, bytes_transferred }, i) => ({
    login_success: Number(login_success),
    hour: hourOfTime(access_time),
    bytes_transferred,
    binary_label: labels[i],
  })),
);
numbers.describe().round(2).print();
console.log(`missing values of each column: ${frame.isNa().sum({ axis: 0 }).values}`);
await show(
  barPlot(kinds.index as string[], kinds.values as number[], {
    title: 'Distribution of event labels, SYNTHETIC',
    ...{ valueTitle: 'logins', horizontal: true, sort: 'descending', color: 'steelblue' },
  }),
);

// %% [markdown]
// Nine logins in ten are normal, and none has a missing value, which real logs have (section 14). Bytes run over
// eight magnitudes: most logins move some hundred kB, and backup jobs move two hundred times as much every night, which is *normal* here. On
// a linear axis all would lie in the first bin.

// %%
const times = events.map(({ timestamp }) => Date.parse(timestamp));
await show(
  histogramPlot(
    events.map(({ bytes_transferred }) => bytes_transferred),
    {
      title: 'Distribution of bytes transferred, SYNTHETIC',
      ...{ xTitle: 'bytes', yTitle: 'logins', xScale: 'log', nBins: 50, density: true },
    },
  ),
);
await show(
  histogramPlot(
    times.map((time) => (time / 3_600_000) % 24),
    {
      title: 'Login hour, SYNTHETIC',
      ...{ xTitle: 'hour of the day (UTC)', yTitle: 'logins', nBins: 24 },
    },
  ),
);

// %% [markdown]
// The small hump at the left is mostly refused logins, which move some hundred bytes. Users sit in several time zones, so that the
// hours overlap.
//
// ## 4. Split
// The original draws 30 % of the logins at random for the test part, with the same share of anomalies (*stratified*). Then a
// model is trained on logins that come *after* those it is judged on, and knows every device that will ever be bought. A
// split by **time** asks what matters: how does it do tomorrow? Beside train and test a **validation** part is needed, to
// choose on.

// %%
const PARTS = { validation: 0.14, test: 0.3 };
const splits = {
  random: stratifiedSplit(labels, { ...PARTS, seed: SEED }),
  temporal: temporalSplit(times, PARTS),
};
const pick = <T>(values: ArrayLike<T>, part: Int32Array): T[] => Array.from(part, (i) => values[i]);
const normalIn = (part: Int32Array) => part.filter((i) => labels[i] === 0);
const partTable = Object.entries(splits).flatMap(([split, parts]) =>
  Object.entries(parts).map(([part, own]) => ({
    split,
    part,
    logins: own.length,
    normal: normalIn(own).length,
    anomalyRate: 1 - normalIn(own).length / own.length,
  })),
);
showTable(partTable, { caption: 'Parts of the synthetic log' });

// %% [markdown]
// Attacks come in bursts, so in time the share of anomalies differs from part to part: 6.8 % in validation, 11.3 % in test. A
// threshold made for one meets the other, as it would outside. (What the split does to the figures: section 13.)
//
// ## 5. Encode
// The original turns each category into its number in the alphabet, before the split. To a detector that measures distances,
// `user-0002` is then like `user-0003`, and Tokyo far from London. **Frequency** encoding writes how often a value came in
// training: rare is what is strange, and a value never seen is 0. (In label encoding unknown values get 0, too, a code of their own.)

// %%
const normalEvents = pick(events, normalIn(splits.temporal.train));
const cities = normalEvents.map(({ location }) => location);
const someCities = ['London', 'Singapore', 'Tokyo', 'never seen'];
const codes = applyLabelEncoder(fitLabelEncoder(cities), someCities);
const shares = applyFrequencyEncoder(fitFrequencyEncoder(cities), someCities);
showTable(
  someCities.map((location, i) => ({ location, labelCode: codes[i], frequency: shares[i] })),
);
const labelCodes = Object.fromEntries(
  Object.entries(AUTH_COLUMNS).map(([name, kind]) => [name, kind === 'frequency' ? 'label' : kind]),
) as typeof AUTH_COLUMNS;
const encodings = { "label codes (the original's)": labelCodes, frequency: AUTH_COLUMNS };
const tried: object[] = [];
for (const [split, parts] of Object.entries(splits)) {
  for (const [encoding, columns] of Object.entries(encodings)) {
    const detector = isolationForest({ seed: SEED });
    const unfitted = pipeline({ columns: columns, scaler: 'standard', detector: detector });
    const fitted = await unfitted.fit(pick(events, normalIn(parts.train)));
    const own = await fitted.score(pick(events, parts.validation));
    tried.push({ split, encoding, rocAuc: rocAuc(pick(labels, parts.validation), own) });
  }
}
showTable(tried, { caption: 'Isolation forest on validation logins, synthetic' });

// %% [markdown]
// On validation logins frequency encoding ranks better on the random split (.84 against .80), and no better in time (.83 both).
// One validation part with 106 attack logins cannot tell; section 13 asks again over five seeds. The reason to prefer it is
// another: its numbers mean something, and a value never seen is rare by construction.
//
// ## 6. Scale
// Means and deviations are fitted on normal training logins, once the parts are split. The original scales before it splits: the test
// part then has a say in its own features.

// %%
const part = splits.temporal;
const [validationEvents, testEvents] = [pick(events, part.validation), pick(events, part.test)];
const validationLabels = pick(labels, part.validation);
const testLabels = pick(labels, part.test);
const forest = await pipeline({
  columns: AUTH_COLUMNS,
  scaler: 'standard',
  detector: isolationForest({ seed: SEED }),
  threshold: { kind: 'contamination', share: CONTAMINATION },
  metadata: { trainedOn: 'SYNTHETIC log', notebook: '02-zero-trust-auth' },
}).fit(normalEvents, { validation: pick(events, normalIn(part.validation)) });
const normalSamples = forest.transform(normalEvents);
const samples = {
  validation: forest.transform(validationEvents),
  test: forest.transform(testEvents),
};
const all = invertScaler(forest.state.scaler!, forest.transform(events));
const ofAll = fitScaler(all, 'standard');
console.log(`samples ${[normalSamples.nSamples, normalSamples.nFeatures]}`);
showTable(
  forest.featureNames.map((feature, j) => ({
    feature,
    meanOfTrain: forest.state.scaler!.center[j],
    meanOfAll: ofAll.center[j],
    deviationOfTrain: forest.state.scaler!.scale[j],
    deviationOfAll: ofAll.scale[j],
  })),
);

// %% [markdown]
// The original's scaler sees the attacks, too. A refusal is then 3.4 deviations from the mean (.919 over .272) in place of 4.7 (.957
// over .204): what is to be found has made itself look more usual.
//
// ## 7. Baselines
// Before any model: the bytes alone; **refusals** of the address in the last hour; and **oddities**, one each for a device,
// address, location and resource that is new to the user, and for a refusal. They learn nothing. The last two look at earlier
// logins, which the original's eight features do not.

// %%
const history = withAuthHistory(events);
const count = { refusals: refusalCount(history), oddities: oddityCount(history) };
const baselines = {
  'bytes alone': testEvents.map(({ bytes_transferred }) => bytes_transferred),
  'count of refusals': pick(count.refusals, part.test),
  'count of oddities': pick(count.oddities, part.test),
};
showTable(scoreTable(baselines, testLabels), { caption: 'Synthetic test logins' });

// %% [markdown]
// Counting refusals reaches a ROC AUC of .73, counting oddities .82: much, for what learns nothing. Bytes alone rank worse than
// a coin (.33), since refusals, frequent among attacks, move few bytes.
//
// ## 8. Isolation forest
// It splits the logins at random again and again; one that is soon alone is strange. It learns from normal logins only. Its
// threshold flags the `CONTAMINATION` strangest of the normal validation logins. The original takes this share from the *labels* of
// the attacks, which one does not have; here it is assumed beforehand.

// %%
const NAMES = ['normal', 'anomaly'];
const forestScores = {
  validation: await forest.detector.score(samples.validation),
  test: await forest.detector.score(samples.test),
};
const forestFlags = flag(forestScores.test, forest.threshold);
const trainRate = 1 - normalEvents.length / part.train.length;
console.log(`The original's contamination, from the labels: ${trainRate.toFixed(3)}`);
console.log('Isolation forest, synthetic test logins:');
console.log(formatReport(classificationReport(testLabels, forestFlags, { names: NAMES })));
await show(
  confusionHeatmap(confusionMatrix(testLabels, forestFlags), {
    title: 'Isolation forest, SYNTHETIC',
    ...{ labels: NAMES, colorScale: 'Blues' },
  }),
);

// %% [markdown]
// It finds 54 % of the attack logins, and nearly every second flag is a false alert (precision .54). It aimed at 5 % of the normal
// logins and flags 6.0 %: people change.
//
// ## 9. One-class SVM
// It draws a boundary round the normal logins: kernel rbf, gamma .001, and `nu`, the share that may lie outside,
// clamped to [.01, .5] as the original does. It flags what lies beyond the boundary: scores above 0.

// %%
const nu = Math.min(Math.max(CONTAMINATION, 0.01), 0.5);
const svm = await oneClassSvm({ kernel: 'rbf', gamma: 0.001, nu: nu }).fit(normalSamples);
const svmScores = {
  validation: await svm.score(samples.validation),
  test: await svm.score(samples.test),
};
const svmFlags = flag(svmScores.test, 0);
console.log('One-class SVM, synthetic test logins:');
console.log(formatReport(classificationReport(testLabels, svmFlags, { names: NAMES })));
await show(
  confusionHeatmap(confusionMatrix(testLabels, svmFlags), {
    title: 'One-class SVM, SYNTHETIC',
    ...{ labels: NAMES, colorScale: 'Greens' },
  }),
);

// %% [markdown]
// The same recall (.56), more false alerts (precision .43): 9.4 % of the normal test logins lie outside a boundary made for 5 %.
//
// ## 10. Autoencoder
// A network squeezes eight features through layers of 8, 4 and 8 units and gives them back; what is unlike the training logins
// should come back worse. Its score is the mean squared error. 20 epochs, batches of 32, the last tenth of the normal logins for
// validation. Beside it the same network **untrained**, with the random weights it began with.
//
// The original takes the 95th percentile of the *test* errors as threshold: it flags 5 % of the test part whatever is in
// it, and needs tomorrow's logins today. The percentile of the validation errors can be known.

// %%
const order = normalEvents.map((_, i) => i);
const cut = Math.round(0.9 * order.length);
const trained = await autoencoder({
  ...{ units: [8, 4, 8], batchSize: 32, seed: SEED },
  ...{ epochs: EPOCHS, patience: EPOCHS },
}).fit(takeRows(normalSamples, order.slice(0, cut)), {
  validation: { samples: takeRows(normalSamples, order.slice(cut)) },
  ...printEpochs('Autoencoder'),
});
const untrained = await autoencoder({ units: [8, 4, 8], seed: SEED, epochs: 0 }).fit(normalSamples);
const networkScores = {
  validation: await trained.score(samples.validation),
  test: await trained.score(samples.test),
};
const untrainedScores = await untrained.score(samples.test);
await show(trainingHistoryPlot(trained.history, { title: 'Autoencoder, SYNTHETIC' }));

// %%
const thresholds = {
  "of test errors (the original's)": quantileThreshold(networkScores.test, 0.95),
  'of validation errors': quantileThreshold(networkScores.validation, 0.95),
};
for (const [of, threshold] of Object.entries(thresholds)) {
  const own = f1(testLabels, flag(networkScores.test, threshold));
  console.log(`95th percentile ${of}: ${threshold.toFixed(3)}, F1 ${own.toFixed(3)}`);
}
console.log('Autoencoder, synthetic test logins:');
const networkFlags = flag(networkScores.test, thresholds['of validation errors']);
console.log(formatReport(classificationReport(testLabels, networkFlags, { names: NAMES })));
await show(
  confusionHeatmap(confusionMatrix(testLabels, networkFlags), {
    title: 'Autoencoder, SYNTHETIC',
    ...{ labels: NAMES, colorScale: 'Oranges' },
  }),
);

// %% [markdown]
// The two percentiles happen to be close here, 2.03 and 2.02. The flags are poor: 15 % of the attack logins, F1 .20.
//
// ### AUC of all models
// The original computes the AUC from its 0/1 flags. That is the AUC of one threshold, and it says as much about the threshold
// as about the model. From the scores it says how well the model ranks. Lines are 95 % bootstrap **intervals**, drawn in
// runs of 50 logins, since the logins of an attack are no independent draws.

// %%
import { averageScores } from 'anomaly-lab';

const BOOTSTRAP = { seed: SEED, blockLength: 50 };
const scoresOf = {
  'isolation forest': forestScores,
  'one-class SVM': svmScores,
  autoencoder: networkScores,
};
const partOf = (name: 'validation' | 'test') =>
  Object.fromEntries(Object.entries(scoresOf).map(([model, own]) => [model, own[name]]));
const three = {
  validation: averageScores(partOf('validation'), partOf('validation')),
  test: averageScores(partOf('test'), partOf('validation')),
};
const ranked = {
  ...baselines,
  'autoencoder untrained': untrainedScores,
  ...partOf('test'),
  'average of three': three.test,
};
const flagged = {
  'isolation forest': forestFlags,
  'one-class SVM': svmFlags,
  autoencoder: networkFlags,
};

// %%
const series = { scores: ranked, "0/1 flags (the original's)": flagged };
const aucs = Object.entries(series).flatMap(([of, methods]) =>
  Object.entries(methods).map(([method, own]) => ({
    ...{ method, of },
    ...bootstrapInterval(testLabels, own, rocAuc, BOOTSTRAP),
  })),
);
showTable(aucs, {
  columns: ['method', 'of', 'estimate', 'lower', 'upper'],
  caption: 'ROC AUC, synthetic test logins',
});
const aucBars = aucs.map(({ method, of, estimate, lower, upper }) => ({
  ...{ group: method, series: of, value: estimate, lower, upper },
}));
await show(
  groupedBarPlot(aucBars, {
    title: 'ROC AUC, 95 % interval, SYNTHETIC',
    range: [0, 1],
    width: 1000,
  }),
);

// %% [markdown]
// The forest reaches .855, the SVM .843, the autoencoder .805, and **the untrained autoencoder .841**: training made it worse. With
// random weights it gives back next to nothing, so that its error is the distance from the mean, and that ranks well; what it
// learns is to give back attacks, too. Counting oddities (.820) lies within the interval of every model.
//
// From its flags the autoencoder looks like a coin (.56), from its scores it is none: the original's AUC judged the threshold.
//
// ## 11. Tuning
// Three lists, as the original has them: contamination of the forest, `nu` of the SVM (with gamma `scale`), percentile of the
// autoencoder. The original takes the best F1 on the *test* part and reports it there. Here F1 on **validation** chooses, and the
// test part is looked at once, with what was chosen.

// %%
const TO_DO = 9;
const settings: {
  model: string;
  setting: string;
  flags: (part: 'validation' | 'test') => Int32Array;
}[] = [];
const add = (model: string, setting: string, scores: typeof svmScores, threshold: number) => {
  settings.push({ model, setting, flags: (name) => flag(scores[name], threshold) });
  const bar = '#'.repeat(settings.length) + '.'.repeat(TO_DO - settings.length);
  process.stdout.write(`\r[${bar}] ${settings.length} of ${TO_DO}`);
};
for (const share of [0.02, 0.05, 0.1]) {
  const threshold = contaminationThreshold(forest.calibrationScores, share);
  add('isolation forest', `contamination ${share}`, forestScores, threshold);
}
for (const share of [0.01, 0.05, 0.1]) {
  const fitted = await oneClassSvm({ gamma: 'scale', nu: share }).fit(normalSamples);
  const own = {
    validation: await fitted.score(samples.validation),
    test: await fitted.score(samples.test),
  };
  add('one-class SVM', `nu ${share}`, own, 0);
}
for (const percent of [90, 95, 99]) {
  const threshold = quantileThreshold(networkScores.validation, percent / 100);
  add('autoencoder', `percentile ${percent}`, networkScores, threshold);
}

// %%
const tuned = settings
  .map(({ model, setting, flags }) => ({
    ...{ model, setting, flags, name: `${model}, ${setting}` },
    ...bootstrapInterval(validationLabels, flags('validation'), f1, BOOTSTRAP),
  }))
  .sort((a, b) => b.estimate - a.estimate);
showTable(
  tuned.map(({ model, setting, estimate, lower, upper }) => ({
    ...{ model, setting, f1: estimate, lower, upper },
  })),
  { caption: 'F1 on validation logins, synthetic' },
);
const flagAll = f1(validationLabels, new Int32Array(validationLabels.length).fill(1));
await show(
  intervalPlot(tuned, {
    title: 'F1 on validation, 95 % interval, SYNTHETIC; dashed: flag every login',
    ...{ xTitle: 'F1', reference: flagAll, width: 800 },
  }),
);

// %% [markdown]
// Now the test part, once: the best setting of each model by validation, the counts with the threshold of the best F1 on
// validation, and what the original would have reported, the best of nine *on the test part*.

// %%
import { bestF1Threshold } from 'anomaly-lab';

const chosen = Object.keys(scoresOf).map((model) => tuned.find((row) => row.model === model)!);
const f1OfTest = ({ flags }: (typeof tuned)[number]) => f1(testLabels, flags('test'));
const ofCounts = Object.entries(count).map(([name, own]) => {
  const threshold = bestF1Threshold(validationLabels, pick(own, part.validation));
  return {
    method: `count of ${name}`,
    setting: `at least ${threshold}`,
    f1: f1(testLabels, flag(pick(own, part.test), threshold)),
  };
});
const reported = [
  ...ofCounts,
  ...chosen.map((row) => ({ method: row.model, setting: row.setting, f1: f1OfTest(row) })),
  {
    method: 'flag every login',
    setting: '',
    f1: f1(
      testLabels,
      testLabels.map(() => 1),
    ),
  },
];
showTable(reported, { caption: 'F1 on test logins, settings chosen on validation, synthetic' });
const bestOnTest = [...tuned].sort((a, b) => f1OfTest(b) - f1OfTest(a))[0];
console.log(`The original's way: ${bestOnTest.name}, F1 ${f1OfTest(bestOnTest).toFixed(3)}`);

// %% [markdown]
// Validation puts the SVM with `nu` .01 first. On the test part it reaches .536, the forest .540, counting oddities .502 and counting
// refusals .430; the autoencoder's .204 is that of flagging every login (.203). The original would report .547, the best of nine on the
// very logins it was chosen on: not far off here, and never honest. The intervals on validation overlap for the first six settings, so that their order is mostly chance.
//
// ## 12. What drives the forest: SHAP
// **Shapley values** share out what sets a login's score apart from the average one, feature by feature. `treeShap` reads the trees: exact,
// in a fraction of a second, for the log2 of the score. First 500 test logins, a dot each; then the mean size.

// %%
import { beeswarmPlot, featureScoreCorrelation, kernelShap, shapBarPlot } from 'anomaly-lab';
import { summariseBackground, treeShap } from 'anomaly-lab';

const explained = takeRows(
  samples.test,
  Array.from({ length: Math.min(N_EXPLAINED, samples.test.nSamples) }, (_, i) => i),
);
const byTree = treeShap(forest.detector, explained);
await show(
  beeswarmPlot([...forest.featureNames], byTree.contributions, explained, {
    title: 'TreeSHAP of the isolation forest, SYNTHETIC',
    xTitle: 'contribution to log2 of the score',
  }),
);
await show(
  shapBarPlot([...forest.featureNames], byTree.contributions, {
    title: 'Mean size of TreeSHAP values, SYNTHETIC',
    xTitle: 'mean size of the contribution to log2 of the score',
  }),
);

// %% [markdown]
// The original uses **KernelSHAP**, which knows nothing of trees: it scores each login again and again with some features
// replaced by those of 500 normal logins. Here it asks about 32 sets of features a login (all 254, asked about two dozen
// logins, gave values that correlate with these by .9998). Do the two agree?

// %%
const background = summariseBackground(
  takeRows(normalSamples, order.slice(0, N_EXPLAINED)),
  N_EXPLAINED,
);
const byKernel = await kernelShap(forest.detector, explained, background, {
  ...{ nCoalitions: 32, seed: SEED },
  onProgress: (done, of) => {
    if (done % 20 === 0) process.stdout.write(`\rKernelSHAP: ${done} of ${of} logins`);
  },
});
const meanSize = (values: Float64Array, j: number) => {
  const own = values.filter((_, k) => k % forest.featureNames.length === j);
  return own.reduce((sum, value) => sum + Math.abs(value), 0) / own.length;
};
const [treeValues, kernelValues] = [byTree.contributions.data, byKernel.contributions.data];
const asColumn = { data: treeValues, nSamples: treeValues.length, nFeatures: 1 };
const agreement = featureScoreCorrelation(asColumn, kernelValues);
showTable(
  forest.featureNames.map((feature, j) => ({
    feature,
    treeShap: meanSize(treeValues, j),
    kernelShap: meanSize(kernelValues, j),
  })),
  { digits: 4, caption: 'Mean size; log2 of the score, and score; synthetic' },
);
console.log(`correlation of all values: ${agreement.pearson[0].toFixed(3)}`);
console.log(`rank correlation: ${agreement.spearman[0].toFixed(3)}`);

// %% [markdown]
// They do: the values correlate by .995, their ranks by .971, and both put the eight features in the same order. A refusal moves
// the score most, then how rare address and device are; a large transfer moves it up, seldom. TreeSHAP takes a moment, KernelSHAP asked
// the forest for eight million scores. Both explain the forest, not the attack.
//
// ### The model as a service
// The original puts the forest behind `POST /predict`. Here the saved pipeline is served as it is; it takes raw logins, gives
// score, p-value, label and reasons, and the original's form `{features}` → `{prediction}` still works. From a shell:
// `npx anomaly-lab serve --model models/zero-trust`.

// %%
import { startService } from 'anomaly-lab';

await forest.save('../models/zero-trust');
const service = await startService({
  models: { zeroTrust: '../models/zero-trust' },
  ...{ port: 0, workers: 0, watch: false },
});
const ask = async (body: object) => {
  const headers = { 'content-type': 'application/json' };
  const request = { method: 'POST', headers: headers, body: JSON.stringify(body) };
  return (await fetch(`${service.url}/predict`, request)).json();
};
const strangest = forestScores.test.indexOf(Math.max(...forestScores.test));
const suspect = testEvents[strangest];
const answer = await ask({ event: suspect, reasons: true });
const unscaled = invertScaler(forest.state.scaler!, forest.transform([suspect]));
const short = await ask({ features: [...unscaled.data] });
await service.close();
const { reasons, ...verdict } = answer;
console.log(suspect);
console.log(verdict);
console.log('in the short form:', short);
showTable(reasons, { caption: 'Why, of a synthetic login; contributions to log2 of the score' });

// %% [markdown]
// A refused login in the evening, by an address that spreads passwords over many users. Its score, .705, is far above the threshold of .567; the
// p-value, 1 in 1,451, says that none of the 1,450 normal validation logins scores as high. The reasons are those of the table:
// refused, from a place where few of the training logins came from, at an unusual hour. The short form says the same in a word.
//
// ## 13. Temporal baseline
// How do the bytes of a login compare with what this user usually moves at this hour? The original divides them by the mean over user and
// hour, a mean that includes the login itself and all of the future. Here the mean is of **earlier** logins only
// (where there are none in this hour, of all the user's; where there are none at all, of everyone's).

// %%
import { AUTH_HISTORY_COLUMNS, bootstrapDifference, fitAuthModels } from 'anomaly-lab';
import { userHourBaseline } from 'anomaly-lab';

const [earlier, leaking] = [
  userHourBaseline(events),
  userHourBaseline(events, { history: 'everything' }),
];
const rows = history.map((row, i) => ({
  ...row,
  meanBytes: earlier[i].meanBytes,
  deviationRatio: earlier[i].deviationRatio,
  logRatio: Math.log10(earlier[i].deviationRatio + 1e-3),
  logLeaking: Math.log10(leaking[i].deviationRatio + 1e-3),
}));
await show(
  histogramPlot(
    [
      { name: 'earlier logins', values: earlier.map((own) => own.deviationRatio) },
      { name: 'everything (leaks)', values: leaking.map((own) => own.deviationRatio) },
    ],
    {
      title: 'Deviation from the mean of user and hour, SYNTHETIC',
      ...{ xTitle: 'bytes over the mean', yTitle: 'logins', xScale: 'log', density: true },
    },
  ),
);

// %%
const byRatio = pick(rows, part.test).sort((a, b) => b.deviationRatio - a.deviationRatio);
showTable(byRatio, {
  columns: [
    ...['timestamp', 'user_id', 'resource_accessed', 'bytes_transferred', 'meanBytes'],
    ...['deviationRatio', 'event_label'],
  ],
  ...{ maxRows: 10, digits: 1, caption: 'Largest deviations among the synthetic test logins' },
});
const ratios = {
  'deviation ratio': pick(rows, part.test).map(({ logRatio }) => logRatio),
  'leaking ratio': pick(rows, part.test).map(({ logLeaking }) => logLeaking),
};
showTable(scoreTable(ratios, testLabels), { caption: 'Synthetic test logins' });

// %% [markdown]
// Of the ten largest, three are attacks. Over all test logins the ratio ranks worse than a coin (.34), as the bytes do, and the
// reason is the same. The leaking mean hides what it is meant to show: it includes the login itself, so the ratio can be no larger than the number of
// logins in the hour, and its right tail is cut off.
//
// What does it add to the three models? They are fitted again with the ratio as a ninth feature; then with the leaking one; then with
// what is known from **earlier logins** instead: new device, address, location, resource; refusals of user and address, and users of the
// address, in the last hour. Each average of three is compared with the one on eight features, on the same resamples.

// %%
const MORE = {
  'deviation ratio': { logRatio: 'numeric' },
  'leaking ratio': { logLeaking: 'numeric' },
  'earlier logins': AUTH_HISTORY_COLUMNS,
} as const;
const wider: Record<string, Record<'validation' | 'test', Float32Array>> = {};
for (const [name, more] of Object.entries(MORE)) {
  const columns = { ...AUTH_COLUMNS, ...more };
  const options = { seed: SEED, epochs: EPOCHS, nu: nu, columns: columns };
  const models = await fitAuthModels(pick(rows, normalIn(part.train)), options);
  const ofValidation = await models.score(pick(rows, part.validation));
  wider[name] = {
    validation: averageScores(ofValidation, ofValidation),
    test: averageScores(await models.score(pick(rows, part.test)), ofValidation),
  };
  models.dispose();
}
const gains = Object.entries(wider).map(([name, { test: own }]) => ({
  name: `with ${name}`,
  rocAuc: rocAuc(testLabels, own),
  ...bootstrapDifference(testLabels, own, three.test, rocAuc, BOOTSTRAP),
}));
showTable(gains, {
  columns: ['name', 'rocAuc', 'estimate', 'lower', 'upper', 'pValue'],
  caption: 'Average of three, difference to that on eight features, synthetic test logins',
});

// %%
import { patternRecall, precision } from 'anomaly-lab';

const truth = testEvents.map(({ event_label }) => event_label.replace('normal', 'none'));
const compared = { 'eight features': three, 'with earlier logins': wider['earlier logins'] };
const found = Object.entries(compared).flatMap(([series, own]) => {
  const flags = flag(own.test, contaminationThreshold(own.validation, 0.1));
  const nFlagged = flags.filter((flagged) => flagged === 1).length;
  console.log(
    `${series}: ${nFlagged} alerts, precision ${precision(testLabels, flags).toFixed(2)}`,
  );
  return patternRecall(truth, flags).map(({ pattern, eventRecall }) => ({
    ...{ group: pattern.replaceAll('_', ' '), series, value: eventRecall },
  }));
});
await show(
  groupedBarPlot(found, {
    title: 'Recall by kind of attack, 10 % of validation flagged, SYNTHETIC',
    range: [0, 1],
  }),
);

// %% [markdown]
// The ratio adds .012 (.002 to .022), the leaking one no more; both are small beside what **earlier logins** add, .076 (.035
// to .129). With them lateral movement is found (85 % of its logins, 13 % without) and all of the impossible travel; new devices and
// exfiltration stay mostly unseen, by recall of 34 % and 13 %.
//
// ### Five seeds
// One run is an anecdote. The whole experiment again, new users, attacks, trees and weights each time. Two rows stand for
// the original's ways: the forest on **label codes**, and on a **random split** (judged on other logins than the rest). An interval
// says where the mean would lie for other seeds, in 95 of 100 cases.

// %%
import {
  authExperiment,
  compareWithBaseline,
  pairedDifference,
  repeatOverSeeds,
} from 'anomaly-lab';

const repeats = await repeatOverSeeds(
  Array.from({ length: N_SEEDS }, (_, i) => SEED + i),
  (seed) => authExperiment({ seed, difficulty: DIFFICULTY, nUsers: N_USERS, epochs: EPOCHS }),
  { onSeed: ({ nDone, nSeeds }) => process.stdout.write(`\r${nDone} of ${nSeeds} seeds`) },
);
const overSeeds = compareWithBaseline(repeats, {
  baseline: 'count of refusals',
  metrics: ['rocAuc'],
});
showTable(overSeeds, {
  columns: ['method', 'mean', 'lower', 'upper', 'difference', 'differenceLower', 'beatsBaseline'],
  caption: `SYNTHETIC: ROC AUC, mean of ${N_SEEDS} seeds, 95 % interval; difference to the count of refusals`,
});

// %%
const QUESTIONS = [
  ['isolation forest', 'count of oddities'],
  ['average of three', 'isolation forest'],
  ['autoencoder', 'autoencoder untrained'],
  ['autoencoder (history)', 'autoencoder untrained (history)'],
  ['isolation forest', 'isolation forest (label codes)'],
  ['isolation forest (random split)', 'isolation forest'],
  ['average of three (ratio)', 'average of three'],
  ['average of three (history)', 'average of three'],
  ['average of three (history)', 'count of oddities'],
  ['average of three (history)', 'isolation forest (history)'],
];
const answers = QUESTIONS.map(([method, other]) => ({
  name: `${method} − ${other}`,
  ...pairedDifference(repeats.values[method].rocAuc, repeats.values[other].rocAuc),
}));
showTable(answers, { columns: ['name', 'estimate', 'lower', 'upper'], caption: 'SYNTHETIC' });
await show(
  intervalPlot(answers, { title: 'Differences in ROC AUC over seeds, SYNTHETIC', width: 900 }),
);

// %% [markdown]
// On the eight features the forest (.836) beats both counts: that of refusals (.695) by far, that of oddities (.802) by .035 (.006 to
// .063). Neither the SVM, nor the autoencoder, nor the average of the three is better than the forest. **The autoencoder is not shown to
// have learned anything**: its difference to its untrained self is −.032 (−.072 to .008), with earlier logins .002.
//
// The ratio adds nothing (−.001), though the interval of the one run above was all above 0: a bootstrap of one test part knows nothing of
// other users and other weights. Earlier logins add .086 (.066 to .107). Label codes cost .026 and a random split flatters by .020, as
// one would expect, but neither is shown to be more than chance (with attackers that blend in the split does flatter: exercise 2).
//
// ## 14. A real log: sshd
// The same steps on the log of a host on the open internet (notebook 00): its tries become rows with the same columns. sshd logs neither device
// nor bytes, and no geography is invented: `location` is the network. Nobody labelled it, and nothing is "normal" by decree, so
// the models are fitted on the whole log and rank it looking back.

// %%
import { authEventsOfSshd, findDataFile, generateSshdLog, parseSshdLines } from 'anomaly-lab';
import { highestByEntity, readSshdLog, reasonsOf } from 'anomaly-lab';

const logFile = findDataFile('sshd', 'auth.log', { directory: '../data' });
const isReal = logFile !== undefined;
const sshdLog = isReal
  ? await readSshdLog(logFile, { year: 2017 })
  : parseSshdLines(generateSshdLog({ seed: SEED, days: 25 }).lines, { year: 2024 });
const SOURCE = isReal ? 'real sshd log' : 'SYNTHETIC sshd log';
if (!isReal) console.log('SYNTHETIC: the real log is missing. Get it with: npm run data -- sshd');
await writeAuthEvents('../data/auth_logs_sshd.csv', authEventsOfSshd(sshdLog.events));
const logins = withAuthHistory(await readAuthEvents('../data/auth_logs_sshd.csv'));
const sshdFrame = new DataFrame(
  logins.map(({ device_id, user_id, ip_address, location }) => ({
    ...{ device_id, user_id, ip_address, location },
  })),
);
const addresses = logins.map(({ ip_address }) => ip_address ?? 'unknown');
console.log(`${SOURCE}: ${logins.length} tries of ${new Set(addresses).size} addresses`);
console.log(
  `missing values of ${sshdFrame.columns.join(', ')}: ${sshdFrame.isNa().sum({ axis: 0 }).values.join(', ')}`,
);

// %%
const HISTORY_COLUMNS = { ...AUTH_COLUMNS, ...AUTH_HISTORY_COLUMNS };
const rankAddresses = async (seed: number) => {
  const options = { seed: seed, epochs: EPOCHS, nu: nu, columns: HISTORY_COLUMNS };
  const models = await fitAuthModels(logins, options);
  const scores = await models.score(logins);
  models.dispose();
  return { models, scores, ranking: highestByEntity(addresses, averageScores(scores, scores)) };
};
const { models: sshdModels, scores: sshdScores, ranking } = await rankAddresses(SEED);
const refusalsOf = (address: string) =>
  logins.filter((login) => login.ip_address === address && !login.login_success);
const refusals = new Map(ranking.map(({ entity }) => [entity, refusalsOf(entity).length]));
const byCount = [...ranking].sort((a, b) => refusals.get(b.entity)! - refusals.get(a.entity)!);
const rankIn = (list: typeof ranking, address: string) =>
  list.findIndex(({ entity }) => entity === address) + 1;
const why = await reasonsOf(
  sshdModels.forest,
  ranking.map(({ index }) => logins[index]),
  { nTop: 2 },
);
const rankedAddresses = ranking.map(({ entity, index }, i) => ({
  rank: i + 1,
  address: entity,
  countRank: rankIn(byCount, entity),
  refusals: refusals.get(entity),
  users: new Set(logins.filter((own) => own.ip_address === entity).map((own) => own.user_id)).size,
  worst: logins[index].timestamp.slice(5, 16).replace('T', ' '),
  reasons: why[i].map(({ feature, actual }) => `${feature} ${actual}`).join(', '),
}));

// %% [markdown]
// Ranked by their strangest try, beside their place in the trivial baseline: all refusals of the address.

// %%
showTable(rankedAddresses, { maxRows: 10, caption: `Strangest addresses, ${SOURCE}` });
showTable(
  byCount.slice(0, 5).map(({ entity }, i) => ({
    ...{ countRank: i + 1, address: entity, refusals: refusals.get(entity) },
    rank: rankIn(ranking, entity),
  })),
  { caption: `Most refused addresses (baseline), ${SOURCE}` },
);
const BURST = '24.151.103.17';
const inBurst = ({ ip_address, timestamp }: (typeof logins)[number]) =>
  ip_address === BURST && timestamp > '2017-03-30T15:54' && timestamp < '2017-03-30T16:02';
const apart = logins.map((login, i) => (inBurst(login) ? 'burst' : addresses[i]));
const lists = { ...sshdScores, 'average of three': averageScores(sshdScores, sshdScores) };
const burstRanks = [rankIn(ranking, BURST)];
for (const seed of Array.from({ length: N_SEEDS - 1 }, (_, i) => SEED + i + 1)) {
  burstRanks.push(rankIn((await rankAddresses(seed)).ranking, BURST));
}
const byModel = Object.entries({ ...lists, 'count of refusals': refusalCount(logins) }).map(
  ([method, own]) => ({
    ...{ method, rankOfAddress: rankIn(highestByEntity(addresses, own), BURST) },
    rankOfBurstAlone: rankIn(highestByEntity(apart, own), 'burst'),
  }),
);
if (isReal) showTable(byModel, { caption: `${BURST}, real sshd log` });
console.log(`Rank of ${BURST} with ${N_SEEDS} seeds: ${burstRanks.join(', ')} (0: not there)`);

// %% [markdown]
// **The scripted burst.** 24.151.103.17 comes fifth of 131, with other seeds third to fifth. The count has it first. And the average does
// not owe it to the burst: the strangest try of the address is its first login, a day earlier. The burst's tries
// alone would come 18th: they are more than one in ten of the log, and the autoencoder learned to give them back (107th), while
// forest and SVM, as the table says, put them 4th and 3rd. **For a loud burst the count is better, and simpler.**
//
// **What the models find that the count does not.** First comes 91.197.232.109, which asks for 24 users (the count has it third,
// behind 49.4.143.105 with twice the refusals). Second comes 177.38.145.209, with six refusals, 15th by the count: the third address within an
// hour to try `admin` six times, which no count of one address can see. Fourth comes 95.93.96.191, which was never refused, last by the count: four users
// log in from a new network. That is no attack that anybody knows of, and neither is 85.245.107.41, third, the administrator, who logs in while
// someone else guesses the same user's password. Odd is not malicious; these are what a person would look at. (Where the real log is missing, a generated one takes its place: there the
// attackers are the loudest, and the count wins.)
//
// The next cell asserts the findings, so that a run of this notebook is a test of them.

// %%
const meanOf = (method: string) => overSeeds.find((row) => row.method === method)!;
const answerTo = (name: string) => answers.find((answer) => answer.name === name)!;
const order8 = (values: Float64Array) =>
  [...forest.featureNames.keys()].sort((a, b) => meanSize(values, b) - meanSize(values, a));
const f1Chosen = f1OfTest(tuned[0]);
assert.ok(Math.abs(verdict.score - forestScores.test[strangest]) < 1e-6);
assert.equal(short.prediction, verdict.prediction);
assert.ok(agreement.pearson[0] > 0.9 && agreement.spearman[0] > 0.8);
assert.ok(meanOf('average of three (history)').mean > meanOf('average of three').mean);
assert.ok(meanOf('isolation forest').mean > meanOf('count of refusals').mean);
assert.ok(meanOf('deviation ratio').mean < 0.5);
const setting = [SEED, DIFFICULTY, N_USERS, EPOCHS, N_SEEDS, N_EXPLAINED, CONTAMINATION].join(' ');
const isAsWritten = setting === '42 medium 100 20 5 500 0.05';
if (isReal && isAsWritten) {
  assert.ok(Math.max(...burstRanks) <= 5);
  assert.deepEqual([byCount[0].entity, ranking[0].entity], [BURST, '91.197.232.109']);
}
if (isAsWritten) {
  assert.deepEqual(order8(treeValues), order8(kernelValues));
  assert.ok(
    f1Chosen < f1OfTest(bestOnTest) && f1Chosen > Math.max(...ofCounts.map((row) => row.f1)),
  );
  assert.ok(
    gains[0].lower > 0 && answerTo('average of three (ratio) − average of three').lower < 0,
  );
  assert.ok(answerTo('isolation forest − count of oddities').lower > 0);
  assert.ok(answerTo('autoencoder − autoencoder untrained').estimate < 0);
  assert.ok(answerTo('average of three − isolation forest').lower < 0);
  assert.ok(answerTo('average of three (history) − average of three').lower > 0);
}

// %%
reportMetrics({
  data: `SYNTHETIC, and ${SOURCE}`,
  rocAucRefusals: meanOf('count of refusals').mean,
  rocAucOddities: meanOf('count of oddities').mean,
  rocAucForest: meanOf('isolation forest').mean,
  rocAucSvm: meanOf('one-class SVM').mean,
  rocAucAutoencoder: meanOf('autoencoder').mean,
  rocAucAutoencoderUntrained: meanOf('autoencoder untrained').mean,
  rocAucAverage: meanOf('average of three').mean,
  rocAucAverageHistory: meanOf('average of three (history)').mean,
  f1Chosen: f1Chosen,
  burstRank: burstRanks[0],
});

// %% [markdown]
// ## Summary
// ROC AUC on *synthetic* logins, mean of five seeds:
//
// 1. **Refusals .70, oddities .80; isolation forest .84, SVM .83, autoencoder .78** on the original's eight features. The forest beats
//    both counts, that of oddities by .035 (.006 to .063).
// 2. **The trained autoencoder does not beat the untrained one** (.78, .81), nor the average of three the forest.
// 3. **What is known of earlier logins adds more than any model**: the average of three reaches .92. The deviation ratio adds nothing.
// 4. **The setting chosen on validation** has an F1 of .54 on the test logins; the original's way would report .55.
// 5. **KernelSHAP and TreeSHAP agree** (.995); a refusal drives the forest.
//
// On the *real* sshd log:
//
// 6. The scripted burst's address is fifth of 131; **the count has it first**. The models find what a count of one address cannot
//    see: many users from one address, one user from many addresses.
//
// **Exercises** (answers folded in [docs/02-zero-trust-exercises.md](../docs/02-zero-trust-exercises.md)):
//
// 1. Your team can look at 100 test logins. Which method would you give them? (`precisionAtK`)
// 2. Make the attackers blend in: `npm start -- 02 -p DIFFICULTY=hard`. What remains of the forest's lead over the counts?
// 3. Rank the sshd addresses with the original's label codes and without earlier logins. Where does the burst come, and why?
//
// **Next steps** of the original: REST is `anomaly-lab serve`, with keys, findings and metrics, and its dashboard is served beside it
// ([docs/service.md](../docs/service.md)); a stream of lines is followed by `anomaly-lab score --follow`; Kafka is notebook 07.

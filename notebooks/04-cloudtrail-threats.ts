// %% [markdown]
// # Threats in CloudTrail, honestly
//
// **Question.** Does an LSTM find attacks in AWS CloudTrail logs a year after it was trained, and does it find more than
// counting what is new?
//
// **Data.** *Synthetic* CloudTrail of three years with attacks after 26 real techniques, truth known; and the **real**, labelled
// log of an attacked account, 2,900 events of one hour, on which nothing is tuned.
//
// **Source.** Mirrors the experiment "AWS CloudTrail IAM Threat Detection System", part by part: processor, model, training by
// time, pipeline, final results. It reports a test accuracy of 27.8 % and calls that good; section 8 looks at what age does.
//
// **What you will learn.** To read logs as AWS delivers them, to make features that see only the past, to train and judge by time, to
// see what ages and what retraining gives back, and when five lines of counting beat a network.

// %% [markdown]
// ## Setup
// `SEED` fixes every draw: company, attacks, weights. `FAST=1` shrinks data and training, never the steps; the text quotes the full
// run.

// %%
import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  applyScaler,
  CLOUDTRAIL_CLASSES,
  CLOUDTRAIL_FEATURES,
  CLOUDTRAIL_TECHNIQUES,
  type CloudTrailBenchmark,
  classificationReport,
  cloudTrailDrift,
  cloudTrailExperiment,
  confusionMatrix,
  createCloudTrailGenerator,
  createCloudTrailProcessor,
  findRealCloudTrail,
  fitScaler,
  fitThreatMethods,
  iamThreatLstm,
  indexAtTime,
  judgeThreats,
  lstmScores,
  NEW_CLOUDTRAIL_TECHNIQUES,
  printEpochs,
  readCloudTrail,
  sliceCloudTrailRows,
  THREAT_METHODS,
  writeCloudTrailFiles,
} from 'anomaly-lab';

// %%
import {
  barPlot,
  calibrationPlot,
  confusionHeatmap,
  driftPlot,
  formatReport,
  heatmapPlot,
  intervalPlot,
  loadIamThreatLstm,
  meanInterval,
  pairedDifference,
  precisionRecallCurve,
  precisionRecallPlot,
  type Repeats,
  reportMetrics,
  rocAuc,
  seriesPlot,
  show,
  showTable,
  shuffleLabels,
  takeRows,
  techniquesFound,
  threatReliability,
  threatsByMonth,
  trainingHistoryPlot,
} from 'anomaly-lab';

// %% [markdown]
// Some words ahead. **CloudTrail** is AWS's log of who called which API. A *principal* is who calls: a user, a role, a service.
// *False positives* are normal events that are flagged. *Recall* is the share of attack events that are flagged. *Macro F1* is
// the mean over the five classes of the harmonic mean of precision and recall: rare classes count as much as *Normal*. *Average
// precision* is the mean precision as the threshold comes down past each attack event.

// %% tags=["parameters"]
const SEED = 42;
const FAST = process.env.FAST === '1';
const SCALE = FAST ? 0.25 : 1;
const ATTACKS_PER_YEAR = 130;
const EPOCHS = FAST ? 3 : 60;
const FALSE_POSITIVES = 0.01;

// %% [markdown]
// ## 1. Processor: load
// The original reads files of flaws.cloud, a public hacking challenge, of 2018, 2019 and 2020. That log has no labels, and most of its events
// are of visitors invited to attack (`npm run data -- flaws-cloudtrail` gets it). So the three years here are *synthetic*: people,
// roles, pipelines, Terraform and AWS's services of one account, which change: new services, networks, habits, rights. Attacks
// follow 26 techniques of Stratus Red Team, six of them **in the last year only**.
//
// They are written as AWS delivers them, gzipped below `AWSLogs` by region and date, and read back: `readCloudTrail` streams any number
// of files in order of time.

// %%
const FOLDER = '../data/cloudtrail-notebook';
await rm(FOLDER, { recursive: true, force: true });
const generator = createCloudTrailGenerator({
  ...{ seed: SEED, scale: SCALE, attacksPerYear: ATTACKS_PER_YEAR },
});
const written = await writeCloudTrailFiles(FOLDER, generator);
const processor = createCloudTrailProcessor();
const { events, report } = await processor.load(`${FOLDER}/AWSLogs`);
console.log(
  `SYNTHETIC: ${report.nEvents} events of ${report.nFiles} files, ${report.nMalformed} malformed; ${written.nAttacks} attacks`,
);
showTable(
  events.slice(0, 6).map(({ eventTime, principal, eventSource, eventName, awsRegion }) => ({
    time: new Date(eventTime).toISOString().slice(0, 19),
    principal: principal.split(':').at(-1)!,
    call: `${eventSource.split('.')[0]} ${eventName}`,
    region: awsRegion,
  })),
  { caption: 'First events, synthetic' },
);

// %% [markdown]
// Real logs are broken in places. What cannot be read is counted and kept aside with its place, and nothing that can be read is lost:

// %%
await mkdir(`${FOLDER}/broken`);
const good = JSON.stringify(generator.batches().next().value!.records[0]);
const lines = [
  good,
  '{"eventName": "NoTime"}',
  'no JSON',
  good.replace(/"eventTime":"[^"]*"/, '"eventTime":"soon"'),
];
await writeFile(`${FOLDER}/broken/a.jsonl`, lines.join('\n'));
await writeFile(`${FOLDER}/broken/b.json.gz`, gzipSync(`{"Records":[${good}]}`).subarray(0, 200));
const broken = readCloudTrail(`${FOLDER}/broken`);
for await (const batch of broken) console.log(`${batch.length} event read`);
showTable(
  broken.report.malformed.map(({ file, line, byte, reason }) => ({
    file: file.split('/').at(-1)!,
    ...{ line: line, byte: byte, reason: reason },
  })),
  { caption: 'Kept aside' },
);

// %% [markdown]
// ## 2. Labels
// The original has labels for its five classes and does not say where they come from: most likely rules, and a model then learns the rules.
// Here the generator knows the truth. Each technique is put into one of the classes, with the reason:

// %%
showTable(
  CLOUDTRAIL_TECHNIQUES.map(({ name, attackId, class: taken, reason }) => ({
    technique: name.replace('aws.', ''),
    ...{ attack: attackId, class: taken, reason: reason },
    new: NEW_CLOUDTRAIL_TECHNIQUES.includes(name) ? 'last year only' : '',
  })),
  { maxRows: 26, caption: '26 techniques of Stratus Red Team, five classes' },
);
const rows = await processor.labelled(events, `${FOLDER}/labels.csv.gz`);
const yearOf = (i: number) => new Date(events[i].eventTime).getUTCFullYear();
const YEARS = [...new Set(events.map((_, i) => yearOf(i)))];
const counts = CLOUDTRAIL_CLASSES.map((name, c) => ({
  class: name,
  ...Object.fromEntries(
    YEARS.map((year) => {
      const own = rows.labels.filter((label, i) => label === c && yearOf(i) === year);
      return [`in ${year}`, own.length];
    }),
  ),
}));
showTable(counts, { caption: 'Events by class and year, synthetic' });

// %% [markdown]
// Accuracy will say little: who calls everything *Normal* is right nearly always. And *Suspicious Login* hardly exists before the last
// year, which brings a technique of that class that no one has used before.
//
// ## 3. Processor: features
// The original names six families and no feature. These twenty are the project's: of an event and those **before** it. User names, role names
// and user agents are no features. There is no licensed source of places for addresses, so geography is network and region.

// %%
showTable(
  CLOUDTRAIL_FEATURES.map(({ name, family, definition, unit }) => ({
    ...{ feature: name, family: family, unit: unit, definition: definition },
  })),
  { maxRows: 20, caption: 'Twenty security features in six families' },
);
const basic = processor.basicFeatures(events);
const advanced = processor.advancedFeatures(events);
console.log(
  `basic ${basic.nSamples} × ${basic.nFeatures}, all ${advanced.nSamples} × ${advanced.nFeatures}`,
);

// %% [markdown]
// **Nothing looks ahead**: features of a log that ends in the middle are those of the whole log up to there.

// %%
const half = Math.floor(events.length / 2);
const ofHalf = processor.advancedFeatures(events.slice(0, half));
assert.deepEqual(ofHalf.data, advanced.data.subarray(0, half * advanced.nFeatures));
console.log(`${half} events: equal to the bit`);
const standard = applyScaler(fitScaler(advanced, 'standard'), advanced);
const featureNames = CLOUDTRAIL_FEATURES.map(({ name }) => name);
const byClass = CLOUDTRAIL_CLASSES.map((_, c) => {
  const own = Int32Array.from(rows.labels.keys()).filter((i) => rows.labels[i] === c);
  return featureNames.map((_, j) => {
    return own.reduce((sum, i) => sum + standard.data[i * standard.nFeatures + j], 0) / own.length;
  });
});
await show(
  heatmapPlot(
    featureNames.map((_, j) => byClass.map((means) => means[j])),
    {
      title: 'Mean of each feature by class, in standard deviations from that of all, SYNTHETIC',
      yLabels: featureNames,
      xLabels: CLOUDTRAIL_CLASSES,
      ...{ height: 620, width: 900 },
    },
  ),
);

// %% [markdown]
// Attackers name new resources, come from new networks, repeat a call and are refused: most of their means are a standard deviation or more
// above. The column of *Suspicious Login* rests on few events before the last year.
//
// ## 4. Training by time
// As the original: the oldest events train, the next ones validate, the newest test. Eighteen months, half a year, a year.
//
// The model gets a **window**: the last ten events of the principal, the last one being judged. Minimum and maximum of each feature
// are those of the training part.

// %%
const { start } = generator.settings;
const borders = { validationFrom: start + 548 * 86_400_000, testFrom: start + 730 * 86_400_000 };
const [nTrain, nSeen] = [borders.validationFrom, borders.testFrom].map((time) =>
  indexAtTime(rows, time),
);
const partOf = (from: number, to: number) => rows.labels.subarray(from, to);
showTable(
  Object.entries({
    train: [0, nTrain],
    validation: [nTrain, nSeen],
    test: [nSeen, events.length],
  }).map(([part, [from, to]]) => ({
    part: part,
    until: new Date(events[to - 1].eventTime).toISOString().slice(0, 10),
    ...Object.fromEntries(
      CLOUDTRAIL_CLASSES.map((name, c) => [name, partOf(from, to).filter((l) => l === c).length]),
    ),
  })),
  { caption: 'Events by part and class, synthetic' },
);

// %% [markdown]
// ## 5. Model
// Two LSTM layers (64 and 32 units) with batch normalisation and dropout, dense layers of 64 and 16, five classes: about 38,000
// parameters, as the original says. Classes weigh the same in training; afterwards their true shares and a *temperature*, chosen on the validation part, bring the
// probabilities back to how often they come true. The threshold is the risk score that 1 % of the validation part's normal events reach.
// Passes over the data (60) were chosen on other companies than this one.

// %%
const model = await iamThreatLstm({
  ...{ seed: SEED, epochs: EPOCHS, falsePositiveRate: FALSE_POSITIVES },
}).train(rows, borders, printEpochs('LSTM', process.stdout));
const { threshold, metadata, windowLength } = model.state;
console.log(
  `windows of ${windowLength} events; threshold ${threshold.toFixed(3)} for 1 % false positives`,
);
console.log(
  `calibration error on the validation part: ${metadata.calibrationErrorBefore.toFixed(3)} before, ${metadata.calibrationError.toFixed(3)} after`,
);
await show(trainingHistoryPlot(model.history, { title: 'LSTM, SYNTHETIC CloudTrail' }));

// %% [markdown]
// ## 6. The newest year
// Judged once, at the threshold of the half year before.

// %%
const testRows = sliceCloudTrailRows(rows, nSeen, events.length);
const newest = await lstmScores(model, rows, nSeen);
const predicted = newest.classes.map((found, i) => (newest.scores[i] >= threshold ? found : 0));
const truth = testRows.labels;
console.log(formatReport(classificationReport(truth, predicted, { names: CLOUDTRAIL_CLASSES })));
await show(
  confusionHeatmap(confusionMatrix(truth, predicted), {
    title: 'LSTM on the newest year, SYNTHETIC',
    labels: CLOUDTRAIL_CLASSES,
    colorScale: 'Blues',
  }),
);
const figures = judgeThreats(testRows, newest, threshold);

// %%
const isNew = (technique: string) => NEW_CLOUDTRAIL_TECHNIQUES.includes(technique);
const techniques = [...new Set(testRows.techniques)].filter(Boolean);
const foundShares = techniques
  .map((name) => ({ name: name, share: figures[`recall ${name}`] }))
  .sort((a, b) => b.share - a.share);
await show(
  barPlot(
    foundShares.map(({ name }) => `${name.replace('aws.', '')}${isNew(name) ? ' (new)' : ''}`),
    foundShares.map(({ share }) => share),
    {
      title: "Share of each technique's attacks found by the LSTM in the newest year, SYNTHETIC",
      ...{ horizontal: true, valueTitle: 'share of attacks', width: 1000, height: 700 },
    },
  ),
);

// %% [markdown]
// Three of four attacks (.76) have an event that is flagged, of new techniques even more (.83): the features say *new, refused, from elsewhere* and need not
// know the technique. The **class** is another matter: what is flagged of *Suspicious Login* is nearly always called something else, since ten
// events taught it, and macro F1 counts that class as much as any other. (Bars are of one seed, five attacks a technique.)
//
// Do the risk scores mean what they say? In the original's bands, and in ten bins of as many events each:

// %%
const BANDS = { low: [0, 0.3], medium: [0.3, 0.7], high: [0.7, 1.01] };
showTable(
  Object.entries(BANDS).map(([band, [low, high]]) => {
    const inBand = [...truth.keys()].filter(
      (i) => newest.scores[i] >= low && newest.scores[i] < high,
    );
    const nAttacks = inBand.filter((i) => truth[i] > 0).length;
    return {
      band: band,
      events: inBand.length,
      attacking: nAttacks,
      share: nAttacks / inBand.length,
    };
  }),
  { caption: "The original's risk bands, newest year, synthetic" },
);

const reliability = await threatReliability(model, rows, borders.testFrom);
await show(
  calibrationPlot(reliability, {
    title: 'Risk score and share of attacks, newest year, SYNTHETIC',
  }),
);

// %% [markdown]
// They do: of the events in the band *low* .6 % are attacking, in *medium* 44 %, in *high* 90 %. Before the shares are brought back (*network*) the scores
// are far too high, since training weighed the classes alike.
//
// ## 7. Beside it: what needs no network
// - **most frequent class**: everything is *Normal*;
// - **new call for this user**; **new call, errors and writes**: how many of three hold, five lines of code;
// - the five **jobs** that security products ship for CloudTrail: rare error code, rare call of a principal, from a network, to
//   a region, spike of errors;
// - an **isolation forest** on the same twenty features;
// - **next call**: how unexpected a call is behind the two before it, DeepLog's idea without its network;
// - **attack share of the call**: how often that call was an attack in training, the simplest model that learns from labels;
// - the LSTM **on one event** alone, and **untrained**;
// - the **oracle**: the probability of an attack given the generator's own distributions, the bound for all.
//
// All are fitted on the first 18 months, get their threshold as the LSTM got it, and call a flagged event by the class that its call most
// often had in attacks.

// %%
const experiment = await cloudTrailExperiment({
  ...{ seed: SEED, scale: SCALE, attacksPerYear: ATTACKS_PER_YEAR, epochs: EPOCHS, oracle: !FAST },
  methods: THREAT_METHODS.filter((name) => name !== 'LSTM'),
  onEpoch: (name, epoch) => process.stdout.write(`\r${name}, pass ${epoch + 1} `),
});
const lstm = {
  name: 'LSTM',
  score: (of: typeof rows) => lstmScores(model, of),
  dispose: model.dispose,
};
const methods = [...experiment.methods, lstm];
const metrics: typeof experiment.metrics = { ...experiment.metrics, LSTM: figures };
const FIGURES = ['macro F1', 'accuracy', 'average precision', 'recall at 1 %'];
FIGURES.push('recall at 10 alerts a day', 'attacks found', 'new attacks found', 'delay');
showTable(
  Object.entries(metrics).map(([method, own]) => ({
    method: method,
    ...Object.fromEntries(FIGURES.map((figure) => [figure, own[figure]])),
  })),
  { maxRows: 20, caption: 'All methods in the newest year, synthetic, this seed' },
);

// %%
const isAttack = truth.map((label) => (label > 0 ? 1 : 0));
const scoresOf = (name: string) =>
  name === 'LSTM' ? newest.scores : experiment.scored[name].scores.subarray(nSeen);
const DRAWN = ['oracle', 'LSTM', 'LSTM on one event', 'LSTM untrained', 'isolation forest'];
DRAWN.push('new call, errors and writes', 'attack share of the call', 'next call');
await show(
  precisionRecallPlot(
    DRAWN.filter((name) => name in metrics).map((name) => {
      return { name: name, curve: precisionRecallCurve(isAttack, scoresOf(name)) };
    }),
    {
      title: 'Attack events of the newest year, SYNTHETIC',
      baseRate: isAttack.reduce((sum, one) => sum + one, 0) / isAttack.length,
    },
  ),
);

// %% [markdown]
// The LSTM finds .79 of the attack events at 1 % false positives, the forest, which needs no label, .48, counting what is new .07: most new
// calls are a user's new work. The LSTM **on one event** is as good as on ten: the features already tell of the past. Rare calls and spikes, as products ship them,
// find few. The oracle's 1.00 leaves room. Ten alerts a day cannot hold every attack event: even the oracle has .52.
//
// ### Five companies
// One seed is an anecdote. The whole experiment for five seeds, new company, attacks and weights each time, takes some 25 minutes and is
// kept in [docs/cloudtrail-results.json](../docs/cloudtrail-results.json) (`anomaly-lab cloudtrail results` makes it anew; these seeds chose nothing). Lines
// are 95 % intervals of the mean for other seeds.

// %%
const benchmark: CloudTrailBenchmark = JSON.parse(
  await readFile('../docs/cloudtrail-results.json', 'utf8'),
);
const overSeeds = (table: Repeats, method: string, figure: string) =>
  meanInterval(table.values[method][figure]);
const plusMinus = (table: Repeats, method: string, figure: string) => {
  const { estimate, upper } = overSeeds(table, method, figure);
  return `${estimate.toFixed(3)} ± ${(upper - estimate).toFixed(3)}`;
};
const meansTable = (table: Repeats, shown: readonly string[], caption: string) =>
  showTable(
    Object.keys(table.values).map((method) => ({
      method: method,
      ...Object.fromEntries(shown.map((figure) => [figure, plusMinus(table, method, figure)])),
    })),
    { maxRows: 20, caption: caption },
  );
meansTable(
  benchmark.generated,
  ['macro F1', 'accuracy', 'recall at 1 %', 'attacks found', 'new attacks found', 'delay'],
  'Newest year, mean of five seeds and 95 % interval, synthetic',
);

// %%
const lstmLess = Object.keys(benchmark.generated.values)
  .filter((name) => name !== 'LSTM' && name !== 'oracle')
  .map((name) => {
    const [own, other] = ['LSTM', name].map((of) => benchmark.generated.values[of]['macro F1']);
    return { name: `LSTM − ${name}`, ...pairedDifference(own, other) };
  });
await show(
  intervalPlot(lstmLess, { title: 'Differences in macro F1, SYNTHETIC, five seeds', width: 900 }),
);

// %% [markdown]
// Macro F1: **the LSTM has .479, the forest .423**; the difference, .056 (.004 to .107), is above 0. But **the same network on one
// event has .496**, and the LSTM is below it by .017 (.002 to .033): **its memory of ten events does not pay**, and the best of these models is the one without a
// sequence. In attacks found the three learned models are further apart: .84, .88 and .64.
//
// Accuracy is .979; calling everything *Normal* has .977. Whoever reports accuracy here reports the share of normal events.
//
// **Does anything leak?** Labels dealt anew within 30 days leave nothing to learn but chance:

// %%
const dealt = shuffleLabels(rows, 30, SEED);
const [chance] = await fitThreatMethods(dealt, borders, {
  ...{ seed: SEED, epochs: FAST ? 2 : 5, methods: ['LSTM on one event'] },
});
const ofChance = (await chance.score(dealt)).scores.subarray(nSeen);
const dealtAttack = dealt.labels.subarray(nSeen).map((label) => (label > 0 ? 1 : 0));
const chanceAuc = rocAuc(dealtAttack, ofChance);
chance.dispose();
console.log(
  `ROC AUC ${chanceAuc.toFixed(3)} with dealt labels, ${rocAuc(isAttack, newest.scores).toFixed(3)} with the true ones`,
);

// %% [markdown]
// The true labels are what is learned; no feature gives the class away.
//
// ## 8. What a year does
// "Test accuracy 27.8 %: expected temporal drift." First, which features change: the *stability index* of each
// against the training part, month by month (above .25 counts as large; a star is above chance).

// %%
const drifted = cloudTrailDrift(
  sliceCloudTrailRows(rows, 0, events.length),
  borders.validationFrom,
);
await show(
  driftPlot(drifted, { title: 'Drift of features since training, SYNTHETIC', width: 1100 }),
);

// %%
const all = await lstmScores(model, rows);
const months = threatsByMonth(rows, all, threshold, borders.validationFrom);
const channel = (name: string, of: (month: (typeof months)[number]) => number | null) => {
  return { name: name, values: months.map((month) => of(month) ?? Number.NaN) };
};
await show(
  seriesPlot(
    months.map((month) => month.start),
    [
      channel('accuracy', (month) => month.accuracy),
      channel('accuracy of calling all Normal', (month) => month.mostFrequentAccuracy),
      channel('attacks found', (month) => month.attacksFound),
      channel('false positives', (month) => month.falsePositiveRate),
    ],
    { title: 'The LSTM by month, never trained again, SYNTHETIC', width: 1000, height: 700 },
  ),
);

// %% [markdown]
// New resources and hours drift most (up to .57 and .39; people come and go, and work changes), rates in the last half year. The model does not mind much: accuracy stays
// between .96 and .99, as *Normal* for all has, attacks found fluctuate, with a dozen attacks a month, and false positives stay near the 1 % that they were set to. **Nothing falls to 27.8 %.** To
// get there a model must call most normal events attacks: a broken encoder or scaler (categories numbered anew for each file) does
// that, drift of this kind does not. It is no sign of "realistic" evaluation.
//
// ### Retraining each quarter
// At the start of each quarter of the newest year the model is left alone (*frozen*), or gets a new threshold by the half year before, or is trained
// anew on all events before that half year. Labels of all attacks up to then are assumed, which few have: a bound from above. Five seeds, from the same file:

// %%
const retrained = benchmark.retrained!;
const UPKEEP_FIGURES = ['macro F1', 'recall at 1 %', 'attacks found', 'new attacks found'];
UPKEEP_FIGURES.push('false positive rate');
meansTable(
  retrained,
  UPKEEP_FIGURES,
  'Newest year, mean of five seeds and 95 % interval, synthetic',
);
const gains = UPKEEP_FIGURES.map((figure) => ({
  name: `LSTM trained anew − frozen, ${figure}`,
  ...pairedDifference(
    retrained.values['LSTM, trained anew'][figure],
    retrained.values['LSTM, frozen'][figure],
  ),
}));
await show(intervalPlot(gains, { title: 'What retraining gives, SYNTHETIC', width: 900 }));

// %% [markdown]
// **Retraining gives back little**, since little was lost: macro F1 .508 against .479 (difference −.035 to .093), attacks found .843 against .838; a new
// threshold alone changes nothing. Six new techniques are found no better: whatever is learned of them comes half a year late, as the newest half year sets
// the threshold.
//
// ## 9. The real log
// 2,900 real events of one account and one hour, 26 techniques run by a tool, each event labelled
// (`npm run data -- invictus-cloudtrail`). The methods are those fitted above on synthetic events: **scored once, nothing is tuned here**. A technique is found if one of its events is flagged where
// 1 % (or 5 %) of the events that are no attack are.
//
// Two thirds of the log are Terraform, which sets up what is attacked: whether that is normal can be argued, so figures stand with and without it.

// %%
const realLog = findRealCloudTrail({ directory: '../data' });
if (!realLog)
  console.log('the real log is missing. Get it with: npm run data -- invictus-cloudtrail');
const real = realLog
  ? await processor.labelled(
      (await processor.load(realLog)).events,
      '../data/invictus-cloudtrail.labels.csv.gz',
    )
  : undefined;
const found = real ? await techniquesFound(methods, real, 'terraform_setup_teardown') : [];
const RATES = ['at 1 %', 'at 5 %', 'at 1 %, without', 'at 5 %, without'] as const;
const byTechniques = found.map(({ name, ...rates }) => ({
  method: name,
  ...Object.fromEntries(
    RATES.map((rate) => {
      const { found: own, share } = rates[rate];
      const ends = [share.lower, share.upper].map((end) => Math.round(26 * end)).join('–');
      return [rate, `${own.length} (${ends})`];
    }),
  ),
}));
if (real) {
  showTable(byTechniques, {
    ...{
      maxRows: 20,
      caption:
        'Techniques found of 26 in the real log, with 95 % interval; fitted on synthetic events',
    },
  });
}

// %%
const sizes = new Map<string, number>();
for (const technique of real?.techniques ?? []) {
  if (technique) sizes.set(technique, (sizes.get(technique) ?? 0) + 1);
}
const foundBy = (name: string) => found.find((one) => one.name === name)?.['at 1 %'].found ?? [];
const SHOWN = ['new call, errors and writes', 'isolation forest', 'LSTM'];
if (real) {
  showTable(
    [...sizes].map(([technique, nEvents]) => ({
      technique: technique.replace('aws.', ''),
      events: nEvents,
      ...Object.fromEntries(
        SHOWN.map((name) => [name, foundBy(name).includes(technique) ? 'found' : '']),
      ),
    })),
    { maxRows: 26, caption: 'Real log: techniques found at 1 %' },
  );
}

// %% [markdown]
// **Counting wins on the real log**: new call, error, write, added up, finds 11 of 26 techniques at 1 %, the LSTM one here and 3.6 on the average of
// five others ([docs/cloudtrail.md](../docs/cloudtrail.md)). Four reasons:
//
// - 15 of the 26 techniques are **one event**: there is no sequence to see.
// - The hour is Terraform's. Its principals have hundreds of events in ten minutes, which in training only attacks had (exercise 2): the 28
//   highest scores of normal events are all Terraform's, and use up the allowance.
// - Nothing has a past: in the first minutes everything is new for everyone.
// - The intervals are wide: 26 techniques, 27 normal events above the limit.
//
// Without Terraform, counting falls to 4 at 1 % (ties of hundreds of events at the limit), and the simplest model that learned from labels, *attack share of the call*,
// comes first: with names of calls alone it carries what attackers do from the synthetic company to the real one. Which method wins depends on a choice
// that no one can check; none is good enough to be relied upon.
//
// **The other way round**: fitted on the real hour, with the threshold of the generated half year, judged on the generated newest year (five seeds, from the file):

// %%
const crossed = benchmark.crossed!;
const CROSSED_FIGURES = ['macro F1', 'average precision', 'recall at 1 %', 'attacks found'];
meansTable(crossed, CROSSED_FIGURES, 'Fitted on real events, judged on synthetic ones, five seeds');

// %% [markdown]
// Little carries over this way either: the LSTM falls to .25, near *Normal* for all. Again the share of the call does best (.43), better than when it learned from the
// synthetic company itself (.34): the generator follows the same 26 techniques, and the real log has each of them.
//
// ## 10. Pipeline: save, load, ask
// The original saves four files and reads a pickle, which executes what is in it. Here network, encoder, threshold and metadata are a folder of JSON
// and numbers.

// %%
await model.save('../models/cloudtrail');
const loaded = await loadIamThreatLstm('../models/cloudtrail');
const riskiest = newest.scores.indexOf(Math.max(...newest.scores)) + nSeen;
const sequenceOf = (index: number) => {
  const own = [...events.keys()].filter(
    (i) => i <= index && events[i].principal === events[index].principal,
  );
  return takeRows(rows.features, Int32Array.from(own.slice(-10)));
};
for (const index of [riskiest, events.length - 1]) {
  const threat = await loaded.predictThreat(sequenceOf(index), { threshold: threshold });
  const { eventSource, eventName } = events[index];
  console.log(
    `${eventSource.split('.')[0]} ${eventName}: ${threat.threatType}, confidence ${threat.confidence.toFixed(3)}, ` +
      `risk ${threat.riskScore.toFixed(3)} (${threat.riskBand}); truth: ${CLOUDTRAIL_CLASSES[rows.labels[index]]}`,
  );
}

// %% [markdown]
// A log of any size goes through in batches, in bounded memory. For each threat there is a **finding** (OCSF or ECS, for what teams
// already use) with ATT&CK technique, reasons and what to look at, and for what is flagged *and* rare a **Sigma rule** that runs without
// this library. On the command line: `anomaly-lab cloudtrail run FOLDER --report page.html --rules rules`.

// %%
import { cloudTrailFinding, createSigmaCollector, findThreats, ocsfFinding } from 'anomaly-lab';
import { sigmaYaml, threatFindingModel } from 'anomaly-lab';

const about = threatFindingModel(loaded.state, 'cloudtrail');
const sigma = createSigmaCollector();
const lastMonth = events.filter(({ eventTime }) => eventTime >= months.at(-1)!.start);
const findAll = async (log: Parameters<typeof findThreats>[1]) => {
  const findings: ReturnType<typeof cloudTrailFinding>[] = [];
  for await (const judged of findThreats(loaded, log, { reasons: true })) {
    sigma.add(judged);
    for (const one of judged) {
      if (one.threat.threatType === 'Normal') continue;
      findings.push(cloudTrailFinding(one, loaded.state, about));
    }
  }
  return findings;
};
const findings = await findAll(realLog ? readCloudTrail(realLog) : [lastMonth]);
const strongest = findings.reduce((top, one) => (one.score > top.score ? one : top));
console.log(
  `${findings.length} findings in ${realLog ? 'the real log' : 'the SYNTHETIC last month'}`,
);
const { message, finding_info, remediation } = ocsfFinding(strongest);
console.log(
  JSON.stringify(
    { message: message, finding_info: finding_info, remediation: remediation },
    null,
    2,
  ),
);

// %%
const rules = sigma.rules();
console.log(`${rules.length} rules; the first:`);
if (rules.length > 0) console.log(sigmaYaml(rules[0]));

// %% [markdown]
// On the real log the model flags many events, for the reasons above, and many of the rules are of Terraform's calls: form and counts are right, their worth is
// that of the model.
//
// ## 11. The original's claims

// %%
const meanOf = (table: Repeats, method: string, figure: string) =>
  overSeeds(table, method, figure).estimate.toFixed(3);
const sizeOf = async (folder: string): Promise<number> => {
  const files = await readdir(folder, { withFileTypes: true, recursive: true });
  const sizes = files
    .filter((file) => file.isFile())
    .map(async (file) => (await stat(join(file.parentPath, file.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
};
const CLAIMS = [
  ['accuracy 91.6 % on validation', 'calling everything Normal', 'most frequent class', 'accuracy'],
  ['accuracy 27.8 % in the test', 'LSTM a year later', 'LSTM', 'accuracy'],
  ['the same', 'its macro F1', 'LSTM', 'macro F1'],
  [
    'threshold for 1 % false positives',
    'false positives a year later',
    'LSTM',
    'false positive rate',
  ],
];
const claimRows = CLAIMS.map(([claim, figure, method, name]) => ({
  ...{ claim: claim, here: figure, value: meanOf(benchmark.generated, method, name) },
}));
const kilobytes = `${Math.round((await sizeOf('../models/cloudtrail')) / 1000)} kB`;
claimRows.push({ claim: 'model of 523 kB', here: 'all files', value: kilobytes });
showTable(claimRows, { caption: 'Claims, and five seeds here, synthetic' });

// %% [markdown]
// ## Checks
// The text's findings, asserted: if one stops holding, the notebook fails.

// %%
const realCount = (name: string, rate: (typeof RATES)[number]) =>
  found.find((one) => one.name === name)?.[rate].found.length ?? Number.NaN;
const meanLess = (name: string) => lstmLess.find((row) => row.name === `LSTM − ${name}`)!;
assert.ok(FAST || Math.abs(chanceAuc - 0.5) < 0.1);
assert.ok(meanLess('isolation forest').lower > 0);
assert.ok(meanLess('LSTM on one event').upper < 0);
assert.ok(gains[0].lower < 0 && gains[0].upper > 0);
assert.ok(Number(meanOf(benchmark.generated, 'LSTM', 'accuracy')) < 0.985);
if (real) {
  assert.equal(realCount('new call, errors and writes', 'at 1 %'), 11);
  assert.equal(realCount('new call, errors and writes', 'at 1 %, without'), 4);
}
if (SEED === 42 && !FAST) {
  assert.ok(figures['recall at 1 %'] > 0.7 && figures['recall Suspicious Login'] < 0.1);
  assert.ok(months.every(({ accuracy }) => accuracy! > 0.9));
  if (real) assert.ok(realCount('LSTM', 'at 1 %') < 11);
}
reportMetrics({
  data: 'SYNTHETIC; real where it says so',
  macroF1Lstm: overSeeds(benchmark.generated, 'LSTM', 'macro F1').estimate,
  macroF1OneEvent: overSeeds(benchmark.generated, 'LSTM on one event', 'macro F1').estimate,
  macroF1Forest: overSeeds(benchmark.generated, 'isolation forest', 'macro F1').estimate,
  macroF1Oracle: overSeeds(benchmark.generated, 'oracle', 'macro F1').estimate,
  recallAt1Percent: figures['recall at 1 %'],
  realTechniquesCounting: realCount('new call, errors and writes', 'at 1 %'),
  realTechniquesLstm: realCount('LSTM', 'at 1 %'),
});

// %% [markdown]
// ## Summary
// *Synthetic* newest year, mean of five seeds; real log where it says so.
//
// 1. **The LSTM beats the forest** in macro F1, .479 to .423, and by far in recall at 1 % false positives, .77 to .38. Best possible: .81 and 1.00.
// 2. **The same network on one event beats the LSTM**, .496: the features hold the past already, the sequence adds nothing.
// 3. **Accuracy is .979, and .977 for calling everything Normal.** A year does not bring it to 27.8 %; most likely that number is a fault, no realism.
// 4. **Retraining each quarter** gives back nothing that could be told from chance, as little was lost.
// 5. **On the real log counting wins**: new calls, errors and writes find 11 of 26 techniques at 1 %, the LSTM 1 to 5; without Terraform the share of each
//    call in known attacks does best. 26 techniques of one hour decide nothing finally.
// 6. **Labels decide**: classes with ten examples are not learned (*Suspicious Login*: recall .02).
//
// **Exercises** (answers folded in [docs/04-cloudtrail-exercises.md](../docs/04-cloudtrail-exercises.md)):
//
// 1. What does the original's threshold of .880 cost and save?
// 2. Why does the LSTM flag half of the real hour? Compare the features' means.
// 3. Ten alerts a day: which method would you take?
//
// **Next**: `anomaly-lab cloudtrail train`, `run` and `results` do this for logs of your own. Next notebook: an industrial plant.

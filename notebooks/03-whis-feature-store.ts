// %% [markdown]
// # The WHIS playground on a feature store
//
// **Question.** Do an isolation forest, a one-class SVM and the local outlier factor find attacks in three tables of security
// events, as well as the original says: ROC AUC .7 to .9 for logins and processes, about .95 for changes to accounts?
//
// **Data.** *Synthetic*: logins, program starts and changes to accounts of 100 users, as parquet files, truth known and kept
// apart. Figures on synthetic data say nothing about the field.
//
// **Source.** Mirrors the experiment "WHIS Anomaly Detection Experiments", step by step. It evaluates on the events that it has
// fitted; here later weeks stand beside that.
//
// **What you will learn.** To query event tables without loading them, to compute features that do not see the future, to
// compare detectors with intervals beside a trivial baseline and the best that can be, to package a detector, and what
// an analyst's yes and no are worth.

// %% [markdown]
// ## Setup
// `SEED` fixes every draw: users, events, trees, weights. `FAST=1` shrinks data and repeats, never the steps; the text quotes the
// full run.

// %%
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import {
  bootstrapInterval,
  createWhisGenerator,
  featureRows,
  featureSql,
  fitScaler,
  judgeScores,
  loadWhisAnomalyDetector,
  openFeatureStore,
  prepareMlData,
  readWhisTables,
  rocAuc,
  rocCurve,
  scoreWhisTable,
  splitAtTime,
  takeRows,
  WHIS_ML_COLUMNS,
  WHIS_TABLE_NAMES,
  whisAnomalyDetector,
  writeFeatureStore,
} from 'anomaly-lab';
import { DataFrame } from 'danfojs-node';

// %%
import {
  barPlot,
  featureScoreCorrelation,
  groupedBarPlot,
  histogramPlot,
  intervalPlot,
  isolationForest,
  panelsPlot,
  projectionPlot,
  projectSamples,
  reportMetrics,
  rocPlot,
  shapBarPlot,
  show,
  showTable,
  treeShap,
} from 'anomaly-lab';

// %% [markdown]
// Some words ahead. A **feature store** keeps tables of events and computes features of them on demand. *In sample* means judged
// on the events that a detector was fitted on. *ROC AUC* is the chance that an attack's event scores above a normal one; .5 is
// a coin. *Precision* is the share of flags that are attacks, *recall* the share of attack events that are flagged;
// *contamination* is the share of events that one flags.

// %% tags=["parameters"]
const SEED = 42;
const FAST = process.env.FAST === '1';
const DIFFICULTY = 'medium';
const N_USERS = FAST ? 20 : 100;
const N_SEEDS = FAST ? 2 : 10;
const EPOCHS = FAST ? 2 : 20;
const TRAIN_DAYS = 21;
const CONTAMINATION = 0.15;
const ALERTS = FAST ? 10 : 50;
const ROUNDS = FAST ? 4 : 10;

// %% [markdown]
// ## 1. Load the feature store
// The generator writes three tables and, apart from them, the labels. The same users, hosts and asset classes are in all three,
// and an attack leaves traces in more than one. `openFeatureStore` looks at the files' columns; no table is loaded, DuckDB
// answers queries block by block.
//
// How well attackers hide and how odd users are (*difficulty*) was written down as probabilities and frozen before any
// detector was run on them.
//
// Then the suspicious share of each table, and what each kind of attack leaves in which.

// %%
const generator = createWhisGenerator({ seed: SEED, difficulty: DIFFICULTY });
const generated = generator.generateCompleteDataset({ nUsers: N_USERS });
await writeFeatureStore('../data/whis', generated);
const store = await openFeatureStore('../data/whis');
const { auth_events: nAuth, process_events: nProcess, admin_events: nAdmin } = store.nRows;
console.log(`SYNTHETIC: ${nAuth} logins, ${nProcess} program starts, ${nAdmin} account changes`);
for (const table of WHIS_TABLE_NAMES) {
  const schema = await store.query(`SELECT column_name, column_type FROM (DESCRIBE ${table})`);
  console.log(table, schema.map((row) => `${row.column_name} ${row.column_type}`).join(', '));
  const first = await store.query(`SELECT * FROM ${table} ORDER BY event_id LIMIT 3`);
  showTable(first, { caption: `First ${table}, synthetic` });
}

// %%
const shareOf = (table: string) => `
  SELECT '${table}' AS table_name, count(*) AS events, count(attack) AS suspicious,
    count(attack) / count(*) AS share
  FROM ${table} JOIN labels USING (event_id)`;
const suspicious = await store.query(WHIS_TABLE_NAMES.map(shareOf).join(' UNION ALL '));
showTable(suspicious, { caption: 'Suspicious events, synthetic' });
const traces = await store.query(`
  SELECT attack, count(DISTINCT session) AS attacks,
    count(a.event_id) AS logins, count(p.event_id) AS programs, count(m.event_id) AS account_changes
  FROM labels LEFT JOIN auth_events a USING (event_id)
    LEFT JOIN process_events p USING (event_id) LEFT JOIN admin_events m USING (event_id)
  WHERE attack IS NOT NULL GROUP BY attack ORDER BY attack`);
showTable(traces, { caption: 'Attacks and their traces, synthetic' });

// %% [markdown]
// About every tenth login (10.2 %), every twelfth program start (8.2 %) and every fifth account change (20.6 %) belongs to an
// attack. Each kind leaves traces in all three tables: the 60 of password guessing 162 logins, 114 program starts and 25 changes.
//
// ## 2. Explore
// Logins in detail: basic statistics of the features, and of them suspicious logins by hour and by asset class.

// %%
const tables = await readWhisTables(store);
const authRows = featureRows(tables.auth_events.features);
const authFrame = new DataFrame(authRows);
const gaps = authFrame.isNa().sum({ axis: 0 }).values as number[];
console.log(`missing: ${authFrame.columns.filter((_, j) => gaps[j] > 0)} in ${Math.max(...gaps)}`);
const whole = authRows.map(({ asset_class, seconds_since_last, ...others }) => others);
new DataFrame(whole).describe().round(2).print();
const groupedBy = (column: string) => `
  SELECT ${column} AS value, count(*) AS logins, count(attack) AS suspicious,
    count(attack) / count(*) AS share
  FROM auth_events JOIN labels USING (event_id) GROUP BY ALL ORDER BY value`;
const byHour = await store.query(groupedBy('(time // 3600000) % 24'));
const byAsset = await store.query(groupedBy('asset_class'));
showTable(byHour, { maxRows: 24, caption: 'Logins by hour (UTC), synthetic' });
showTable(byAsset, { caption: 'Logins by asset class, synthetic' });

// %%
const barsOf = (rows: typeof byHour, title: string) =>
  barPlot(
    rows.map(({ value }) => String(value)),
    rows.map(({ suspicious }) => suspicious as number),
    { title: title, valueTitle: 'suspicious logins' },
  );
await show(
  panelsPlot([barsOf(byHour, 'By hour (UTC)'), barsOf(byAsset, 'By asset class')], {
    title: 'Suspicious logins, SYNTHETIC',
    ...{ nColumns: 2, width: 950 },
  }),
);

// %% [markdown]
// A hundred gaps, each user's first login, which has none before it. Of logins at night most are attacks (48 of 52 at one o'clock),
// but most attacks come by day, when the share is small: users work 7 to 17. Attackers who guess or move sideways come at any
// hour. Asset classes hardly differ (7 % to 12 %). Two attacks made 19 of those 48: other seeds have
// other peaks.

// %%
const commands = await store.query(
  'SELECT cmd_len, attack IS NOT NULL AS bad FROM process_events JOIN labels USING (event_id)',
);
const lengths = (bad: boolean) =>
  commands.filter((row) => row.bad === bad).map((row) => row.cmd_len as number);
await show(
  histogramPlot(
    [
      { name: 'normal', values: lengths(false) },
      { name: 'suspicious', values: lengths(true) },
    ],
    {
      title: 'Length of the command line, SYNTHETIC',
      ...{ xTitle: 'characters', yTitle: 'share of the group', xScale: 'log', unit: 'share' },
    },
  ),
);
const admin = await store.query(`
  SELECT CASE WHEN time // 3600000 % 24 BETWEEN 7 AND 18 THEN 'working hours' ELSE 'off-hours' END AS hours,
    CASE WHEN attack IS NULL THEN 'normal' ELSE 'suspicious' END AS kind, count(*) AS changes
  FROM admin_events JOIN labels USING (event_id) GROUP BY ALL ORDER BY hours DESC, kind`);
await show(
  groupedBarPlot(
    admin.map(({ hours, kind, changes }) => ({
      ...{ group: String(hours), series: String(kind), value: changes as number },
    })),
    { title: 'Changes to accounts, SYNTHETIC', yTitle: 'changes' },
  ),
);

// %% [markdown]
// Suspicious command lines are longer, and the two overlap: a limit at 200 characters would find a quarter of
// them and 8 % of the normal ones. Off-hours 67 of 91 changes are suspicious, at work 62 of 536: one rule has half of this table's attack events.
//
// ## 3. Prepare the tables
// The store computes the original's features in SQL that runs on DuckDB and on Spark alike. Each sees events of earlier
// milliseconds only. Here the shortest of the three:

// %%
console.log(featureSql('admin_events'));

// %% [markdown]
// `prepareMlData` then fills gaps by the mean, as the original does, and turns categories into numbers. The original numbers them
// by the alphabet; here each has a column of its own (*one-hot*), since `wmi` is not more than `console`.
//
// Means, categories and scales are learned from **training** events. Weeks 1 to 3 train, the nine days after them test; the original
// learns from everything.

// %%
const BORDER = generated.start + TRAIN_DAYS * 86_400_000;
const parts = Object.fromEntries(
  WHIS_TABLE_NAMES.map((table) => [table, splitAtTime(tables[table].features.times, BORDER)]),
);
const prepared = Object.fromEntries(
  WHIS_TABLE_NAMES.map((table) => {
    const { train } = parts[table];
    return [table, prepareMlData(table, tables[table].features, { train: train })];
  }),
);
const suspiciousIn = (table: (typeof WHIS_TABLE_NAMES)[number], rows: Int32Array) =>
  rows.filter((row) => tables[table].truth.labels[row] === 1).length / rows.length;
showTable(
  WHIS_TABLE_NAMES.map((table) => ({
    table: table,
    shape: `${prepared[table].samples.nSamples} × ${prepared[table].samples.nFeatures}`,
    ...{ train: parts[table].train.length, test: parts[table].test.length },
    suspiciousInTrain: suspiciousIn(table, parts[table].train),
    suspiciousInTest: suspiciousIn(table, parts[table].test),
    features: prepared[table].features.join(', '),
  })),
  { caption: 'Tables as the detectors see them, synthetic' },
);

// %% [markdown]
// ### Scale
// Each feature less its mean, over its standard deviation, as training events have them.

// %%
const { features, samples, scaler, scaled } = prepared.auth_events;
const ofAll = fitScaler(samples, 'standard');
console.log(`samples ${[scaled.nSamples, scaled.nFeatures]}`);
showTable(
  features.map((feature, j) => ({
    feature: feature,
    ...{ meanOfTrain: scaler.center[j], meanOfAll: ofAll.center[j] },
    ...{ deviationOfTrain: scaler.scale[j], deviationOfAll: ofAll.scale[j] },
  })),
  { caption: 'Scales of the synthetic logins' },
);

// %% [markdown]
// `asset_class is unknown` is a place for classes that training has not seen, all 0 here. Means of training and of all events differ
// little, since these users go on as before. Users of the real world do not, and then it matters.
//
// ## 4. Three detectors compared
// Isolation forest, one-class SVM (`nu` .15) and local outlier factor (20 neighbours), as the original sets them; each flags the
// `CONTAMINATION` share that scores highest. First **the original's way**, on all three tables: categories by their
// number in the alphabet, fitted on all events, judged on the same events.

// %%
import { fitWhisModels } from 'anomaly-lab';

const inSample: { table: string; method: string; rocAuc: number; recall: number }[] = [];
for (const table of WHIS_TABLE_NAMES) {
  const kinds = Object.entries(WHIS_ML_COLUMNS[table]);
  const columns = Object.fromEntries(
    kinds.map(([name, kind]) => [name, kind === 'oneHot' ? 'label' : kind]),
  ) as (typeof WHIS_ML_COLUMNS)[typeof table];
  const coded = prepareMlData(table, tables[table].features, { columns: columns });
  const { trainScores } = await fitWhisModels(coded.scaled, { seed: SEED, nu: CONTAMINATION });
  const { labels } = tables[table].truth;
  const all = Int32Array.from(labels.keys());
  for (const [method, own] of Object.entries(trainScores)) {
    const figures = judgeScores(own, labels, { train: all, test: all }, CONTAMINATION);
    inSample.push({ table: table, method: method, ...figures });
  }
}
const byRank = [...inSample].sort((a, b) => b.rocAuc - a.rocAuc);
const ranked = WHIS_TABLE_NAMES.flatMap((table) => byRank.filter((row) => row.table === table));
showTable(ranked, { caption: "In sample, the original's way, ranked by ROC AUC, synthetic" });

// %% [markdown]
// The forest leads in all three tables: .849, .864, .859. Its flags are right for four of ten logins. The one-class SVM on account changes ranks **worse
// than a coin** (.420), though its few flags are right: three features take 29 different values in 627 events, so
// that 571 of them lie on its boundary, with scores of 0 up to the solver's tolerance (exercise 2).
//
// Now **later weeks**: fitted on weeks 1 to 3, judged on the days after. Beside the detectors stand two baselines, the **sign
// count** (how many of off-hours, refusals, encoded text, … an event shows; it learns nothing) and the largest z-score of any feature, and
// the **oracle**: the probability of an attack given the generator's own distributions, which no detector can have. Nothing ranks better on average.
//
// Lines are 95 % bootstrap intervals, drawn in runs of ten events, since those of an attack are no independent draws. They say how
// much other events of these users would change the figures; section 9 says it for other users and attacks.

// %%
const later: Record<string, Record<string, Float32Array>> = {};
const judged: (Record<'table' | 'method', string> &
  Record<'rocAuc' | 'precision' | 'recall' | 'lower' | 'upper', number>)[] = [];
const pick = <T>(values: ArrayLike<T>, rows: Int32Array): T[] => Array.from(rows, (i) => values[i]);
for (const table of WHIS_TABLE_NAMES) {
  const { train, test } = parts[table];
  const { labels } = tables[table].truth;
  later[table] = await scoreWhisTable(table, tables[table], train, { seed: SEED });
  for (const [method, own] of Object.entries(later[table])) {
    const { lower, upper } = bootstrapInterval(pick(labels, test), pick(own, test), rocAuc, {
      ...{ seed: SEED, blockLength: 10 },
    });
    const figures = judgeScores(own, labels, { train: train, test: test }, CONTAMINATION);
    judged.push({ table: table, method: method, ...figures, lower: lower, upper: upper });
  }
}
const rankedLater = WHIS_TABLE_NAMES.flatMap((table) =>
  judged.filter((row) => row.table === table).sort((a, b) => b.rocAuc - a.rocAuc),
);
showTable(rankedLater, {
  columns: ['table', 'method', 'rocAuc', 'lower', 'upper', 'precision', 'recall'],
  ...{ maxRows: 30, caption: 'Later weeks, ranked by ROC AUC, synthetic' },
});

// %%
await show(
  groupedBarPlot(
    judged.map(({ table, method, rocAuc: value, lower, upper }) => ({
      ...{ group: table.replace('_events', ''), series: method, value: value },
      ...{ lower: lower, upper: upper },
    })),
    {
      title: 'ROC AUC on later weeks, 95 % interval, SYNTHETIC',
      ...{ range: [0, 1], width: 1000 },
    },
  ),
);

// %% [markdown]
// On later weeks the forest reaches .806, .866 and .898. **Judging in sample does not flatter the forest here**: it has seen no label, and 100
// small trees remember no single event (other events and other codes are judged; section 9 has the comparison over seeds). The intervals are wide, .74 to .86 for logins, and hold the sign count's
// .778, which learned nothing. The oracle's .97 and .99 say that much more could be known: it sees the session, the user's habits,
// and the other tables.
//
// ## 5. ROC curves
// How many of the attack events are found (up) for how many false alerts (right), of later weeks.

// %%
const curvesOf = (table: string) => {
  const labels = pick(tables[table as 'auth_events'].truth.labels, parts[table].test);
  return Object.entries(later[table]).map(([name, own]) => {
    return { name: name, curve: rocCurve(labels, pick(own, parts[table].test)) };
  });
};
await show(
  panelsPlot(
    WHIS_TABLE_NAMES.map((table) => rocPlot(curvesOf(table), { title: table })),
    { title: 'ROC curves on later weeks, SYNTHETIC', width: 1100 },
  ),
);

// %% [markdown]
// At 20 % false alerts sign count and forest find about as many attack logins. Straight stretches are ties: the sign count has five
// values, and the local outlier factor cannot order logins that are equal in all features to more than 20 others.
//
// ## 6. Which features count
// The original sorts features by how their values **correlate** with the forest's scores (absolute, of logins). Beside it
// **SHAP**: the mean size of each feature's share in the score, which also counts what matters at both ends, or only together.

// %%
const forest = await isolationForest({ seed: SEED }).fit(takeRows(scaled, parts.auth_events.train));
const testSamples = takeRows(scaled, parts.auth_events.test);
const { pearson } = featureScoreCorrelation(testSamples, await forest.score(testSamples));
const shap = treeShap(forest, testSamples);
const meanSize = (values: Float64Array, j: number) => {
  const own = values.filter((_, k) => k % features.length === j);
  return own.reduce((sum, value) => sum + Math.abs(value), 0) / own.length;
};
const importance = features
  .map((feature, j) => ({
    feature: feature,
    correlation: Math.abs(pearson[j]),
    shap: meanSize(shap.contributions.data, j),
  }))
  .sort((a, b) => b.correlation - a.correlation);
showTable(importance, { caption: 'Importance for the forest, synthetic logins of later weeks' });

// %%
await show(
  panelsPlot(
    [
      barPlot(
        importance.map(({ feature }) => feature),
        importance.map(({ correlation }) => correlation),
        { title: 'Correlation', valueTitle: 'absolute correlation', horizontal: true },
      ),
      shapBarPlot([...features], shap.contributions, {
        title: 'Mean size of SHAP values',
        xTitle: 'contribution to log2 of the score',
      }),
    ],
    { title: 'What moves the forest, SYNTHETIC logins', nColumns: 2, width: 1100, height: 480 },
  ),
);

// %% [markdown]
// By correlation refusals come first, then off-hours, as the original says ("off-hours and failed login patterns are strong
// indicators"). SHAP puts `is_admin` and the hour before them: the forest soon splits off administrators, one login in five, odd or not; and an
// hour is strange at both ends of the day, which a correlation of .05 cannot see. Both say what moves the score, not
// what makes an attack.
//
// ## 7. Logins in a plane
// PCA, t-SNE (1,000 logins, perplexity 30) and UMAP. In JupyterLab the mouse over a point shows the login.

// %%
const described = await store.query(`
  SELECT strftime(make_timestamp(time * 1000), '%a %d %H:%M') || ' ' || user_id || ' ' || outcome
    || ' on ' || host || coalesce(', ' || attack, '') AS words
  FROM auth_events JOIN labels USING (event_id) ORDER BY time, event_id`);
const inPlane = {
  labels: tables.auth_events.truth.labels,
  hover: described.map(({ words }) => String(words)),
};
const { varianceShares } = await projectSamples(scaled, { method: 'pca' });
const shares = varianceShares!.map((share) => `${(100 * share).toFixed(1)} %`);
console.log(`PCA explains ${shares.join(' and ')} of the variance`);
const POINTS = { maxSamples: FAST ? 300 : 1000, seed: SEED };
const byPca = await projectSamples(scaled, { method: 'pca', ...POINTS });
await show(projectionPlot(byPca, { ...inPlane, title: 'Logins by PCA, SYNTHETIC' }));

// %%
for (const method of ['tsne', 'umap'] as const) {
  const perplexity = method === 'tsne' ? { perplexity: 30 } : {};
  const points = await projectSamples(scaled, { method: method, ...POINTS, ...perplexity });
  const title = `Logins by ${method === 'tsne' ? 't-SNE' : 'UMAP'}, SYNTHETIC`;
  await show(projectionPlot(points, { ...inPlane, title: title }));
}

// %% [markdown]
// PCA's axes hold 40.5 % of the variance: the first is server or workstation, the second refusals. t-SNE and UMAP show islands, of logins
// that are equal in all but the hour. The original sees "clustering patterns between normal and suspicious events"; here refused and
// nightly islands are mostly attacks, and others mixed. A picture is no detector.
//
// ## 8. The packaged detector
// `whisAnomalyDetector` has a pipeline for each table, with an isolation forest in it; `train` takes the three tables and tells
// how it does on them. As in the original these figures are in sample; `evaluate` judges on other events.

// %%
const recordsOf = (table: (typeof WHIS_TABLE_NAMES)[number]) =>
  featureRows(tables[table].features).map((row, i) => {
    return { ...row, is_suspicious: tables[table].truth.labels[i] === 1 };
  });
const [auth, process_, admin_] = WHIS_TABLE_NAMES.map(recordsOf);
const options = { contamination: CONTAMINATION, seed: SEED };
const whis = await whisAnomalyDetector(options).train(auth, process_, admin_);
const [early, late] = (['train', 'test'] as const).map((part) =>
  WHIS_TABLE_NAMES.map((table, i) => pick([auth, process_, admin_][i], parts[table][part])),
);
const earlier = await whisAnomalyDetector(options).train(early[0], early[1], early[2]);
const onLater = await earlier.evaluate(late[0], late[1], late[2]);
const resultRows = Object.entries({ 'in sample': whis.results, 'later weeks': onLater });
showTable(
  resultRows.flatMap(([way, results]) =>
    Object.entries(results).map(([table, { features: own, ...figures }]) => ({
      ...{ table: table, way: way, ...figures, features: own.length },
    })),
  ),
  { caption: 'The packaged detector, synthetic' },
);

// %% [markdown]
// Then it is saved, loaded, and asked about the original's two logins. The original prints that they are told apart whatever comes
// out; here it is asserted.

// %%
await earlier.save('../models/whis');
const loaded = await loadWhisAnomalyDetector('../models/whis');
const suspect = {
  ...{ hour_of_day: 3, is_weekend: true, is_off_hours: true, fail_count_1h: 5 },
  ...{ success_after_fail_15m: true, is_admin: true, asset_class: 'server' },
};
const usual = {
  ...{ hour_of_day: 10, is_weekend: false, is_off_hours: false, fail_count_1h: 0 },
  ...{ success_after_fail_15m: false, is_admin: false, asset_class: 'workstation' },
};
const suspectScore = await loaded.predictAnomalyScore(suspect, 'auth_events');
const usualScore = await loaded.predictAnomalyScore(usual, 'auth_events');
assert.ok(suspectScore > usualScore);
assert.equal(suspectScore, await earlier.predictAnomalyScore(suspect, 'auth_events'));
console.log(`3 AM, 5 refusals, administrator, server: ${suspectScore.toFixed(3)}`);
console.log(`10 AM, none, user, workstation:          ${usualScore.toFixed(3)}`);

// %% [markdown]
// The suspicious login scores .766, the normal one .363. The saved detector is a folder of JSON and numbers: nothing in it is
// executed.
//
// ### Results as JSON
// With the original's keys. It overwrites its comparison by the production test before it saves it; here what was compared is what is
// saved: logins, later weeks. `best_model` is picked by the figures that it is saved with, and so a little too good: a key, no finding.

// %%
const DETECTORS = ['isolation forest', 'one-class SVM', 'local outlier factor'];
const onLogins = judged.filter(
  ({ table, method }) => table === 'auth_events' && DETECTORS.includes(method),
);
const best = onLogins.reduce((top, row) => (row.rocAuc > top.rocAuc ? row : top));
const experiment = {
  timestamp: new Date().toISOString(),
  model_comparison: Object.fromEntries(
    onLogins.map(({ method, rocAuc: AUC, precision: Precision, recall: Recall }) => {
      return [method, { AUC: AUC, Precision: Precision, Recall: Recall }];
    }),
  ),
  feature_importance: Object.fromEntries(importance.map((row) => [row.feature, row.correlation])),
  best_model: best.method,
  best_auc: best.rocAuc,
};
const RESULTS = '../results/anomaly_detection_experiments.json';
await mkdir('../results', { recursive: true });
await writeFile(RESULTS, `${JSON.stringify({ ...experiment, data: 'SYNTHETIC' }, null, 2)}\n`);
const saved = JSON.parse(await readFile(RESULTS, 'utf8'));
console.log(
  `${Object.keys(saved).join(', ')}: best ${saved.best_model}, ${saved.best_auc.toFixed(3)}`,
);

// %% [markdown]
// ## 9. Do the original's claims hold?
// "Current Isolation Forest model performs well (AUC 0.7–0.9)", "Admin events show highest detection accuracy (AUC ~0.95)". One data
// set cannot tell. The whole experiment again for ten seeds, new users, attacks, trees and weights each time, on three
// difficulties. An interval says where the mean would lie for other seeds, in 95 of 100 cases.
//
// Two of the original's next steps come along: an **autoencoder** beside its untrained self, and a **score ensemble across tables**: the
// mean rank of the user's events of the last hour in all tables, this one included.

// %%
import { compareWithBaseline, meanInterval, pairedDifference } from 'anomaly-lab';
import { repeatOverSeeds, whisExperiment } from 'anomaly-lab';

const LEVELS = ['easy', 'medium', 'hard'] as const;
const seeds = Array.from({ length: N_SEEDS }, (_, i) => SEED + i);
let nRuns = 0;
const onSeed = () => process.stdout.write(`\r${++nRuns} of ${LEVELS.length * N_SEEDS} runs`);
const repeated = await Promise.all(
  LEVELS.map((difficulty) => {
    const setting = { difficulty: difficulty, nUsers: N_USERS, epochs: EPOCHS };
    const run = (seed: number) => whisExperiment({ seed: seed, ...setting, trainDays: TRAIN_DAYS });
    return repeatOverSeeds(seeds, run, { onSeed: onSeed });
  }),
);
const WAYS = ['in sample', 'later weeks'];
const valuesOf = (level: string, method: string, table: string, way: string) =>
  repeated[LEVELS.indexOf(level as 'easy')].values[method][`${table} ${way} rocAuc`];
const intervalOf = (level: string, method: string, table: string, way: string) => {
  return meanInterval(valuesOf(level, method, table, way));
};

// %%
const CLAIMS = { auth_events: [0.7, 0.9], process_events: [0.7, 0.9], admin_events: [0.95, 0.95] };
const claims = LEVELS.flatMap((level) =>
  Object.entries(CLAIMS).flatMap(([table, [low, high]]) =>
    WAYS.map((way) => {
      const { estimate: mean, lower, upper } = intervalOf(level, 'isolation forest', table, way);
      const holds = low === high ? lower <= low && upper >= low : mean >= low && mean <= high;
      const sure = low === high || (lower >= low && upper <= high) || lower > high || upper < low;
      return {
        ...{ level: level, table: table, way: way, claimed: low === high ? '≈ .95' : '.7 to .9' },
        ...{ mean: mean, lower: lower, upper: upper },
        verdict: `${holds ? 'holds' : 'does not hold'}${sure ? '' : ', not surely'}`,
        bestPossible: intervalOf(level, 'oracle', table, way).estimate,
      };
    }),
  ),
);
showTable(claims, {
  maxRows: 18,
  caption: `Isolation forest, ROC AUC, mean of ${N_SEEDS} seeds, 95 % interval, SYNTHETIC`,
});
const laterLess = LEVELS.flatMap((level) =>
  WHIS_TABLE_NAMES.map((table) => {
    const [before, after] = WAYS.map((way) => valuesOf(level, 'isolation forest', table, way));
    return { difficulty: level, table: table, ...pairedDifference(after, before) };
  }),
);
showTable(laterLess, {
  columns: ['difficulty', 'table', 'estimate', 'lower', 'upper'],
  caption: 'Later weeks less in sample, isolation forest, ROC AUC, seed by seed, SYNTHETIC',
});

// %% [markdown]
// Whether the claims hold depends on how well attackers hide. On later weeks: **logins, yes** on `medium` and `hard` (.854 and .768), at the
// border on `easy` (.900). **Processes**: .977 on `easy`, above; .908 on `medium`, at the border; .727 on `hard`. **Account changes, no**:
// .920, .872 and .676, nor are they the best detected of the three on any difficulty. The oracle's .89 to 1.00 leaves room everywhere.
//
// In sample and later weeks agree within .03; where they differ surely (processes, `medium`) the later weeks are *better* by .011
// (.004 to .018), probably since in the first days every pair of programs is rare.

// %%
const SHOWN = ['sign count', 'largest z-score', 'isolation forest', 'average of three'];
SHOWN.push('average across tables', 'oracle');
const bars = (level: string) =>
  WHIS_TABLE_NAMES.flatMap((table) =>
    SHOWN.map((name) => {
      const { estimate, lower, upper } = intervalOf(level, name, table, 'later weeks');
      const ends = { lower: Math.max(0, lower), upper: Math.min(1, upper) };
      return { group: table.replace('_events', ''), series: name, value: estimate, ...ends };
    }),
  );
await show(
  panelsPlot(
    LEVELS.map((level) => groupedBarPlot(bars(level), { title: level, range: [0, 1] })),
    { title: 'ROC AUC on later weeks over seeds, SYNTHETIC', nColumns: 1, width: 1100 },
  ),
);
const overSeeds = compareWithBaseline(repeated[1], {
  baseline: 'sign count',
  metrics: WHIS_TABLE_NAMES.map((table) => `${table} later weeks rocAuc`),
});
showTable(overSeeds, {
  columns: ['metric', 'method', 'mean', 'lower', 'upper', 'difference', 'beatsBaseline'],
  ...{ maxRows: 40, caption: `SYNTHETIC, medium: ${N_SEEDS} seeds; difference to the sign count` },
});

// %%
const QUESTIONS = [
  ['isolation forest', 'sign count'],
  ['isolation forest', 'largest z-score'],
  ['average of three', 'isolation forest'],
  ['autoencoder', 'autoencoder untrained'],
  ['average across tables', 'average of three'],
  ['average across tables', 'isolation forest'],
];
const answers = LEVELS.flatMap((level) =>
  WHIS_TABLE_NAMES.flatMap((table) =>
    QUESTIONS.map(([method, other]) => ({
      ...{ difficulty: level, table: table, name: `${method} − ${other}, ${table}` },
      ...pairedDifference(
        valuesOf(level, method, table, 'later weeks'),
        valuesOf(level, other, table, 'later weeks'),
      ),
    })),
  ),
);
const medium = answers.filter(({ difficulty }) => difficulty === 'medium');
await show(
  intervalPlot(medium, { title: 'ROC AUC differences over seeds, medium, SYNTHETIC', width: 1000 }),
);
const others = answers.filter(({ difficulty }) => difficulty !== 'medium');
const surely = others.filter(({ lower, upper }) => lower * upper > 0);
showTable(surely, {
  columns: ['difficulty', 'name', 'estimate', 'lower', 'upper'],
  ...{ maxRows: 40, caption: 'Differences surely not 0 on easy and hard, SYNTHETIC' },
});

// %% [markdown]
// On `medium` the forest beats both baselines on all three tables, the sign count by .042, .065 and .053. It does not always: on
// `easy` **the largest z-score beats the forest on account changes**, by .030 (.012 to .048), and reaches the .95 that the original
// claims for its model.
//
// **The ensemble of three is worse than the forest alone** on every table (logins −.012, processes −.030, changes −.020), since two
// weaker members pull it down. **The trained autoencoder is not better than the untrained one**, and worse on processes (−.026). What the store
// knows of earlier logins makes the forest worse, too, by .010 (.003 to .017, below): more features, more places to be odd by chance.
//
// **Across tables** is another matter: on `hard`, where single events say little, the user's last hour lifts processes from .727 to
// .797, by .070 (.045 to .096) over the forest. On `easy` it costs .030: neighbours of a plain attack wash it out. (Of these 54 intervals two or three would exclude 0 by chance.)
//
// What the flags are worth, with thresholds that 15 % of the training events reach:

// %%
const overSeedsOf = (method: string, table: string, metric: string) =>
  meanInterval(repeated[1].values[method][`${table} later weeks ${metric}`]);
const FLAGGERS = ['sign count', 'largest z-score', ...DETECTORS, 'oracle'];
showTable(
  WHIS_TABLE_NAMES.flatMap((table) =>
    FLAGGERS.map((method) => {
      const found = {
        precision: overSeedsOf(method, table, 'precision'),
        recall: overSeedsOf(method, table, 'recall'),
      };
      return {
        ...{ table: table, method: method, precision: found.precision.estimate },
        ...{ lowerP: found.precision.lower, upperP: Math.min(1, found.precision.upper) },
        ...{
          recall: found.recall.estimate,
          lowerR: found.recall.lower,
          upperR: found.recall.upper,
        },
      };
    }),
  ),
  { maxRows: 18, caption: `Flags on later weeks, medium, mean of ${N_SEEDS} seeds, SYNTHETIC` },
);
const withHistory = pairedDifference(
  valuesOf('medium', 'isolation forest (history)', 'auth_events', 'later weeks'),
  valuesOf('medium', 'isolation forest', 'auth_events', 'later weeks'),
);
const ends = [withHistory.lower, withHistory.upper].map((end) => end.toFixed(3)).join(' to ');
console.log(`history − none, logins: ${withHistory.estimate.toFixed(3)} (${ends})`);

// %% [markdown]
// Of the forest's flags on logins 40 % are right, and they hold 62 % of the attack events; the SVM's are as good within the intervals. On
// processes the sign count finds more (78 % against 72 %) with fewer right (37 % against 43 %). The oracle's precision on both is no more than
// .6: it flags 15 % where 8 to 9 % are attacks. **15 % is too many** there, and of account changes, where 20 % are, too few (its recall is .75):
// the original's contamination is a choice, not a finding.
//
// ## 10. Behaviour over time
// The original's next step: a **time-series** detector. How many events of all tables does a user have in an hour, beside what
// this user has at this hour of the week? Learned from weeks 1 to 3, judged on the user's hours with an event after them; beside
// it the plain count, and the same without the week's rhythm.

// %%
import { hourlyCounts, seasonalCounts, seriesPlot } from 'anomaly-lab';

const joined = WHIS_TABLE_NAMES.map((table) => ({
  times: [...tables[table].features.times],
  users: tables[table].users,
  labels: [...tables[table].truth.labels],
}));
const time = joined.flatMap(({ times }) => times);
const entities = joined.flatMap(({ users }) => users);
const isAttack = joined.flatMap(({ labels }) => labels);
const until = generated.start + 31 * 86_400_000;
const weeks = {
  train: hourlyCounts(time, { entities: entities, from: generated.start, until: BORDER }),
  test: hourlyCounts(time, { entities: entities, from: BORDER, until: until }),
};
const nHours = weeks.test.counts.nFeatures;
const hourOf = (i: number) =>
  weeks.test.entities.indexOf(entities[i]) * nHours + Math.floor((time[i] - BORDER) / 3_600_000);
const attackHours = new Set(
  time.flatMap((own, i) => (own >= BORDER && isAttack[i] === 1 ? [hourOf(i)] : [])),
);
const counts = weeks.test.counts.data;
const busy = Int32Array.from(counts.keys()).filter((hour) => counts[hour] > 0);
const withAttack = Array.from(counts.keys(), (hour) => Number(attackHours.has(hour)));
console.log(`${busy.length} hours of users with an event, ${attackHours.size} with an attack's`);

// %%
const BLOCKS = { seed: SEED, blockLength: 20 };
const rhythm = await seasonalCounts().fit(weeks.train);
const plain = await seasonalCounts({ season: 'none' }).fit(weeks.train);
const rhythmScores = await rhythm.score(weeks.test);
const byCount = {
  'count of events': counts,
  "beside the user's mean": await plain.score(weeks.test),
  "beside the user's hour of the week": rhythmScores,
};
const ofHours = Object.entries(byCount).map(([method, own]) => ({
  method: method,
  ...bootstrapInterval(pick(withAttack, busy), pick(own, busy), rocAuc, BLOCKS),
}));
showTable(ofHours, {
  columns: ['method', 'estimate', 'lower', 'upper'],
  caption: 'ROC AUC of hours of users, later weeks, synthetic',
});
const busiest = Math.floor(rhythmScores.indexOf(Math.max(...rhythmScores)) / nHours);
const rowOf = (values: ArrayLike<number>) =>
  Array.from({ length: nHours }, (_, hour) => values[busiest * nHours + hour]);
await show(
  seriesPlot(
    Array.from({ length: nHours }, (_, hour) => BORDER + 3_600_000 * hour),
    [{ name: 'events in the hour', values: rowOf(counts) }],
    {
      title: `Hours of ${weeks.test.entities[busiest]}, SYNTHETIC`,
      ...{ scores: rowOf(rhythmScores), threshold: 3, labels: rowOf(withAttack) },
    },
  ),
);

// %% [markdown]
// Counting alone says nothing (.50), nor does the user's mean; beside **the hour of the week** it is .665 (.585 to .744). Attacks are no
// bursts, but they come when this user does not work. It sees whole hours, not events, and what happens in them not at all. The picture is
// of the user with the highest score of all, so it shows the detector at its best.
//
// ## 11. Drift
// Do features change between weeks, so that what was learned is out of date? Each later week beside the first by the **population stability
// index** (0: the same distribution) and a Kolmogorov-Smirnov test. A star marks what is above what shuffled days give in 95 of
// 100 cases. Below stands a control that does drift: the same tables beside those of `hard`, whose users are odd more often.

// %%
import { driftPage, driftPlot, featureDrift, weeklyDrift } from 'anomaly-lab';

const columnsOf = (own: (typeof tables)['auth_events']['features']) => {
  const rows = featureRows(own);
  const column = (name: string) => rows.map((row) => row[name] ?? Number.NaN) as number[];
  return Object.fromEntries(Object.keys(rows[0]).map((name) => [name, column(name)]));
};
const PERMUTATIONS = { nPermutations: FAST ? 20 : 200, seed: SEED };
const drift = WHIS_TABLE_NAMES.map((table) => {
  const own = tables[table].features;
  return weeklyDrift(columnsOf(own), own.times, PERMUTATIONS);
});
await show(driftPlot(drift[0], { title: 'Drift of logins since week 1, SYNTHETIC' }));
await mkdir('../reports', { recursive: true });
const page = await driftPage(drift[0], { title: 'Drift of SYNTHETIC logins since week 1' });
await writeFile('../reports/whis-drift.html', page);

// %%
await writeFeatureStore(
  '../data/whis-hard',
  createWhisGenerator({ seed: SEED, difficulty: 'hard' }).generateCompleteDataset({
    nUsers: N_USERS,
  }),
);
const odder = await openFeatureStore('../data/whis-hard');
const drifted = [...drift.entries()].map(([i, rows]) => ({ i: i, of: 'weeks', rows: rows }));
for (const [i, table] of WHIS_TABLE_NAMES.entries()) {
  const [before, after] = [tables[table].features, await odder.features(table)].map(columnsOf);
  const rows = featureDrift(before, after, PERMUTATIONS);
  drifted.push({ i: i, of: 'control', rows: rows as (typeof drift)[0] });
}
const driftRows = drifted.map(({ i, of, rows }) => {
  const largest = rows.reduce((top, row) => (row.psi > top.psi ? row : top));
  return {
    ...{ table: WHIS_TABLE_NAMES[i], of: of, compared: rows.length },
    aboveChance: rows.filter(({ psi, psiByChance }) => psi > psiByChance).length,
    significant: rows.filter(({ isSignificant }) => isSignificant).length,
    ...{ largest: largest.feature, psi: largest.psi, byChance: largest.psiByChance },
  };
});
showTable(driftRows, { caption: 'Drift of features, synthetic' });

// %% [markdown]
// The tests are right, and the cause is ours: `distinct_hosts_7d`, `seconds_since_last` and `hourly_deviation` look back at a history that
// is **empty in the first week** (exercise 3). Two stars at `success_after_fail_15m` are no more than 30 cells have by chance. Processes and
// changes have none. The control is seen, though small by the rules of thumb (.11 at most): odder users move many
// features a little.
//
// The page with table and limits is `reports/whis-drift.html`; `anomaly-lab drift` writes it for any file.
//
// ## 12. Active learning
// An analyst looks at the ten highest events of weeks 1 to 3 and says yes or no; the ranking is made anew; ten times. How many of the
// attack events of *later* weeks are then among the 50 highest? Four lists: the forest that hears nothing; the forest whose
// trees' paths get shorter by a yes and longer by a no; a logistic regression of the answers on the features and the forest's score;
// and the control, the forest fed with answers at random.

// %%
import { whisFeedback } from 'anomaly-lab';

const looking = {
  difficulty: DIFFICULTY,
  nUsers: N_USERS,
  alerts: ALERTS,
  rounds: ROUNDS,
} as const;
const feedback = await repeatOverSeeds(
  seeds,
  (seed) => whisFeedback({ seed: seed, ...looking, trainDays: TRAIN_DAYS }),
  { onSeed: ({ nDone }) => process.stdout.write(`\r${nDone} of ${N_SEEDS} seeds`) },
);
const LEARNERS = Object.keys(feedback.values);
const recallOf = (learner: string, table: string, round: number) =>
  feedback.values[learner][`${table} ${round}`];
const EVEN = Array.from({ length: ROUNDS / 2 + 1 }, (_, i) => 2 * i);
const byRound = WHIS_TABLE_NAMES.flatMap((table) =>
  LEARNERS.map((learner) => {
    const means = EVEN.map((round) => meanInterval(recallOf(learner, table, round)).estimate);
    const answered = means.map((mean, i) => [`${10 * EVEN[i]} answers`, mean]);
    return { table: table, learner: learner, ...Object.fromEntries(answered) };
  }),
);
showTable(byRound, {
  maxRows: 12,
  caption: `Recall at ${ALERTS} alerts of later weeks, mean of ${N_SEEDS} seeds, SYNTHETIC`,
});

// %%
const gainsBy = WHIS_TABLE_NAMES.flatMap((table) =>
  LEARNERS.slice(1).map((learner) => ({
    name: `${learner}, ${table}`,
    ...pairedDifference(recallOf(learner, table, ROUNDS), recallOf('no feedback', table, ROUNDS)),
  })),
);
await show(
  intervalPlot(gainsBy, {
    title: 'Recall of alerts after all answers, gain over no feedback, SYNTHETIC',
    width: 900,
  }),
);
await show(
  panelsPlot(
    WHIS_TABLE_NAMES.map((table) =>
      groupedBarPlot(
        LEARNERS.flatMap((learner) =>
          [0, ROUNDS / 2, ROUNDS].map((round) => ({
            ...{ group: `${10 * round} answers`, series: learner },
            value: meanInterval(recallOf(learner, table, round)).estimate,
          })),
        ),
        { title: table },
      ),
    ),
    { title: 'Recall of alerts against answers, SYNTHETIC', width: 1000 },
  ),
);

// %% [markdown]
// With 100 answers recall at 50 alerts of later weeks rises from .260 to .357 for processes, by .097 (.080 to .114), and from .198 to .221
// for logins, by .023 (.005 to .040); of account changes it cannot be told. Fifty alerts can hold at most 30 % of the attack logins, 42 % of the programs. The plain
// logistic regression is as good as the cleverer forest, and gets there sooner. **Random answers do not help**, so it is the labels that do; on logins they
// harm. The first twenty answers may harm, too: an analyst's first cases are few and alike. Answers here are always right; an analyst's are not.
//
// The next cell asserts the findings, so that a run of this notebook is a test of them.

// %%
const figureOf = (table: string, method: string) =>
  judged.find((row) => row.table === table && row.method === method)!.rocAuc;
const answerTo = (difficulty: string, name: string) =>
  answers.find((row) => row.difficulty === difficulty && row.name === name)!;
const gainOf = (name: string) => gainsBy.find((row) => row.name === name)!;
for (const table of WHIS_TABLE_NAMES) {
  assert.ok(figureOf(table, 'oracle') > figureOf(table, 'isolation forest'));
}
assert.ok(['timestamp', 'model_comparison', 'best_auc'].every((key) => Object.hasOwn(saved, key)));
const setting = [SEED, DIFFICULTY, N_USERS, N_SEEDS, EPOCHS, TRAIN_DAYS, CONTAMINATION, ALERTS];
const isAsWritten = setting.join(' ') === '42 medium 100 10 20 21 0.15 50';
if (isAsWritten) {
  const held = (level: string, table: string) =>
    claims.filter((row) => row.level === level && row.table === table).map((row) => row.verdict);
  assert.deepEqual(held('medium', 'auth_events'), ['holds', 'holds']);
  for (const level of LEVELS) assert.ok(!held(level, 'admin_events').includes('holds'));
  assert.ok(answerTo('easy', 'isolation forest − largest z-score, admin_events').upper < 0);
  assert.ok(answerTo('hard', 'average across tables − isolation forest, process_events').lower > 0);
  assert.ok(answerTo('medium', 'autoencoder − autoencoder untrained, process_events').upper < 0);
}

// %%
if (isAsWritten) {
  for (const table of WHIS_TABLE_NAMES) {
    assert.ok(answerTo('medium', `isolation forest − sign count, ${table}`).lower > 0);
    assert.ok(answerTo('medium', `average of three − isolation forest, ${table}`).upper < 0);
  }
  assert.ok(withHistory.upper < 0);
  assert.ok(laterLess.every(({ estimate }) => Math.abs(estimate) < 0.03));
  assert.ok(laterLess.filter(({ upper }) => upper < 0).length === 0);
  assert.ok(answerTo('easy', 'average across tables − isolation forest, process_events').upper < 0);
  assert.ok(ofHours[0].lower < 0.5 && ofHours[2].lower > 0.5);
  assert.ok(driftRows[0].aboveChance >= 9 && driftRows[1].aboveChance === 0);
  assert.ok(gainOf('forest feedback, process_events').lower > 0.05);
  assert.ok(gainOf('random answers, process_events').lower < 0);
}
const meanAuc = (method: string, table: string) =>
  intervalOf('medium', method, table, 'later weeks').estimate;
reportMetrics({
  data: 'SYNTHETIC',
  rocAucForestAuth: meanAuc('isolation forest', 'auth_events'),
  rocAucForestProcess: meanAuc('isolation forest', 'process_events'),
  rocAucForestAdmin: meanAuc('isolation forest', 'admin_events'),
  rocAucSignsAuth: meanAuc('sign count', 'auth_events'),
  rocAucSignsProcess: meanAuc('sign count', 'process_events'),
  rocAucSignsAdmin: meanAuc('sign count', 'admin_events'),
  rocAucOracleAuth: meanAuc('oracle', 'auth_events'),
  rocAucHourOfWeek: ofHours[2].estimate,
  recallGainByFeedback: gainOf('forest feedback, process_events').estimate,
});

// %% [markdown]
// ## Summary
// ROC AUC on *synthetic* events of later weeks, mean of ten seeds, `medium` where nothing else is said:
//
// 1. **The forest reaches .854 on logins, .908 on processes, .872 on account changes.** The claimed .7 to .9 holds for logins, at the border for
//    processes; the claimed .95 for account changes on no difficulty. The best possible is .97 to .99.
// 2. **Judging in sample did not flatter the forest**, which sees no labels: its differences to later weeks are below .03.
// 3. **A count of signs reaches .81, .84 and .82** and learns nothing; on `easy` the largest z-score beats the forest on account changes.
// 4. **The average of the three is worse than the forest alone**, and training the autoencoder did not help it.
// 5. **The user's last hour in all tables** helps where attackers hide: processes on `hard` from .73 to .80.
// 6. **A hundred answers of an analyst** lift recall at 50 alerts on processes from .26 to .36; random answers do not.
//
// **Exercises** (answers folded in [docs/03-whis-exercises.md](../docs/03-whis-exercises.md)):
//
// 1. Your team can look at 50 events of each table. Which list would you give them? (`precisionAtK`)
// 2. Why does the one-class SVM rank account changes worse than a coin? Look at how many different rows there are.
// 3. Leave the first week out of the drift. Which star is left, and why?
//
// **Next steps** of the original: the ensemble, autoencoder, time series, drift and active learning are above. For a log of your own: `anomaly-lab
// explore FILE`, `anomaly-lab detect FILE`, `anomaly-lab drift FILE`. Next notebook: CloudTrail.

// %% [markdown]
// # HAI: from recordings of a plant to sequences
//
// **Question.** What is in the recordings of an industrial control system, and how are they brought into the form that a network takes,
// without a look at what it will be judged on?
//
// **Data.** HAI 20.07 (a testbed of boiler, turbine and water treatment, 59 points a second, 38 attacks) where it was downloaded; else a
// *synthetic* plant with the same points, calibrated on real rows ([docs/hai-simulator.md](../docs/hai-simulator.md)), and the attacks on
// the real timetable. The text quotes the synthetic one.
//
// **Source.** The experiment "LSTM Model for HAI Security Dataset Anomaly Detection" starts from files of a preprocessing notebook that it does
// not show. This is that notebook; 06 goes on from its files.
//
// **What you will learn.** To read and check process recordings, to tell drift from attacks, to fit a scaler on normal operation alone, and to cut sequences that
// cross neither files nor labels.

// %% [markdown]
// ## Setup
// `SEED` fixes the synthetic plant. `FAST=1` makes it a tenth as long; all attacks stay. Real files are read whole, whatever `FAST` says.

// %%
import assert from 'node:assert/strict';
import {
  applyProcessPreprocessor,
  attackIntervals,
  createHaiSimulator,
  describeRecording,
  driftPlot,
  featureCorrelation,
  findHai,
  fitProcessPreprocessor,
  heatmapPlot,
  histogramPlot,
  loadProcessPreprocessor,
  type ProcessRecording,
  panelsPlot,
  pointValues,
  readHai,
  readProcessedNpz,
  recordingDrift,
  recordingWindows,
  reportMetrics,
  seriesPlot,
  show,
  showTable,
  sliceRecording,
  thinRecording,
  writeProcessedHai,
} from 'anomaly-lab';

// %% tags=["parameters"]
const SEED = 42;
const FAST = process.env.FAST === '1';
const SHARE = FAST ? 0.1 : 1;
const LENGTH = 100;
const STRIDE = 10;

// %% [markdown]
// ## 1. Load
// Two files of normal operation (`train1`, `train2`) and two with attacks (`test1`, `test2`), one row a second. A reader checks what it reads: a missing
// point, a value that is none, times that run back are refused with line and column; seconds that are missing are counted. Times are the plant's clock: the files name no zone.

// %%
const files = findHai('20.07', { directory: '../data' });
const isReal = files !== undefined;
const simulator = createHaiSimulator({ seed: SEED, share: SHARE });
const SOURCE = isReal ? 'HAI 20.07' : 'SYNTHETIC plant';
if (!isReal) console.log('SYNTHETIC: HAI is missing. Get it with: npm run data -- hai-20.07');
const load = async (kind: 'train' | 'test'): Promise<readonly ProcessRecording[]> =>
  files ? readHai(files[kind]) : ['1', '2'].map((number) => simulator.part(`${kind}${number}`));
const train = await load('train');
const test = await load('test');
const timeOf = (time: number) => new Date(time).toISOString().slice(0, 19).replace('T', ' ');
showTable(
  [...train, ...test].map(({ name, times, points, labels }) => ({
    file: name,
    ...{ rows: times.length, points: points.length },
    ...{ from: timeOf(times[0]), to: timeOf(times[times.length - 1]) },
    missingSeconds: (times[times.length - 1] - times[0]) / 1000 + 1 - times.length,
    attackShare: labels ? labels.reduce((sum, label) => sum + label, 0) / times.length : 0,
  })),
  { caption: `Files, times by the plant's clock, ${SOURCE}` },
);

// %% [markdown]
// `train2` begins where `test1` ends: part of training is later than part of the tests. That is how HAI was published; a detector that learned on both
// files knows the plant of later days than some that it is judged on.
//
// ## 2. Schema, gaps, constants
// Names begin with the process: `P1` boiler, `P2` turbine, `P3` water treatment, `P4` a simulated power grid that couples them.

// %%
const summaries = describeRecording(train);
showTable(
  summaries.map(
    ({ point, unit, nMissing, isConstant, lowest, highest, mean, standardDeviation }) => ({
      ...{ point: point, unit: unit, missing: nMissing, lowest: lowest, highest: highest },
      ...{ mean: mean, deviation: standardDeviation, constant: isConstant ? 'yes' : '' },
    }),
  ),
  { maxRows: 59, caption: `59 points in normal operation, ${SOURCE}` },
);
const constants = summaries.filter(({ isConstant }) => isConstant).map(({ point }) => point);
const moving = new Set(
  test.flatMap((recording) =>
    describeRecording(recording)
      .filter(({ point, isConstant }) => constants.includes(point) && !isConstant)
      .map(({ point }) => point),
  ),
);
console.log(
  `constant in training: ${constants.length}; of these not constant in the test: ${[...moving].join(', ') || 'none'}`,
);

// %% [markdown]
// No value is missing. Nine points never change in training, nor in the test files: switches, limits, a valve that stays at 12 %. `P1_PCV02Z`, its sensor, moves by
// hundredths: noise, which a scale of its own spread blows up to the size of any other point. Points without a unit are switches or raw digital values.
//
// ## 3. Distributions
// A dozen points, in normal operation of the training files and of the test files (seconds labelled as attacks left out), each as share of its group.

// %%
const SHOWN = ['P1_B2004', 'P1_B3005', 'P1_FCV01D', 'P1_LIT01', 'P1_PIT01', 'P1_TIT01'];
SHOWN.push('P2_SIT01', 'P2_VYT02', 'P3_LT01', 'P3_LCV01D', 'P4_ST_PO', 'P4_LD');
const unitOf = (point: string) => summaries.find((one) => one.point === point)?.unit || 'raw value';
await show(
  panelsPlot(
    SHOWN.map((point) =>
      histogramPlot(
        [
          { name: 'training', values: pointValues(train, point, { every: 60, label: 0 }) },
          { name: 'test, normal', values: pointValues(test, point, { every: 60, label: 0 }) },
        ],
        { title: point, xTitle: unitOf(point), unit: 'share' },
      ),
    ),
    { title: `Points in normal operation, ${SOURCE}`, nColumns: 4, width: 1150, height: 800 },
  ),
);

// %% [markdown]
// Most shapes agree; few are normal: valves stand at an end (`P1_FCV01D`, `P3_LCV01D`), levels pile up under a limit (`P3_LT01`), speeds are whole numbers.
// `P1_B3005`, a set-point, has levels in the test files that training hardly has: 63 % of their samples are near 1,100 l/h, 1.3 % in training. Some tails of
// *test, normal* (`P1_LIT01` above 500 mm) are the plant coming back after an attack, which the labels call normal.
//
// ## 4. Correlation
// Every sixtieth second of train1.

// %%
const thinned = thinRecording(train[0], 60);
const varying = summaries.filter(({ isConstant }) => !isConstant).map(({ point }) => point);
const correlation = featureCorrelation(thinned.samples);
const indices = varying.map((point) => thinned.points.indexOf(point));
const cell = (j: number, k: number) => correlation.data[j * correlation.nFeatures + k];
await show(
  heatmapPlot(
    indices.map((j) => indices.map((k) => Math.abs(cell(j, k)))),
    {
      title: `Absolute correlation, normal operation (train1), ${SOURCE}`,
      ...{ xLabels: varying, yLabels: varying, range: [0, 1], annotate: false },
      colorTitle: 'Absolute correlation',
      ...{ width: 1000, height: 950 },
    },
  ),
);
const pairs = indices.flatMap((j, a) => indices.slice(a + 1).map((k) => [j, k] as const));
const strongest = pairs
  .map(([j, k]) => ({ a: thinned.points[j], b: thinned.points[k], correlation: cell(j, k) }))
  .sort((one, other) => Math.abs(other.correlation) - Math.abs(one.correlation));
showTable(strongest.slice(0, 12), { caption: `Strongest pairs, ${SOURCE}` });

// %% [markdown]
// The blocks are control loops: a valve's command (`D`) and its position (`Z`), a flow in two units, a set-point and what follows it. Attackers who replace one
// point of a block break what is otherwise always true: that is what detectors of many points live on, and what looking at points one by one misses.
//
// ## 5. Attacks in time

// %%
const attacks = test.flatMap((recording) =>
  attackIntervals(recording).map((attack) => ({ file: recording.name, ...attack })),
);
showTable(
  attacks.map(({ file, startTime, seconds, processes }) => ({
    ...{ file: file, from: timeOf(startTime), seconds: seconds, processes: processes.join(' ') },
  })),
  { maxRows: 38, caption: `Attacks, ${SOURCE}` },
);
const overview = thinRecording(test[0], 60);
const channels = ['P1_LIT01', 'P1_PIT01', 'P2_SIT01', 'P3_LT01'].map((point) => {
  return { name: `${point} (${unitOf(point)})`, values: pointValues(overview, point) };
});
await show(
  seriesPlot(overview.times, channels, {
    title: `test1, a value a minute, attacks shaded, ${SOURCE}`,
    ...{ labels: overview.labels!, xTitle: "Time (plant's clock)", width: 1150, height: 700 },
  }),
);

// %% [markdown]
// 38 attacks, most of five to ten minutes, one of 48 minutes; 4.0 % of test1 and 3.9 % of test2. Some stand out (the turbine slows down, a level
// jumps), most do not at a value a minute of four points, and where an attacker replays what the sensor showed before, nothing is to be seen in that point at
// all. Labels do not tell which attacks do so; of the synthetic plant's, [docs/hai-simulator.md](../docs/hai-simulator.md) does.
//
// ## 6. Drift between training and test
// Is *normal* in the test files what it was in training? The stability index of each point compares the shares of its values in ten bins: 0 is the same, above .25 is commonly called
// a shift. Every sixtieth second, labelled seconds left out. Neighbouring seconds are
// nearly equal, so a star asks for more than what comes when whole days change sides by chance.

// %%
const drifts = recordingDrift(train, test, { nPermutations: FAST ? 20 : 100 });
const largest = [...drifts].sort((a, b) => b.psi - a.psi).slice(0, 15);
await show(driftPlot(largest, { title: `Largest drift, normal test against training, ${SOURCE}` }));
const above = drifts.filter(({ psi, psiByChance }) => psi > psiByChance);
console.log(
  `${above.length} of ${drifts.length} points above chance; index above .25: ${drifts.filter(({ psi }) => psi > 0.25).length}`,
);

// %% [markdown]
// Eight points are above .25, seven of them also above chance (an eighth star, `P3_LT01`, is at .02; three stars of 59 would come by chance). They are not seven
// findings but two or three: a flow with the valve and the set-point that it follows, a pressure, a level. Set-points are held for hours, so that
// a few days have few levels, and `P1_B2004` strays in the third decimal. On the synthetic plant they are drawn alike in all files: this drift is chance. **Nothing is
// wrong then, and a detector that knows the levels of training will say that something is.** No scaler mends that.
//
// ## 7. Scale
// Each point less its mean, over its standard deviation, **of normal training rows only**. A scaler that has seen the test files knows how far attacks go.
// Constant points stay, with a scale of 1, so that names and places are the same in all files, and count in their own unit (exercise 2).

// %%
const preprocessor = fitProcessPreprocessor(train);
const scaled = {
  train: train.map((recording) => applyProcessPreprocessor(preprocessor, recording)),
  test: test.map((recording) => applyProcessPreprocessor(preprocessor, recording)),
};
const farthest = (recordings: readonly ProcessRecording[]) => {
  let [largestSize, at] = [0, ''];
  for (const { samples, points } of recordings) {
    samples.data.forEach((value, i) => {
      if (Math.abs(value) <= largestSize) return;
      [largestSize, at] = [Math.abs(value), points[i % samples.nFeatures]];
    });
  }
  return { point: at, 'standard deviations of training': largestSize };
};
showTable(
  [
    { rows: 'training', ...farthest(scaled.train) },
    { rows: 'test', ...farthest(scaled.test) },
  ],
  { caption: `Farthest value from the training mean, ${SOURCE}` },
);

// %% [markdown]
// Training has values 60 deviations from its own mean: `P4_ST_TT01` drops out for some seconds. The turbine's speed goes to 105 in the tests: one attack in one point, which any
// detector sees. Most attacks stay within what training had.
//
// ## 8. Sequences
// Windows of 100 seconds, made only when a batch is asked for: all at once, one a second, they would take
// 100 times the memory of the file. None crosses from one file to the next or over missing seconds. The label of a window is that of its **last** second; the
// original takes the second *after* the window, which the network has not seen.

// %%
const laid = (label: 'last' | 'next' | 'any') =>
  recordingWindows(scaled.test, { length: LENGTH, stride: STRIDE, label: label });
showTable(
  (['last', 'next', 'any'] as const).map((label) => {
    const { labels, windows } = laid(label);
    const nAttack = labels!.reduce((sum, one) => sum + one, 0);
    return { label: label, windows: windows.ends.length, attack: nAttack };
  }),
  { caption: `Windows of the test files, one each ${STRIDE} s, by what labels them, ${SOURCE}` },
);

// %% [markdown]
// The label after the window moves four windows; *any* adds 378, in which the attack was over before the end, so that a detector which looks
// at the last seconds would be called wrong for being right. By *last*, an error over whole windows pays the other way: it stays high for up to 99 seconds after an
// attack.
//
// ## 9. Save
// As the original's next notebook expects: an NPZ file for each recording (`data` and `columns`, names as text; NumPy reads it), and the preprocessor, here as
// JSON: the original's is a pickle, which executes what is in it.

// %%
const FOLDER = `../data/hai-processed/${isReal ? 'hai-20.07' : `synthetic-${SEED}-${SHARE}`}`;
await writeProcessedHai(FOLDER, { ...scaled, preprocessor: preprocessor });
const again = await readProcessedNpz(`${FOLDER}/test/${test[1].name}.npz`);
const differences = again.samples.data.map((value, i) =>
  Math.abs(value - scaled.test[1].samples.data[i]),
);
const worst = differences.reduce((most, one) => Math.max(most, one), 0);
console.log(
  `${again.points.length} points, ${again.times.length} rows read back; largest difference ${worst.toExponential(1)} (float32)`,
);
assert.deepEqual(await loadProcessPreprocessor(`${FOLDER}/preprocessor.json`), preprocessor);

// %% [markdown]
// ## Checks
// The text's findings, asserted: if one stops holding, the notebook fails.

// %%
assert.equal(attacks.length, 38);
assert.deepEqual(again.labels, test[1].labels);
if (!isReal && SEED === 42 && !FAST) {
  assert.equal(constants.length, 9);
  assert.equal(moving.size, 0);
  assert.ok(above.length >= 5 && above.length <= 15);
}
const firstHour = sliceRecording(train[0], 0, 3600);
const ofHour = applyProcessPreprocessor(preprocessor, firstHour);
assert.deepEqual(ofHour.samples.data, scaled.train[0].samples.data.subarray(0, 3600 * 59));
reportMetrics({
  data: SOURCE,
  rows: [...train, ...test].reduce((sum, { times }) => sum + times.length, 0),
  constants: constants.length,
  attacks: attacks.length,
  pointsWithDrift: above.length,
});

// %% [markdown]
// ## Summary
// 1. **995,400 seconds of 59 points**, no gaps; nine points are constant. (Synthetic unless HAI is there.)
// 2. **Points hang together in control loops**; an attack on one breaks its block.
// 3. **Normal operation of the test files is not that of training**: set-points of the boiler stay at other levels. Detectors will pay for it.
// 4. **The scaler knows normal training rows only**; windows cross neither files nor gaps, and are labelled by their last second.
// 5. Files for notebook 06: `data/hai-processed`.
//
// **Exercises** (answers folded in [docs/05-hai-exercises.md](../docs/05-hai-exercises.md)):
//
// 1. Fit the scaler on all four files: by how much do the farthest attacks shrink, and does it matter?
// 2. Press the emergency stop `P2_Emgy`, a constant, for ten minutes: does the scaled recording show it?
// 3. Take windows of 10 seconds, and of 600: how many more are labelled *any* than *last*?
//
// **Next steps**: notebook 06 trains the LSTM autoencoder on these windows. For files of your own: `readHai`, `recordingDrift`, `fitProcessPreprocessor`.

import { findHai } from '../../src/data/process/find-hai';
import { readHai } from '../../src/data/process/hai';
import type { ProcessRecording } from '../../src/data/process/recording';
import { createHaiSimulator } from '../../src/data/process/simulator/simulator';
import { type SimulatorFidelity, simulatorFidelity } from '../../src/evaluate/simulator-fidelity';
import { meanOf } from '../../src/features/mean';
import { thinRecording } from '../../src/features/process-recordings';
import { formatTable, type TableRow, tableToMarkdown } from '../../src/plots/table';

/** Rows that are compared: one in so many seconds. */
const EVERY = 100;

/** No fit of the simulator and no look at it used these; the others are what they are compared with, by chance alone. */
const SEEDS = [101, 102, 103, 104, 105];
const OTHERS = 100;

/**
 * How close simulated normal operation comes to real one, as the tables of docs/hai-simulator.md.
 *
 * @param path a file of real normal operation, a row a second or every 100 seconds. Default: train1 of the downloaded set.
 * @throws {Error} if there is none.
 */
export async function fidelityTables(
  path: string | undefined,
  say: (line: string) => void,
): Promise<string> {
  const file = path ?? findHai('20.07')?.train[0];
  if (file === undefined) {
    throw new Error('--rows must name a file of HAI 20.07, or run npm run data -- hai-20.07');
  }
  const real = everyHundredth(await readHai(file));
  const against: SimulatorFidelity[] = [];
  const byChance: SimulatorFidelity[] = [];
  for (const seed of SEEDS) {
    say(`seed ${seed}, up to ${SEEDS.at(-1)}`);
    const [one, other] = [seed, seed + OTHERS].map((each) =>
      everyHundredth(createHaiSimulator({ seed: each }).part('train1')),
    );
    const features = one.points;
    against.push(await simulatorFidelity(features, inOrder(real, features), one.samples));
    byChance.push(await simulatorFidelity(features, other.samples, one.samples));
  }
  return `${markdown(figureRows(against, byChance))}\n\n${markdown(pointRows(against))}\n`;
}

function everyHundredth(recording: ProcessRecording): ProcessRecording {
  const stepSeconds = (recording.times[1] - recording.times[0]) / 1000;
  return stepSeconds >= EVERY ? recording : thinRecording(recording, EVERY / stepSeconds);
}

/** Samples with their columns in the order of some points. */
function inOrder({ points, samples }: ProcessRecording, wanted: readonly string[]) {
  const from = wanted.map((point) => points.indexOf(point));
  const { nSamples, nFeatures } = samples;
  const data = Float64Array.from(
    samples.data,
    (_, i) => samples.data[i - (i % nFeatures) + from[i % nFeatures]],
  );
  return { data, nSamples, nFeatures };
}

function figureRows(
  against: readonly SimulatorFidelity[],
  byChance: readonly SimulatorFidelity[],
): TableRow[] {
  const figures: Record<string, (one: SimulatorFidelity) => number> = {
    'mean Kolmogorov–Smirnov distance of the points': ({ features }) =>
      meanOf(features.map(({ distance }) => distance)),
    'mean difference of the correlations': ({ correlation }) => correlation.mean,
    'the same, 95 % quantile': ({ correlation }) => correlation.quantile95,
    ...Object.fromEntries(
      Object.keys(against[0].falseAlarmRates).map((name) => [
        `false alarms at a 1 % threshold: ${name}`,
        ({ falseAlarmRates }: SimulatorFidelity) => falseAlarmRates[name],
      ]),
    ),
    'told apart by steps: logistic regression, ROC AUC': (one) => one.discriminatorRocAuc,
  };
  return Object.entries(figures).map(([figure, of]) => ({
    figure,
    'simulated against real': rangeOf(against.map(of)),
    'simulated against simulated': rangeOf(byChance.map(of)),
  }));
}

function rangeOf(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(3)} to ${Math.max(...values).toFixed(3)}`;
}

function pointRows(against: readonly SimulatorFidelity[]): TableRow[] {
  return against[0].features.map(({ feature, autocorrelation }, j) => {
    const mean = (of: (one: SimulatorFidelity['features'][number]) => number) =>
      meanOf(against.map(({ features }) => of(features[j]))).toFixed(2);
    return {
      point: feature,
      'mean difference': mean((one) => one.meanDifference),
      spread: mean((one) => one.spreadRatio),
      distance: mean((one) => one.distance),
      'autocorrelation at 100 s, real': autocorrelation[0].toFixed(2),
      simulated: mean((one) => one.autocorrelation[1]),
    };
  });
}

function markdown(rows: readonly TableRow[]): string {
  return tableToMarkdown(formatTable(rows, { maxRows: rows.length })).trim();
}

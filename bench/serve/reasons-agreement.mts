// How often /predict's quick reasons agree with exact ones: `npx tsx bench/serve/reasons-agreement.mts`.
//
// Five forests, each of a synthetic log of its own, explain 1,000 flagged and 1,000 other logins of another log.
// Prints the table of docs/service.md: the mean over the seeds, the lowest and highest in brackets. For comparison,
// what one ranking for all logins of a group agrees: the columns by their mean exact contribution there.
import {
  AUTH_COLUMNS,
  type AuthEvent,
  createAuthLogGenerator,
  type FittedPipeline,
  featureScoreCorrelation,
  isolationForest,
  matrix,
  pipeline,
  reasonsOf,
} from 'anomaly-lab';

const N_SEEDS = 5;
const N_EVENTS = 1000;
const NAMES = Object.keys(AUTH_COLUMNS);
const FIGURES = ['same first column', 'overlap of the first three', 'rank correlation'];

/** Contributions of one event in the order of `NAMES`. */
type Contributions = readonly number[];

const rows: string[][] = [];
for (const label of [1, 0]) {
  const quick: number[][] = [];
  const fixed: number[][] = [];
  for (let seed = 0; seed < N_SEEDS; seed++) {
    const fitted = await fitForest(seed);
    const events = await eventsWith(fitted, label, seed);
    const exact = await contributionsOf(fitted, events, 'shap');
    const path = await contributionsOf(fitted, events, 'path');
    const mean = NAMES.map((_, j) => exact.reduce((sum, row) => sum + row[j], 0) / exact.length);
    quick.push(meanAgreement(exact, path));
    fixed.push(meanAgreement(exact, Array(exact.length).fill(mean)));
  }
  const kind = label === 1 ? 'flagged' : 'not flagged';
  rows.push([kind, 'path', ...spread(quick)], [kind, 'one ranking for all', ...spread(fixed)]);
}
const header = ['logins', 'ranking', ...FIGURES];
for (const cells of [header, header.map(() => '---'), ...rows]) {
  console.log(`| ${cells.join(' | ')} |`);
}

async function fitForest(seed: number): Promise<FittedPipeline> {
  const { events } = createAuthLogGenerator({ seed }).generateCompleteDataset();
  const detector = isolationForest({ nTrees: 100, seed });
  return pipeline({ columns: AUTH_COLUMNS, detector }).fit(events);
}

/** Logins of another log, evenly taken from those with the label. */
async function eventsWith(
  fitted: FittedPipeline,
  label: number,
  seed: number,
): Promise<readonly AuthEvent[]> {
  const size = { nUsers: 100, normalEventsPerUser: 450 };
  const log = createAuthLogGenerator({ seed: 100 + seed }).generateCompleteDataset(size).events;
  const labels = await fitted.predict(log);
  const having = log.filter((_, i) => labels[i] === label);
  if (having.length < N_EVENTS) throw new Error(`only ${having.length} logins with ${label}`);
  const step = having.length / N_EVENTS;
  return Array.from({ length: N_EVENTS }, (_, i) => having[Math.floor(i * step)]);
}

async function contributionsOf(
  fitted: FittedPipeline,
  events: readonly AuthEvent[],
  method: 'shap' | 'path',
): Promise<readonly Contributions[]> {
  const reasons = await reasonsOf(fitted, events, { method });
  return reasons.map((list) => {
    const byName = new Map(list.map(({ feature, contribution }) => [feature, contribution]));
    return NAMES.map((name) => byName.get(name) ?? Number.NaN);
  });
}

/** The three figures, as means over events. */
function meanAgreement(
  exact: readonly Contributions[],
  other: readonly Contributions[],
): [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  exact.forEach((row, i) => {
    const [first, second] = [firstThree(row), firstThree(other[i])];
    sums[0] += Number(first[0] === second[0]);
    sums[1] += first.filter((j) => second.includes(j)).length / 3;
    const column = matrix(other[i].map((value) => [value]));
    sums[2] += featureScoreCorrelation(column, row).spearman[0];
  });
  return sums.map((sum) => sum / exact.length) as [number, number, number];
}

function firstThree(row: Contributions): number[] {
  return [...row.keys()].sort((a, b) => row[b] - row[a]).slice(0, 3);
}

/** Each figure's mean over the seeds, the lowest and highest in brackets. */
function spread(bySeed: readonly (readonly number[])[]): string[] {
  return FIGURES.map((_, k) => {
    const values = bySeed.map((figures) => figures[k]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return `${mean.toFixed(3)} (${low.toFixed(3)}–${high.toFixed(3)})`;
  });
}

import { meanOf } from '../../src/features/mean';
import type { ProcessResult } from '../../src/pipeline/process/experiment';
import type { TableRow } from '../../src/plots/table';
import { comparisons, markdown, testsSideBySide, winners } from './compare';
import type { HaiStore } from './store';

/** The whole page. */
export function haiPage({ settings, seeds }: HaiStore): string {
  const names = Object.keys(seeds);
  const numbers = names.map(Number);
  const results = Object.values(seeds).map((methods) =>
    uniqueResults(Object.values(methods).flatMap((run) => run.results)),
  );
  const sections = [...new Set(results.flat().map(keyOf))].map((key) => {
    const [test, rule] = JSON.parse(key) as [string, string];
    return `### ${test}, ${rule === 'none' ? 'blind flags' : `threshold by ${rule}`}\n\n${markdown(figureRows(results, test, rule))}`;
  });
  return `# HAI: detectors on a simulated plant

Synthetic: all figures are of \`createHaiSimulator\`, at ${settings.share === 1 ? 'the full length' : `${settings.share} of the length`} of HAI 20.07's files, with 38 attacks on the real
timeline; means over ${names.length === 1 ? 'seed' : 'seeds'} ${names.join(', ')}, which decide${names.length === 1 ? 's' : ''} the plant and the networks' first weights. Made by \`npm run bench -- hai\`.

## What wins

${winners(results, numbers)}

Best by the mean over seeds, on each side picked on these very figures; in brackets the 95 % interval over seeds (Student's t) of the difference. All methods, test1 (28 attacks)
beside test2 (10); ★ is the best of its column:

${testsSideBySide(results)}

## How it was measured

Networks train on at most ${settings.trainWindows} windows of ${settings.length} samples (the stride follows: the samples of training over the windows, rounded up), for at most ${settings.epochs} epochs; tests are
scored by a window every ${settings.testStride} samples, and scores are held between. Methods of single samples learn from every ${settings.fitStride}th and score each. The last tenth of
training by time decides when to stop, scales errors, and gives the thresholds \`mean + 3σ\` and \`POT\` (a risk of 0.001 beyond the quantile .98), which
need no labels; \`best G-mean\` is chosen on test1 and reported on test2.

\`floored\` lets no direction count for more than a variance of 0.01, as plain Mahalanobis distance is decided by directions that hardly vary. \`mean of 100\` averages the scores of the last 100 samples. \`scaled\` divides each point's error by its mean on validation, \`largest\` takes the largest
point instead of the mean, \`overlapping\` the error of a sample in all windows that hold it, which is known up to 99 s late.

## Do networks beat Mahalanobis distance and principal components?

In brackets the 95 % interval over seeds (Student's t). \`the best\` is the best of all that is no network, in each figure another
one, and chosen on these very figures, which flatters it and not the networks. ✓: all of the interval is above 0.

${comparisons(results, numbers)}

## All figures

Beside them what blind flags get. Point-adjusted F1 pays a spike every five minutes: it is here as a lesson only.

${sections.join('\n\n')}
`;
}

const keyOf = ({ test, rule }: ProcessResult): string => JSON.stringify([test, rule]);

/** Blind flags come with each method, all the same. */
function uniqueResults(results: readonly ProcessResult[]): ProcessResult[] {
  const known = new Map(results.map((row) => [`${row.method} ${keyOf(row)}`, row]));
  return [...known.values()];
}

/** Means over seeds of each method that all seeds have. */
function figureRows(
  results: readonly (readonly ProcessResult[])[],
  test: string,
  rule: string,
): TableRow[] {
  const [first, ...others] = results.map((rows) =>
    rows.filter((row) => row.test === test && row.rule === rule),
  );
  return first.flatMap((row) => {
    const same = [first, ...others].flatMap((rows) =>
      rows.filter(({ method }) => method === row.method),
    );
    if (same.length < results.length) return [];
    const mean = (name: keyof ProcessResult) => {
      const known = same.map(({ [name]: value }) => value).filter((value) => value !== null);
      return known.length === 0 ? null : meanOf(known as number[]);
    };
    const cell = (name: keyof ProcessResult) => mean(name)?.toFixed(3) ?? '–';
    return [
      {
        method: row.method,
        'ROC AUC': cell('rocAuc'),
        AP: cell('averagePrecision'),
        'VUS-PR': cell('vusPr'),
        F1: cell('f1'),
        eTaP: cell('eTaP'),
        eTaR: cell('eTaR'),
        'eTaPR F1': cell('eTaF1'),
        'affiliation F1': cell('affiliationF1'),
        found: `${mean('nFound')!.toFixed(1)} of ${row.nAttacks}`,
        'delay, s': mean('delaySeconds')?.toFixed(0) ?? '–',
        'false alarms an hour': mean('falseAlarmsPerHour')!.toFixed(2),
        'point-adjusted F1': cell('pointAdjustedF1'),
      },
    ];
  });
}

import type { DetectorRanking } from '../../src/evaluate/comparison/ranking';
import pyod from '../../test/golden/pyod.json';
import type { Machine } from '../harness/results';
import type { ForestRow } from './forest-seeds';
import { type AdbenchFile, pyodFileOf, SEEDS } from './splits';
import {
  besidePeerTable,
  differenceTable,
  leakTable,
  markdown,
  type Protocol,
  rankingTable,
  rocAucTable,
} from './tables';

/** All that the page shows. */
export interface AdbenchReport {
  readonly sets: readonly AdbenchFile[];
  readonly clean: Protocol;
  readonly adbench: Protocol;
  readonly forests: readonly ForestRow[];
  readonly machine: Machine;
}

/** The whole page. */
export function adbenchPage({ sets, clean, adbench, forests, machine }: AdbenchReport): string {
  const ranking = clean.comparison.rankings['rocAuc'];
  return `# ADBench: all detectors beside PyOD

ROC AUC on ${sets.length} real sets of ADBench's 57 (Han et al. 2022), means over seeds ${SEEDS.join(', ')}. Detectors have their
defaults and are fitted on training samples as they are, anomalies among them, without labels. Nothing was tuned on
these sets; what the ensemble holds (isolationForest, knn and ecod, averaged) was settled before the first figure.
Made by \`npm run bench -- adbench\`, which takes all sets that a folder holds.

## Clean splits

Each sample is on one side, once: 70 % train, 30 % test, classes alike, at most 10,000 samples a set, scaled to [0, 1] by the
training samples. In brackets half the width of a 95 % interval over splits of these samples (Student's t, corrected for
what splits share: Nadeau and Bengio 2003). It says nothing of other data.

${rocAucTable(clean.comparison)}

${markdown(rankingTable(clean.comparison))}

${ranking ? significance(ranking) : 'Ranks need two sets or more.'}

Times are means of one fit and one scoring with up to ${machine.cores} detectors side by side, so longer than alone
(${machine.cpu}); the whole table took ${Math.ceil(clean.seconds)} s.
${failures(clean)}
## ADBench's protocol, beside PyOD ${pyod.versions.pyod}

A set under 1,000 samples is first drawn with replacement up to 1,000, one over 10,000 is cut to 10,000. ${whoseSplits(sets)}
In brackets how far ours is above PyOD's mean.

${besidePeerTable(adbench.comparison)}

${differenceTable(adbench.comparison)}
${forests.length === 0 ? '' : forestText(forests)}${failures(adbench)}
## The leak

Drawing with replacement before the split puts copies of one sample on both sides: a detector is then tested on samples
that it was fitted on. That need not flatter it: the copy of an anomaly has neighbours at no distance, so detectors by
neighbours and density take it for normal. Sets of 1,000 samples and more are not drawn; equal samples there came with
the data. Copies are the share of test samples with an equal one in training, on the first split, then come means of
ROC AUC over all detectors, of knn and of lof. The splits of both protocols differ, so small differences are chance.

${leakTable(clean, adbench)}

## What this does not say

- ${sets.length} sets rank detectors roughly, as the critical difference shows. On other sets the order is another.
- Anomalies are in training. On normal samples alone, which needs labels, the order would be another, too.
- PyOD's figures are of CSV files with 7 digits. On ADBench's own, of 16, its HBOS bins values on edges otherwise: 0.8467
  on cardio and 0.8627 on mammography, for 0.8737 and 0.8624 here; and its PCA gives infinite scores for a seed on cardio.
- ADBench's sets are small and old, and "anomaly" often means a rare class of a classification set.
`;
}

function significance({ friedman, nemenyi, sets }: DetectorRanking): string {
  const groups = nemenyi.groups.map((group) => `- ${group.join(', ')}`).join('\n');
  return `Friedman's test over ${sets.length} sets: χ² = ${friedman.statistic.toFixed(1)}, p = ${friedman.pValue.toPrecision(2)}. The critical difference of average ranks by
Nemenyi's test is ${nemenyi.criticalDifference.toFixed(2)} (Demšar 2006). Within each of these groups no detector can be told from another:

${groups || '- none: all differ'}`;
}

function forestText(forests: readonly ForestRow[]): string {
  const rows = forests.map(({ set, ours, PyOD, difference, apart }) => ({
    ...{ set, ours: ours.toFixed(4), PyOD: PyOD.toFixed(4), difference: difference.toFixed(4) },
    apart: apart.toFixed(1),
  }));
  return `
The isolation forest over 50 seeds on the first of PyOD's splits; "apart" is the difference in standard errors of the two
means, of which more than 3 would not be chance:

${markdown(rows)}
`;
}

function whoseSplits(sets: readonly AdbenchFile[]): string {
  const drawn = sets.filter((set) => pyodFileOf(set) === undefined).map(({ name }) => name);
  const same = 'The splits are those that PyOD was run on (`test/golden/make-pyod.py`)';
  return drawn.length === 0
    ? `${same}.`
    : `${same}, but of ${drawn.join(', ')}, which are drawn anew.`;
}

function failures({ comparison }: Protocol): string {
  const failed = comparison.rows.filter(
    ({ error, metric }) => error !== undefined && metric === 'rocAuc',
  );
  if (failed.length === 0) return '';
  const lines = failed.map(({ set, detector, error }) => `- ${detector} on ${set}: ${error}`);
  return `\nFailed, and therefore last in rank:\n\n${lines.join('\n')}\n`;
}

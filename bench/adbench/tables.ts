import type { Comparison } from '../../src/evaluate/comparison/compare-detectors';
import type { ComparedRow } from '../../src/evaluate/comparison/compared-row';
import { formatTable, type TableRow, tableToMarkdown } from '../../src/plots/table';
import { pyodGolden } from '../../test/detectors/pyod-splits';
import { CONTENDERS } from './contenders';

/** What came of one way to split. */
export interface Protocol {
  readonly comparison: Comparison;
  /** By set: share of test samples that have an equal one in training, on the first split. */
  readonly copies: Readonly<Record<string, number>>;
  readonly seconds: number;
}

/** Detectors over all sets, best first. */
export function rankingTable({ rankings, rows }: Comparison): TableRow[] {
  const roc = rankings['rocAuc']?.rows ?? [];
  const precision = rankings['averagePrecision']?.rows ?? [];
  const names = (roc.length > 0 ? roc : rows).map(({ detector }) => detector);
  return [...new Set(names)].map((detector) => {
    const ranked = roc.find((row) => row.detector === detector);
    const other = precision.find((row) => row.detector === detector);
    const own = rows.filter((row) => row.detector === detector);
    return {
      detector,
      'average rank': fixed(ranked?.averageRank, 2),
      'mean ROC AUC': fixed(meanOf(own.filter(({ metric }) => metric === 'rocAuc')), 4),
      'rank by average precision': fixed(other?.averageRank, 2),
      'mean average precision': fixed(
        meanOf(own.filter(({ metric }) => metric === 'averagePrecision')),
        4,
      ),
      'fit, s': fixed(ranked?.fitSeconds, 3),
      'score, s': fixed(ranked?.scoreSeconds, 3),
      'sets failed': ranked?.nFailed,
    };
  });
}

/** ROC AUC by set and detector, with half the width of its interval. */
export function rocAucTable(comparison: Comparison): string {
  return setTable(comparison, ({ mean, upper }) => {
    const half = mean === undefined || upper === undefined ? undefined : upper - mean;
    return `${fixed(mean, 3)} (${fixed(half, 3)})`;
  });
}

/** ROC AUC by set and detector, with how far it is above PyOD's. */
export function besidePeerTable(comparison: Comparison): string {
  return setTable(comparison, (row) => {
    const gap = gapOf(row);
    return `${fixed(row.mean, 4)}${gap === undefined ? '' : ` (${signed(gap, 4)})`}`;
  });
}

/** The largest difference of each detector from PyOD's, and why there may be one. */
export function differenceTable({ rows }: Comparison): string {
  const own = rows.filter(({ metric }) => metric === 'rocAuc');
  const table = Object.entries(CONTENDERS).flatMap(([detector, { peer }]) => {
    const gaps = own
      .filter((row) => row.detector === detector)
      .map((row) => ({ set: row.set, gap: gapOf(row) }))
      .filter(({ gap }) => gap !== undefined)
      .sort((a, b) => Math.abs(b.gap!) - Math.abs(a.gap!));
    if (!peer || gaps.length === 0) return [];
    const [{ set, gap }] = gaps;
    const largest = `${signed(gap!, 6)} (${set})`;
    return [{ detector, PyOD: peer.name, 'largest difference': largest, why: peer.why }];
  });
  return markdown(table);
}

/** What copies on both sides of a split do to ROC AUC, set by set. */
export function leakTable(clean: Protocol, adbench: Protocol): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const meanOn = ({ comparison }: Protocol, name: string, detector?: string) =>
    fixed(
      meanOf(
        comparison.rows.filter(
          (row) =>
            row.set === name &&
            row.metric === 'rocAuc' &&
            (detector === undefined || row.detector === detector),
        ),
      ),
      4,
    );
  const table = Object.keys(clean.copies).map((name) => ({
    set: name,
    'copies, clean': percent(clean.copies[name]),
    'copies, drawn': percent(adbench.copies[name]),
    'all, clean': meanOn(clean, name),
    'all, drawn': meanOn(adbench, name),
    'knn, clean': meanOn(clean, name, 'knn'),
    'knn, drawn': meanOn(adbench, name, 'knn'),
    'lof, clean': meanOn(clean, name, 'lof'),
    'lof, drawn': meanOn(adbench, name, 'lof'),
  }));
  return markdown(table);
}

/** Markdown of all rows. */
export function markdown(rows: readonly TableRow[]): string {
  return tableToMarkdown(formatTable(rows, { maxRows: rows.length }));
}

/** A row a set, a column a detector. */
function setTable({ rows }: Comparison, cellOf: (row: ComparedRow) => string): string {
  const own = rows.filter(({ metric }) => metric === 'rocAuc');
  const bySet = [...new Set(own.map(({ set }) => set))].map((name) => {
    const cells = own
      .filter(({ set }) => set === name)
      .map((row) => [row.detector, row.error === undefined ? cellOf(row) : 'failed']);
    return { set: name, ...Object.fromEntries(cells) };
  });
  return markdown(bySet);
}

/** How far a mean is above PyOD's; undefined where PyOD was not run on the set. */
function gapOf({ detector, set, mean }: ComparedRow): number | undefined {
  const peer = CONTENDERS[detector].peer?.name;
  const golden = pyodGolden.sets[`${set}.csv.gz`];
  if (peer === undefined || golden === undefined || mean === undefined) return undefined;
  const aucs = golden.auc[peer];
  return mean - aucs.reduce((sum, value) => sum + value, 0) / aucs.length;
}

/** The mean of those that have one; undefined where none has. */
function meanOf(rows: readonly ComparedRow[]): number | undefined {
  const values = rows.flatMap(({ mean }) => (mean === undefined ? [] : [mean]));
  if (values.length === 0) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function fixed(value: number | undefined, digits: number): string {
  return value?.toFixed(digits) ?? '';
}

function signed(value: number, digits: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(digits)}`;
}

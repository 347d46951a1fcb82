import { CLOUDTRAIL_CLASSES } from '../../data/cloudtrail/event';
import { NEW_CLOUDTRAIL_TECHNIQUES } from '../../data/cloudtrail/generator/attacks';
import { recallAtBudget } from '../../metrics/alert-budget';
import { classificationReport } from '../../metrics/classification-report';
import { averagePrecision } from '../../metrics/precision-recall';
import { recallAtFalsePositiveRate } from '../../metrics/recall-at-false-positive-rate';
import { rocAuc } from '../../metrics/roc';
import { type JudgedAttack, judgedAttacks } from './judged-attacks';
import type { ThreatScores } from './threat-methods';
import type { ThreatRows } from './threat-rows';

/** Alerts a day that someone reads. */
const ALERTS_PER_DAY = 10;

/**
 * Figures of a method on test events.
 *
 * `macro F1`, `accuracy`, `false positive rate` and `recall …` of classes and techniques are those at the threshold; a
 * class's recall is the share of its events that are named so, a technique's the share of its attacks with an event
 * flagged. `recall at 1 %` and at `10 alerts a day` are of attacking events by their ranks. `delay` is the mean number of events of
 * an attack before its first flagged one, all of them where none is.
 *
 * @param threshold scores at or above it are flagged.
 */
export function judgeThreats(
  rows: ThreatRows,
  { scores, classes }: ThreatScores,
  threshold: number,
): Record<string, number> {
  const isAttack = rows.labels.map((label) => (label > 0 ? 1 : 0));
  const predicted = classes.map((found, i) => (scores[i] >= threshold ? found : 0));
  const report = classificationReport(rows.labels, predicted, { names: CLOUDTRAIL_CLASSES });
  const attacks = judgedAttacks(rows, scores, threshold);
  return {
    'macro F1': report.macro.f1,
    accuracy: report.accuracy,
    'false positive rate': 1 - shareOf(predicted, rows.labels, 0),
    'ROC AUC': rocAuc(isAttack, scores),
    'average precision': averagePrecision(isAttack, scores),
    'recall at 1 %': recallAtFalsePositiveRate(isAttack, scores, 0.01),
    'recall at 10 alerts a day': recallAtBudget(isAttack, scores, rows.times, ALERTS_PER_DAY),
    'attacks found': meanOf(attacks, ({ isFound }) => isFound),
    'new attacks found': meanOf(
      attacks.filter(({ technique }) => NEW_CLOUDTRAIL_TECHNIQUES.includes(technique)),
      ({ isFound }) => isFound,
    ),
    delay: meanOf(attacks, ({ delay }) => delay),
    ...Object.fromEntries(
      report.classes.slice(1).map(({ name, recall }) => [`recall ${name}`, recall]),
    ),
    ...recallByTechnique(attacks),
  };
}

function recallByTechnique(attacks: readonly JudgedAttack[]): Record<string, number> {
  const names = [...new Set(attacks.map(({ technique }) => technique))].sort();
  return Object.fromEntries(
    names.map((name) => {
      const own = attacks.filter(({ technique }) => technique === name);
      return [`recall ${name}`, meanOf(own, ({ isFound }) => isFound)];
    }),
  );
}

/** Share of the samples of a class that are predicted as it. */
function shareOf(predicted: Int32Array, labels: Int32Array, label: number): number {
  let [right, total] = [0, 0];
  labels.forEach((own, i) => {
    if (own !== label) return;
    total++;
    if (predicted[i] === label) right++;
  });
  return right / total;
}

/** 0 of none. */
function meanOf<Value>(values: readonly Value[], of: (value: Value) => number): number {
  return values.reduce((sum, value) => sum + of(value), 0) / Math.max(values.length, 1);
}

import { checkInteger } from '../check-options';
import { checkHasAnomalies, checkLabels, checkSameLength, checkScores } from './check';
import { precisionAtK } from './precision-at-k';

const DAY = 24 * 60 * 60 * 1000;

/**
 * Precision of the alerts where each day's highest scores are read, up to a budget.
 *
 * Days are UTC. Days with fewer samples than the budget are read whole. It asks for a detector that
 * ranks within a day; scores that drift from day to day cost nothing here, unlike with one threshold.
 * Where scores tie across the end of a day's list, the value expected in random order.
 *
 * @param times - When each sample was, epoch milliseconds UTC, shape `[nSamples]`, in any order.
 * @param alertsPerDay - At least 1.
 * @returns in [0, 1].
 * @throws {RangeError} if lengths differ or are 0, a label is not 0 or 1, a score or time is not
 * finite, or the budget is no integer of at least 1.
 */
export function precisionAtBudget(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  times: ArrayLike<number>,
  alertsPerDay: number,
): number {
  const { nFound, nAlerts } = readDays(labels, scores, times, alertsPerDay);
  return nFound / nAlerts;
}

/**
 * The share of anomalies found where each day's highest scores are read, up to a budget.
 *
 * Alerts are those of `precisionAtBudget`.
 *
 * @param times - When each sample was, epoch milliseconds UTC, shape `[nSamples]`, in any order.
 * @param alertsPerDay - At least 1.
 * @returns in [0, 1]; 1 is out of reach where a day has more anomalies than the budget.
 * @throws {RangeError} as `precisionAtBudget`, and if no label is 1.
 */
export function recallAtBudget(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  times: ArrayLike<number>,
  alertsPerDay: number,
): number {
  const { nFound, nAnomalies } = readDays(labels, scores, times, alertsPerDay);
  checkHasAnomalies(nAnomalies);
  return nFound / nAnomalies;
}

function readDays(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  times: ArrayLike<number>,
  alertsPerDay: number,
): { nFound: number; nAlerts: number; nAnomalies: number } {
  checkInputs(labels, scores, times, alertsPerDay);
  let [nFound, nAlerts, nAnomalies] = [0, 0, 0];
  for (const samples of samplesByDay(times)) {
    const dayLabels = samples.map((i) => labels[i]);
    const dayScores = samples.map((i) => scores[i]);
    const k = Math.min(alertsPerDay, samples.length);
    nFound += k * precisionAtK(dayLabels, dayScores, k);
    nAlerts += k;
    nAnomalies += dayLabels.reduce((sum, label) => sum + label, 0);
  }
  return { nFound, nAlerts, nAnomalies };
}

function samplesByDay(times: ArrayLike<number>): Iterable<number[]> {
  const days = new Map<number, number[]>();
  for (let i = 0; i < times.length; i++) {
    const day = Math.floor(times[i] / DAY);
    const samples = days.get(day);
    if (samples) samples.push(i);
    else days.set(day, [i]);
  }
  return days.values();
}

function checkInputs(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  times: ArrayLike<number>,
  alertsPerDay: number,
): void {
  checkLabels(labels);
  checkSameLength(labels, scores, 'scores');
  checkScores(scores);
  checkSameLength(labels, times, 'times');
  checkScores(times, 'times');
  checkInteger('alertsPerDay', alertsPerDay, 1);
}

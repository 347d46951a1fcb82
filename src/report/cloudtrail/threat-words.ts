import { CLOUDTRAIL_CLASSES } from '../../data/cloudtrail/event';
import type { LabelOrigin } from '../../data/cloudtrail/label-origin';
import { formatNumber, shorten } from '../../plots/format';
import { timeWords } from '../profile/profile-words';
import type { ThreatSummary } from './summarise-threats';
import type { ThreatRun } from './threat-page';

/** The run in a few sentences. */
export function inShort({ summary, model, report }: ThreatRun): string[] {
  const { nEvents, nFindings, types, bands, top } = summary;
  const inSample = inSampleWords(summary);
  const warnings = inSample === undefined ? [] : [inSample];
  if (nFindings === 0) {
    return [
      `None of ${countOf(nEvents, 'event')} reaches the threshold ${formatNumber(model.threshold)}. That is no proof that there was no attack.`,
      ...warnings,
    ];
  }
  const [first] = top;
  const share = formatNumber((100 * nFindings) / nEvents, 2);
  const unread = report.nMalformed > 0 ? [unreadWords(report.nMalformed)] : [];
  return [
    `${countOf(nFindings, 'event')} of ${formatNumber(nEvents)} (${share} %) are taken for threats: ${countsOf(types, CLOUDTRAIL_CLASSES.slice(1))}.`,
    `By risk: ${countsOf(bands, ['high', 'medium', 'low'])}; high is from 0.7 on, medium from 0.3.`,
    falseAlarmWords(model, nEvents),
    `The highest risk is ${first.threat.riskScore.toFixed(3)}: ${shorten(first.event.eventName, 60)} by ${shorten(first.event.principal || 'no principal', 90)}.`,
    ...warnings,
    ...unread,
  ];
}

/** Warns that figures may be of events that the model learned from; undefined where all are newer. */
export function inSampleWords({ nInSample }: ThreatSummary): string | undefined {
  if (nInSample === 0) return undefined;
  const are = nInSample === 1 ? 'is' : 'are';
  return `${formatNumber(nInSample)} of the events ${are} from before the end of the model's training; figures on them are in sample, if it learned from this log.`;
}

/** How many findings would be there without any attack. */
function falseAlarmWords(
  { calibrationScores, threshold }: ThreatRun['model'],
  nEvents: number,
): string {
  const share =
    calibrationScores.filter((score) => score >= threshold).length / calibrationScores.length;
  return `Of the normal events that the model was calibrated by, ${formatNumber(100 * share, 2)} % score as high as a finding. Were this log like those and without any attack, about ${formatNumber(Math.round(share * nEvents))} of its events would be flagged all the same.`;
}

/** How the model came to be, and what that is worth here. */
export function modelWords({ model, modelName }: ThreatRun): string[] {
  const { metadata, threshold, windowLength } = model;
  return [
    `${modelName}: an LSTM over the last ${formatNumber(windowLength)} events of a principal, ${countOf(metadata.epochs, 'epoch')}, seed ${metadata.seed}.`,
    `It learned from ${countOf(metadata.nTrain, 'event')} up to ${timeWords(Date.parse(metadata.trainedUntil))} and was calibrated by ${formatNumber(metadata.nValidation)} more up to ${timeWords(Date.parse(metadata.validatedUntil))}. What changed since, it does not know.`,
    `Threshold ${formatNumber(threshold, 4)}; the model's own rule is ${formatNumber(100 * metadata.falsePositiveRate, 2)} % false positives among those events.`,
    `Calibration error ${formatNumber(metadata.calibrationError, 2)}: by how much, on average, a risk differed from the share of attacks there.`,
    labelWords(metadata.labels),
  ];
}

function labelWords(labels: LabelOrigin): string {
  const own = 'All of these are figures of the events that it learned from and was calibrated by.';
  const worth = 'say nothing of this log, and a risk is an order of events, not a probability';
  return labels === 'synthetic'
    ? `It was trained on synthetic labels. ${own} They ${worth}.`
    : `${own} If those were synthetic, or their labels weak, they ${worth}. The model does not say which labels it had.`;
}

/** What was read, in sentences. */
export function readingWords({ report, paths }: ThreatRun): string[] {
  const { nFiles, nEvents, nRepeated, nMalformed, firstTime, lastTime } = report;
  const span =
    firstTime === null || lastTime === null
      ? ''
      : `, from ${timeWords(firstTime)} to ${timeWords(lastTime)} UTC`;
  return [
    `${countOf(nFiles, 'file')} of ${paths.map((path) => shorten(path, 80)).join(', ')}.`,
    `${countOf(nEvents, 'event')}${span}.`,
    ...(nRepeated > 0 ? [`${countOf(nRepeated, 'event')} came twice and count once.`] : []),
    nMalformed === 0 ? 'Everything could be read.' : unreadWords(nMalformed),
  ];
}

const unreadWords = (nMalformed: number) =>
  `${countOf(nMalformed, 'record')} could not be read and ${nMalformed === 1 ? 'is' : 'are'} not judged.`;

/** What a reader must know who acts on the page. */
export function limits(): string[] {
  return [
    'A finding is a question to a person, no verdict: most events of a threat type are honest.',
    'The model knows the attacks that it was shown. It is blind to what is unlike them, and weak on an attack of one single call.',
    'On a log that starts without a history everything is new at first, so that its first hours have too many findings; --history goes on from an earlier run.',
    'Reasons change one feature of one event at a time. They miss what counts only together, and say what moved the model, not what happened.',
    'ATT&CK techniques are what attackers use such a call for; most such calls are made honestly.',
    'What to look at next is chosen by tactic, caller and reason from sentences written beforehand.',
  ];
}

function countsOf<Name extends string>(
  counts: ReadonlyMap<Name, number>,
  names: readonly Name[],
): string {
  return names.map((name) => `${formatNumber(counts.get(name) ?? 0)} ${name}`).join(', ');
}

const countOf = (count: number, what: string) =>
  `${formatNumber(count)} ${what}${count === 1 ? '' : 's'}`;

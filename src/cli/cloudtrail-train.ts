import { resolve } from 'node:path';
import type { LabelOrigin } from '../data/cloudtrail/label-origin';
import { readCloudTrailLabels } from '../data/cloudtrail/read-labels';
import { type CloudTrailOrder, readCloudTrail } from '../data/cloudtrail/read-log';
import { checkSomeRead } from '../data/cloudtrail/report';
import { formatSeconds } from '../data/progress';
import { type CloudTrailFeatures, createCloudTrailFeatures } from '../features/cloudtrail/features';
import { printEpochs } from '../networks/print-epochs';
import { readThreatRows } from '../pipeline/cloudtrail/read-threat-rows';
import { checkThreatFolder } from '../pipeline/cloudtrail/threat-files';
import type { ThreatRows } from '../pipeline/cloudtrail/threat-rows';
import { trainCloudTrail } from '../pipeline/cloudtrail/train';
import { formatTable, tableToText } from '../plots/table';
import { takenForNormalWords } from '../report/cloudtrail/label-words';
import { saveHistory, sayMalformed } from './cloudtrail-history';
import { logPlaces, MODEL_ALONE } from './cloudtrail-places';
import { checkApart, checkWritable, checkWritableFile } from './output';
import { rateLine } from './rate-line';
import { countOf, print, say, stopIfAsked } from './training-output';

/** What the command line says of a training. */
export interface CloudTrailTrainFlags {
  readonly labels: string;
  readonly output: string;
  readonly seed: number;
  readonly epochs?: number;
  readonly history?: string;
  readonly order: CloudTrailOrder;
}

/** Trains a model by time, prints its figures on the newest events and saves it. */
export async function trainCloudTrailModel(
  folders: readonly string[],
  { labels, output, seed, epochs, history, order }: CloudTrailTrainFlags,
  signal: AbortSignal,
): Promise<void> {
  const made = { name: '--output', path: output, alone: MODEL_ALONE };
  const outputs = [made, { name: '--history', path: history }];
  await checkApart(outputs, [...logPlaces(folders), { name: '--labels', path: labels }]);
  await checkThreatFolder(resolve(output)); // A wrong folder fails before the work.
  await checkWritable(output);
  if (history !== undefined) await checkWritableFile(history);
  const start = Date.now();
  const features = createCloudTrailFeatures();
  say(`reading ${labels} and ${folders.join(', ')}`);
  const { rows, origin } = await readRows(folders, labels, { order, features, signal });
  const nEvents = rows.times.length;
  say(`training on ${countOf(nEvents, 'events')}`);
  const options = { seed, labels: origin, ...(epochs !== undefined && { epochs }) };
  const controls = { ...printEpochs('LSTM', process.stderr), onScored: scoredLine(), signal };
  const { fitted, nTest, test, mostFrequentClass } = await trainCloudTrail(rows, options, controls);
  await stopIfAsked(signal);
  await fitted.save(output);
  if (history !== undefined) await saveHistory(history, features);
  say(`trained on ${countOf(nEvents, 'events')} in ${formatSeconds((Date.now() - start) / 1000)}`);
  const figures = Object.entries(test).map(([figure, value]) => ({
    figure,
    value,
    'most frequent class': mostFrequentClass[figure],
  }));
  print(tableToText(formatTable(figures, { digits: 4 })));
  const { threshold, metadata } = fitted.state;
  print(
    `${output}: trained until ${metadata.trainedUntil}, threshold ${threshold.toFixed(4)} for ${100 * metadata.falsePositiveRate} % false positives until ${metadata.validatedUntil}, calibration error ${metadata.calibrationError.toFixed(4)}; figures are of the newest ${countOf(nTest, origin === 'synthetic' ? 'synthetic events' : 'events')}`,
  );
  fitted.dispose();
}

/** The log with its labels, in columns, and where they are from. */
async function readRows(
  folders: readonly string[],
  labels: string,
  options: {
    readonly order: CloudTrailOrder;
    readonly features: CloudTrailFeatures;
    readonly signal: AbortSignal;
  },
): Promise<{ readonly rows: ThreatRows; readonly origin: LabelOrigin }> {
  const { order, features, signal } = options;
  const truths = await readCloudTrailLabels(labels, { signal });
  await stopIfAsked(signal);
  const taken = takenForNormalWords(truths.takenForNormal);
  if (taken !== undefined) say(taken);
  const log = readCloudTrail(folders, { order });
  const progress = rateLine('read ');
  const rows = await readThreatRows(log, truths, { features, signal, onRead: progress.show });
  progress.end(rows.times.length);
  checkSomeRead(log.report, folders);
  sayMalformed(log.report);
  return { rows, origin: truths.origin };
}

/** Says how far the scoring of a part is, first that of the validation events and then that of the newest. */
function scoredLine(): (nDone: number, nTotal: number) => void {
  let progress = rateLine('scored ');
  return (nDone, nTotal) => {
    progress.show(nDone);
    if (nDone < nTotal) return;
    progress.end(nDone);
    progress = rateLine('scored ');
  };
}

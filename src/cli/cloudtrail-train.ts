import { resolve } from 'node:path';
import { readCloudTrailLabels } from '../data/cloudtrail/read-labels';
import type { CloudTrailOrder } from '../data/cloudtrail/read-log';
import { createCloudTrailFeatures } from '../features/cloudtrail-features';
import { printEpochs } from '../networks/print-epochs';
import { createCloudTrailProcessor } from '../pipeline/cloudtrail/processor';
import { checkThreatFolder } from '../pipeline/cloudtrail/threat-files';
import { trainCloudTrail } from '../pipeline/cloudtrail/train';
import { formatTable, tableToText } from '../plots/table';
import { saveHistory, sayMalformed } from './cloudtrail-history';
import { checkWritable, checkWritableFile } from './output';
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
  await checkThreatFolder(resolve(output)); // A wrong folder fails before the work.
  await checkWritable(output);
  if (history !== undefined) await checkWritableFile(history);
  const truths = await readCloudTrailLabels(labels);
  const processor = createCloudTrailProcessor({ reading: { order } });
  say(`reading ${folders.join(', ')}`);
  const { events, report } = await processor.load(folders);
  sayMalformed(report);
  await stopIfAsked(signal);
  const rows = await processor.labelled(events, truths);
  say(`training on ${countOf(events.length, 'events')}`);
  const options = { seed, ...(epochs !== undefined && { epochs }) };
  const controls = { ...printEpochs('LSTM', process.stderr), signal };
  const { fitted, nTest, test } = await trainCloudTrail(rows, options, controls);
  await stopIfAsked(signal);
  await fitted.save(output);
  if (history !== undefined) {
    const features = createCloudTrailFeatures();
    features.addAll(events);
    await saveHistory(history, features);
  }
  const figures = Object.entries(test).map(([figure, value]) => ({ figure, value }));
  print(tableToText(formatTable(figures, { digits: 4 })));
  const { threshold, metadata } = fitted.state;
  print(
    `${output}: trained until ${metadata.trainedUntil}, threshold ${threshold.toFixed(4)} for ${100 * metadata.falsePositiveRate} % false positives until ${metadata.validatedUntil}, calibration error ${metadata.calibrationError.toFixed(4)}; figures are of the newest ${countOf(nTest, 'events')}`,
  );
  fitted.dispose();
}

import { isUri } from '../data/spark/paths';
import { writeCloudTrailFeatureDays } from '../pipeline/batch/cloudtrail/feature-days';
import { sayMalformed } from './cloudtrail-history';
import { logPlaces } from './cloudtrail-places';
import { type EngineOptions, withEngine } from './engine';
import { checkApart } from './output';
import { rateLine } from './rate-line';
import { shareLine } from './share-line';
import { countOf, print, say } from './training-output';

/** What the command line says of features. */
export interface CloudTrailFeaturesFlags extends EngineOptions {
  readonly output: string;
  readonly order?: 'merge' | 'sort';
  readonly workerFile?: string;
  readonly overwrite?: boolean;
}

/** Writes the features of logs as parquet files, in a folder a day. */
export async function writeCloudTrailFeatures(
  folders: readonly string[],
  flags: CloudTrailFeaturesFlags,
  signal: AbortSignal,
): Promise<void> {
  const { output, order, workerFile, overwrite, engine } = flags;
  const made = { name: '--output', path: output, alone: 'it is replaced as a whole' };
  await checkApart([made], logPlaces(folders.filter((path) => !isUri(path))));
  if (engine === 'spark' && order !== undefined) {
    throw new RangeError('--order goes with --engine duckdb only; Spark sorts');
  }
  if (engine !== 'spark' && workerFile !== undefined) {
    throw new RangeError('--worker-file goes with --engine spark only');
  }
  say(`computing features of ${folders.join(', ')}`);
  const progress = engine === 'spark' ? sharesOfWork() : eventsDone();
  const { nRows, nDays, report } = await withEngine(flags, (spark) =>
    writeCloudTrailFeatureDays({
      ...{ paths: folders, output, signal, onProgress: progress.show },
      ...(spark && { spark }),
      ...(order !== undefined && { order }),
      ...(workerFile !== undefined && { workerFile }),
      ...(overwrite && { overwrite }),
    }),
  ).finally(progress.end);
  sayMalformed(report);
  print(`${output}: features of ${countOf(nRows, 'events')}, ${countOf(nDays, 'days')}`);
}

interface Progress {
  readonly show: (progress: { readonly nEvents?: number; readonly share?: number }) => void;
  readonly end: () => void;
}

function sharesOfWork(): Progress {
  const line = shareLine(process.stderr);
  return { show: ({ share = 0 }) => line.show(share), end: line.end };
}

function eventsDone(): Progress {
  const line = rateLine();
  let n = 0;
  const timer = setInterval(() => line.show(n), 1000).unref(); // sorting gives nothing for a while
  return {
    show: ({ nEvents = 0 }) => {
      n = nEvents;
      line.show(n);
    },
    end: () => {
      clearInterval(timer);
      line.end(n);
    },
  };
}

import type { CloudTrailReport } from '../../../data/cloudtrail/report';
import type { SparkSession } from '../../../data/spark/session';
import type { FeatureDays } from '../feature-days';

/** Whose features are written, by whom, and where. */
export interface CloudTrailFeatureDaysOptions {
  /** Files and folders of a log, as `readCloudTrail` takes them; for Spark as its workers see them. */
  readonly paths: readonly string[];
  /** Folder that is made, with a folder a day. */
  readonly output: string;
  /** Who computes. Default: this process. */
  readonly spark?: SparkSession;
  /** Of this process: how files are put in order, as `readCloudTrail` does. Spark sorts. Default `merge`. */
  readonly order?: 'merge' | 'sort';
  /** Of this process: principals that are remembered, as `createCloudTrailFeatures` does. Spark remembers all. Default 10,000. */
  readonly maxPrincipals?: number;
  /** Path of `transform-worker.js` on Spark's machines, which need Node 20.19 or newer. Default: where it is here. */
  readonly workerFile?: string;
  /** Replaces an older folder of tables. Default false: it is an error. */
  readonly overwrite?: boolean;
  /** Called now and then with how far it is. */
  readonly onProgress?: (progress: CloudTrailFeatureProgress) => void;
  /** Stops the work, on Spark too; nothing is written then. */
  readonly signal?: AbortSignal;
}

/** How far the features are: this process tells events, Spark the share of the work, [0, 1], as far as it knows. */
export interface CloudTrailFeatureProgress {
  readonly nEvents?: number;
  readonly share?: number;
}

/** What was written, and what was read for it. */
export interface CloudTrailFeatureDays extends FeatureDays {
  readonly report: CloudTrailReport;
}

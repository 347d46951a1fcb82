import { appendFile, mkdir, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { checkChoice, checkOptionNames } from '../../../check-options';
import { writeWhole } from '../../whole-file';
import type { JsonObject } from '../json-object';
import { N_DAYS } from './drift';
import type { CloudTrailBatch, CloudTrailGenerator, CloudTrailLabel } from './generator';

/** How generated records are laid down. */
export interface CloudTrailFilesOptions {
  /**
   * `folders` as AWS delivers them, below `AWSLogs`, but a file a day and region and not one each five minutes; `lines` as
   * a file of newline JSON a month, below `events`. Default `folders`.
   */
  readonly format?: CloudTrailFormat;
  /** Called after each day. */
  readonly onProgress?: (progress: CloudTrailFilesProgress) => void;
  /** Stops, and leaves nothing behind. */
  readonly signal?: AbortSignal;
}

/** How generated records are laid down. */
export type CloudTrailFormat = 'folders' | 'lines';

/** How far it is. */
export interface CloudTrailFilesProgress {
  readonly nDays: number;
  readonly nDaysTotal: number;
  readonly nEvents: number;
}

/** What was written. */
export interface CloudTrailFilesReport {
  readonly nEvents: number;
  readonly nFiles: number;
  /** Events of attacks. */
  readonly nAttackEvents: number;
  readonly nAttacks: number;
  /** Events by class, technique and source. */
  readonly counts: Readonly<
    Record<'class' | 'technique' | 'source', Readonly<Record<string, number>>>
  >;
}

const LABEL_HEADER = 'eventID,class,technique,sequence,source\n';
const NOTE =
  'Synthetic events, made by anomaly-lab generate cloudtrail. Figures on them say nothing about detection in the field.';
const FORMATS: readonly CloudTrailFormat[] = ['folders', 'lines'];
const compress = promisify(gzip);

/**
 * Writes what a generator makes: gzipped logs, apart from them `labels.csv.gz` (`readCloudTrailLabels` reads it), and last
 * `metadata.json` with the settings, the counts and that it is synthetic. Needs no more memory for more events.
 *
 * @param directory is made where it is missing; must be empty.
 * @throws {RangeError} if an option is unknown or out of range.
 * @throws {Error} if the folder is not empty or cannot be written to; what was written is removed then.
 */
export async function writeCloudTrailFiles(
  directory: string,
  generator: CloudTrailGenerator,
  options: CloudTrailFilesOptions = {},
): Promise<CloudTrailFilesReport> {
  checkOptionNames(options, ['format', 'onProgress', 'signal']);
  const { format = 'folders' } = options;
  checkChoice('format', format, FORMATS);
  const isNew = (await mkdir(directory, { recursive: true })) !== undefined;
  const found = await readdir(directory);
  if (found.length > 0) throw new Error(`${directory}: must be empty, got ${found[0]}`);
  try {
    return await writeAll(directory, generator, { ...options, format });
  } catch (error) {
    const made = await readdir(directory);
    await Promise.all(made.map((name) => rm(join(directory, name), { recursive: true })));
    if (isNew) await rmdir(directory);
    throw error;
  }
}

async function writeAll(
  directory: string,
  { settings, batches }: CloudTrailGenerator,
  { format, onProgress, signal }: CloudTrailFilesOptions,
): Promise<CloudTrailFilesReport> {
  const labels = join(directory, 'labels.csv.gz');
  await writeFile(labels, await compress(LABEL_HEADER));
  const files = new Set<string>();
  const tally = emptyTally();
  let [nDays, nEvents] = [0, 0];
  let writing: Promise<unknown> = Promise.resolve();
  for (const batch of batches()) {
    await writing; // The day before is compressed while this one is made.
    signal?.throwIfAborted();
    const texts = format === 'lines' ? linesOf(batch) : foldersOf(batch);
    for (const [path] of texts) files.add(path);
    writing = Promise.all([
      ...texts.map(([path, text]) => append(join(directory, path), text)),
      append(labels, batch.labels.map(labelLine).join('')),
    ]);
    writing.catch(() => {}); // Heard when it is waited for.
    for (const label of batch.labels) count(tally, label);
    nEvents += batch.records.length;
    onProgress?.({ nDays: ++nDays, nDaysTotal: Math.min(settings.days, N_DAYS), nEvents });
  }
  await writing;
  const report = { nEvents, nFiles: files.size, ...reportOf(tally) };
  const metadata = { synthetic: true, note: NOTE, settings, ...report };
  await writeWhole(join(directory, 'metadata.json'), `${JSON.stringify(metadata, null, 2)}\n`);
  return report;
}

type Texts = readonly (readonly [path: string, text: string])[];

function linesOf({ day, records }: CloudTrailBatch): Texts {
  const month = new Date(day).toISOString().slice(0, 7);
  const lines = records.map((record) => `${JSON.stringify(record)}\n`);
  return [[join('events', `cloudtrail-${month}.jsonl.gz`), lines.join('')]];
}

/** Source: AWS CloudTrail user guide, "CloudTrail log file name format". */
function foldersOf({ day, records }: CloudTrailBatch): Texts {
  const byRegion = new Map<string, JsonObject[]>();
  for (const record of records) {
    const region = String(record['awsRegion']);
    const some = byRegion.get(region);
    if (some) some.push(record);
    else byRegion.set(region, [record]);
  }
  const [year, month, date] = new Date(day).toISOString().slice(0, 10).split('-');
  return [...byRegion].map(([region, some]) => {
    const account = String(some[0]['recipientAccountId']);
    const unique = String(some[0]['eventID']).replaceAll('-', '').slice(0, 16);
    const name = `${account}_CloudTrail_${region}_${year}${month}${date}T0000Z_${unique}.json.gz`;
    const folder = join('AWSLogs', account, 'CloudTrail', region, year, month, date);
    return [join(folder, name), JSON.stringify({ Records: some })];
  });
}

/** A gzip of several members is one, too. */
async function append(path: string, text: string): Promise<void> {
  if (text === '') return;
  await mkdir(dirname(path), { recursive: true });
  await appendFile(path, await compress(text));
}

function labelLine({ eventId, class: of, technique, sequence, source }: CloudTrailLabel): string {
  return `${eventId},${of},${technique},${sequence < 0 ? '' : sequence},${source}\n`;
}

interface Tally {
  readonly class: Map<string, number>;
  readonly technique: Map<string, number>;
  readonly source: Map<string, number>;
  readonly sequences: Set<number>;
}

const emptyTally = (): Tally => ({
  class: new Map(),
  technique: new Map(),
  source: new Map(),
  sequences: new Set(),
});

function count(tally: Tally, label: CloudTrailLabel): void {
  for (const name of ['class', 'technique', 'source'] as const) {
    if (label[name] !== '') tally[name].set(label[name], (tally[name].get(label[name]) ?? 0) + 1);
  }
  if (label.sequence >= 0) tally.sequences.add(label.sequence);
}

function reportOf(
  tally: Tally,
): Pick<CloudTrailFilesReport, 'nAttackEvents' | 'nAttacks' | 'counts'> {
  const { sequences, ...counts } = tally;
  const nAttackEvents = [...tally.technique.values()].reduce((sum, one) => sum + one, 0);
  const objects = Object.entries(counts).map(([name, map]) => [name, Object.fromEntries(map)]);
  return { nAttackEvents, nAttacks: sequences.size, counts: Object.fromEntries(objects) };
}

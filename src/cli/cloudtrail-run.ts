import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CLOUDTRAIL_CLASSES } from '../data/cloudtrail/event';
import { type CloudTrailOrder, readCloudTrail } from '../data/cloudtrail/read-log';
import { checkSomeRead } from '../data/cloudtrail/report';
import { writeWhole } from '../data/whole-file';
import { findThreats, type JudgedEvent } from '../pipeline/cloudtrail/find-threats';
import { loadIamThreatLstm } from '../pipeline/cloudtrail/load-threat-lstm';
import { createThreatSummary, type ThreatSummary } from '../report/cloudtrail/summarise-threats';
import { threatPage } from '../report/cloudtrail/threat-page';
import { inSampleWords } from '../report/cloudtrail/threat-words';
import { cloudTrailFinding, threatFindingModel } from '../report/findings/cloudtrail-finding';
import { ecsDocument } from '../report/findings/ecs';
import { valueText } from '../report/findings/finding-texts';
import { ocsfFinding } from '../report/findings/ocsf';
import { createSigmaCollector } from '../report/sigma/sigma-collector';
import { checkSigmaFolder, writeSigmaRules } from '../report/sigma/write-sigma-rules';
import { goingOn, loadHistory, saveHistory, sayMalformed } from './cloudtrail-history';
import { logPlaces, MODEL_ALONE } from './cloudtrail-places';
import { checkApart, checkWritableFile, checkWritableFolder } from './output';
import { rateLine } from './rate-line';
import { countOf, print, stopIfAsked } from './training-output';

/** What the command line says of a run. */
export interface CloudTrailRunFlags {
  readonly model: string;
  readonly output: string;
  readonly report?: string;
  readonly rules?: string;
  readonly findings: 'ocsf' | 'ecs';
  readonly threshold?: number;
  readonly history?: string;
  readonly order: CloudTrailOrder;
}

const FORMATS = { ocsf: ocsfFinding, ecs: ecsDocument } as const;

/** Sees every event of a run, batch by batch, in order of time. */
interface ThreatObserver {
  see(judged: readonly JudgedEvent[]): void;
}

/**
 * Writes a finding for each threat in logs, all of them or none, and a page on them and Sigma rules where they are asked for;
 * prints how many there are.
 */
export async function runCloudTrail(
  folders: readonly string[],
  flags: CloudTrailRunFlags,
  signal: AbortSignal,
): Promise<void> {
  const { model, output, report, rules, findings, threshold, history, order } = flags;
  await checkPlaces(folders, flags);
  const known = await loadHistory(history);
  const log = readCloudTrail(folders, { order });
  const fitted = await loadIamThreatLstm(model);
  const state = threshold === undefined ? fitted.state : { ...fitted.state, threshold };
  const modelName = basename(resolve(model));
  const about = threatFindingModel(state, modelName);
  const summary = createThreatSummary(state);
  const sigma = createSigmaCollector({ date: Date.now() });
  const observers: readonly ThreatObserver[] =
    rules === undefined ? [summary] : [summary, { see: sigma.add }];
  const progress = rateLine();
  const { features } = known;
  const options = { features, threshold: state.threshold, reasons: true };
  async function* lines(): AsyncGenerator<string> {
    for await (const judged of findThreats(fitted, goingOn(log, history, known), options)) {
      await stopIfAsked(signal);
      for (const observer of observers) observer.see(judged);
      for (const one of judged) {
        if (one.threat.threatType === 'Normal') continue;
        yield `${JSON.stringify(FORMATS[findings](cloudTrailFinding(one, state, about)))}\n`;
      }
      progress.show(summary.nEvents);
    }
    checkSomeRead(log.report, folders);
  }
  try {
    await writeLines(output, lines);
  } finally {
    fitted.dispose();
  }
  progress.end(summary.nEvents);
  sayMalformed(log.report);
  if (report !== undefined) {
    const run = { paths: folders, report: log.report, summary, modelName, model: state };
    const page = await threatPage(run);
    await mkdir(dirname(resolve(report)), { recursive: true });
    await writeWhole(report, page);
  }
  const written = rules === undefined ? [] : await writeSigmaRules(rules, sigma.rules());
  if (history !== undefined) await saveHistory(history, features);
  print(summaryText(summary, report === undefined ? output : `${output}, ${report}`));
  if (rules !== undefined) print(`${rules}: ${countOf(written.length, 'Sigma rules')}`);
}

/** Finds out before the work whether all outputs can be written, and nothing that is needed is lost by it. */
async function checkPlaces(
  folders: readonly string[],
  { model, output, report, rules, history }: CloudTrailRunFlags,
): Promise<void> {
  const files = [
    { name: '--output', path: output },
    { name: '--report', path: report },
    { name: '--history', path: history },
  ];
  const made = { name: '--rules', path: rules, alone: 'the folder is replaced as a whole' };
  const used = { name: '--model', path: model, alone: MODEL_ALONE };
  await checkApart([...files, made], [...logPlaces(folders), used]);
  for (const { path } of files) if (path !== undefined) await checkWritableFile(path);
  if (rules === undefined) return;
  await checkWritableFolder(rules);
  await checkSigmaFolder(rules);
}

/** Writes lines into a file that appears whole or not at all. */
async function writeLines(file: string, lines: () => AsyncGenerator<string>): Promise<void> {
  const part = `${file}.part`;
  await mkdir(dirname(resolve(file)), { recursive: true });
  try {
    await pipeline(lines, createWriteStream(part));
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
}

const MOST_PRINCIPALS = 5;

function summaryText(summary: ThreatSummary, files: string): string {
  const { nEvents, nFindings, types, bands, principals } = summary;
  const counted = <Name extends string>(
    counts: ReadonlyMap<Name, number>,
    names: readonly Name[],
  ) => names.map((name) => `${name} ${counts.get(name) ?? 0}`).join(', ');
  const most = principals.most(MOST_PRINCIPALS);
  const inSample = inSampleWords(summary);
  return [
    `${files}: ${countOf(nFindings, 'findings')} of ${countOf(nEvents, 'events')}`,
    `threats: ${counted(types, CLOUDTRAIL_CLASSES.slice(1))}`,
    `risk: ${counted(bands, ['low', 'medium', 'high'])}`,
    ...(inSample === undefined ? [] : [inSample]),
    ...most.map(
      ([principal, n]) => `${valueText(principal) || '(no principal)'}: ${countOf(n, 'findings')}`,
    ),
  ].join('\n');
}

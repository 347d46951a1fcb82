import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CLOUDTRAIL_CLASSES } from '../data/cloudtrail/event';
import { type CloudTrailOrder, readCloudTrail } from '../data/cloudtrail/read-log';
import { findThreats, type JudgedEvent } from '../pipeline/cloudtrail/find-threats';
import { loadIamThreatLstm } from '../pipeline/cloudtrail/load-threat-lstm';
import { cloudTrailFinding, threatFindingModel } from '../report/findings/cloudtrail-finding';
import { ecsDocument } from '../report/findings/ecs';
import { ocsfFinding } from '../report/findings/ocsf';
import { loadHistory, saveHistory, sayMalformed } from './cloudtrail-history';
import { checkWritableFile } from './output';
import { progressLine } from './progress-line';
import { countOf, print, stopIfAsked } from './training-output';

/** What the command line says of a run. */
export interface CloudTrailRunFlags {
  readonly model: string;
  readonly output: string;
  readonly findings: 'ocsf' | 'ecs';
  readonly threshold?: number;
  readonly history?: string;
  readonly order: CloudTrailOrder;
}

const FORMATS = { ocsf: ocsfFinding, ecs: ecsDocument } as const;
/** Shorter work needs no line. */
const QUIET_MS = 2000;

/** Writes a finding for each threat in logs, all of them or none, and prints how many there are. */
export async function runCloudTrail(
  folders: readonly string[],
  { model, output, findings, threshold, history, order }: CloudTrailRunFlags,
  signal: AbortSignal,
): Promise<void> {
  if (threshold !== undefined && !(threshold >= 0 && threshold <= 1)) {
    throw new RangeError('--threshold must be a number in [0, 1]');
  }
  await checkWritableFile(output);
  const features = await loadHistory(history);
  const log = readCloudTrail(folders, { order });
  const fitted = await loadIamThreatLstm(model);
  const state = threshold === undefined ? fitted.state : { ...fitted.state, threshold };
  const about = threatFindingModel(state, basename(resolve(model)));
  const tally = emptyTally();
  const progress = rateLine();
  async function* lines(): AsyncGenerator<string> {
    for await (const judged of findThreats(fitted, log, { features, threshold: state.threshold })) {
      await stopIfAsked(signal);
      const threats = judged.filter(({ threat }) => threat.threatType !== 'Normal');
      for (const one of threats) {
        countThreat(tally, one);
        yield `${JSON.stringify(FORMATS[findings](cloudTrailFinding(one, state, about)))}\n`;
      }
      tally.nEvents += judged.length;
      progress.show(tally.nEvents);
    }
  }
  await mkdir(dirname(resolve(output)), { recursive: true });
  const part = `${output}.part`;
  try {
    await pipeline(lines, createWriteStream(part));
    await rename(part, output);
  } finally {
    await rm(part, { force: true });
    fitted.dispose();
  }
  progress.end(tally.nEvents);
  sayMalformed(log.report);
  if (history !== undefined) await saveHistory(history, features);
  print(summaryOf(tally, output));
}

interface Tally {
  nEvents: number;
  readonly types: Map<string, number>;
  readonly bands: Map<string, number>;
  readonly principals: Map<string, number>;
}

const emptyTally = (): Tally => ({
  nEvents: 0,
  ...{ types: new Map(), bands: new Map(), principals: new Map() },
});

function countThreat(tally: Tally, { event, threat }: JudgedEvent): void {
  count(tally.types, threat.threatType);
  count(tally.bands, threat.riskBand);
  count(tally.principals, event.principal);
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

const MOST_PRINCIPALS = 5;

function summaryOf({ nEvents, types, bands, principals }: Tally, output: string): string {
  const total = [...types.values()].reduce((sum, one) => sum + one, 0);
  const counted = (counts: Map<string, number>, names: readonly string[]) =>
    names.map((name) => `${name} ${counts.get(name) ?? 0}`).join(', ');
  const most = [...principals].sort(([, a], [, b]) => b - a).slice(0, MOST_PRINCIPALS);
  return [
    `${output}: ${countOf(total, 'findings')} of ${countOf(nEvents, 'events')}`,
    `threats: ${counted(types, CLOUDTRAIL_CLASSES.slice(1))}`,
    `risk: ${counted(bands, ['low', 'medium', 'high'])}`,
    ...most.map(([principal, n]) => `${principal || '(no principal)'}: ${countOf(n, 'findings')}`),
  ].join('\n');
}

/** Events and events a second, once it has taken two seconds. */
function rateLine(): { show(nEvents: number): void; end(nEvents: number): void } {
  const start = Date.now();
  const line = progressLine(process.stderr);
  const textOf = (nEvents: number) => {
    const seconds = (Date.now() - start) / 1000;
    return `${countOf(nEvents, 'events')}, ${countOf(Math.round(nEvents / seconds), 'events/s')}`;
  };
  return {
    show: (nEvents) => {
      if (Date.now() - start >= QUIET_MS) line.show(textOf(nEvents));
    },
    end: (nEvents) => line.end(textOf(nEvents)),
  };
}

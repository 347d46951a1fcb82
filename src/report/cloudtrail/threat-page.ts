import type { CloudTrailReport } from '../../data/cloudtrail/report';
import type { ThreatModelState } from '../../pipeline/cloudtrail/fitted-threat-lstm';
import { formatNumber } from '../../plots/format';
import { figureImage } from '../page/figure-image';
import { paragraph, plainList, type Section, sectionsPage } from '../page/sections';
import type { ThreatSummary } from './summarise-threats';
import { threatFigure } from './threat-figure';
import { countTable, highestTable, malformedTable } from './threat-tables';
import { inShort, limits, modelWords, readingWords } from './threat-words';

/** What a page tells of a run. */
export interface ThreatRun {
  /** Files or folders that were read. */
  readonly paths: readonly string[];
  readonly report: CloudTrailReport;
  readonly summary: ThreatSummary;
  /** Name of the model, and the model with the threshold that was used. */
  readonly modelName: string;
  readonly model: ThreatModelState;
}

/**
 * A run over CloudTrail logs as a page that needs no other file and runs no script: in short, the highest findings with reasons and
 * what to look at next, findings over time, by principal and by call, the model, what was read, limits.
 */
export async function threatPage(run: ThreatRun): Promise<string> {
  const { paths, summary, modelName } = run;
  const banner = `${paths.join(', ')} · ${formatNumber(summary.nEvents)} events · model ${modelName}`;
  return sectionsPage('Threats in CloudTrail logs', banner, await sectionsOf(run));
}

async function sectionsOf(run: ThreatRun): Promise<Section[]> {
  const { summary } = run;
  const found: Section[] =
    summary.nFindings === 0
      ? []
      : [
          { id: 'findings', title: 'The highest findings', html: highest(summary) },
          { id: 'time', title: 'Findings over time', html: await overTime(run) },
          { id: 'who', title: 'Principals and calls', html: counts(summary) },
        ];
  return [
    { id: 'short', title: 'In short', html: plainList(inShort(run)) },
    ...found,
    { id: 'model', title: 'The model', html: plainList(modelWords(run)) },
    { id: 'read', title: 'What was read', html: reading(run) },
    { id: 'limits', title: 'Limits', html: plainList(limits()) },
  ];
}

function highest({ top }: ThreatSummary): string {
  return `${paragraph(
    'By risk, the calibrated probability of an attack; of each principal and call the highest alone. A reason is a feature that, set to what is typical of normal events, lowers the odds of an attack (odds ×: how many times). Recent means that events count half after 10 minutes; "it" is the principal.',
  )}
${highestTable(top)}`;
}

async function overTime({ summary, report }: ThreatRun): Promise<string> {
  const { firstTime, lastTime } = report;
  if (firstTime === null || lastTime === null) return '';
  return figureImage(threatFigure(summary, firstTime, lastTime));
}

function counts({ principals, calls, nFindings }: ThreatSummary): string {
  const uncertain = Math.max(principals.uncertain, calls.uncertain);
  const note =
    uncertain > 0
      ? [
          paragraph(
            `More names than are remembered: counts may be up to ${formatNumber(uncertain)} too low.`,
          ),
        ]
      : [];
  return [
    countTable('Principal', principals, nFindings),
    countTable('Call', calls, nFindings),
    ...note,
  ].join('\n');
}

function reading(run: ThreatRun): string {
  const { malformed } = run.report;
  return [
    plainList(readingWords(run)),
    ...(malformed.length > 0 ? [malformedTable(malformed)] : []),
  ].join('\n');
}

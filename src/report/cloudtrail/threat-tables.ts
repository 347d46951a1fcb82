import type { MalformedRecord } from '../../data/cloudtrail/report';
import type { JudgedEvent } from '../../pipeline/cloudtrail/find-threats';
import type { ThreatReason } from '../../pipeline/cloudtrail/threat-reasons';
import { formatNumber, shorten } from '../../plots/format';
import { escapeHtml } from '../../plots/render/html';
import { type Cell, type HtmlColumn, htmlTable } from '../page/html-table';
import { timeWords } from '../profile/profile-words';
import { reasonWords } from './reason-words';
import type { TopCounts } from './top-counts';
import { triageText } from './triage';

const MOST_REASONS = 3;
const MOST_NAMES = 15;
const MOST_MALFORMED = 20;

const number = (title: string): HtmlColumn => ({ title, isNumber: true });

/** The highest findings, with reasons and what to look at next. */
export function highestTable(top: readonly JudgedEvent[]): string {
  const heads: HtmlColumn[] = [
    number('Risk'),
    { title: 'When, UTC', width: 'short' },
    { title: 'Who did what' },
    { title: 'Why, and what to look at next', width: 'long' },
  ];
  return htmlTable(
    heads,
    top.map((judged): Cell[] => [
      { html: riskHtml(judged) },
      { html: timeWords(judged.event.eventTime).replace(' ', '<br>') },
      { html: whatHtml(judged) },
      { html: whyHtml(judged) },
    ]),
  );
}

function riskHtml({ threat }: JudgedEvent): string {
  return `${threat.riskScore.toFixed(3)}<br><small>${threat.riskBand}</small>`;
}

function whatHtml({ event, threat }: JudgedEvent): string {
  const { eventName, eventSource, principal, sourceIpAddress, errorCode } = event;
  const lines = [
    `<strong>${shown(eventName, 50)}</strong> of ${shown(eventSource, 50)}${errorCode ? ` (${shown(errorCode, 50)})` : ''}`,
    breakable(shown(principal || '(no principal)', 90)),
    `from ${breakable(shown(sourceIpAddress || '(no address)', 60))}`,
    `<em>${threat.threatType}</em>`,
  ];
  return lines.join('<br>');
}

function whyHtml(judged: JudgedEvent): string {
  const { reasons = [], event } = judged;
  const items = reasons
    .slice(0, MOST_REASONS)
    .map(
      (reason) =>
        `<li>${escapeHtml(reasonWords(reason, event))} <small>odds × ${oddsWords(reason)}</small></li>`,
    );
  const why =
    items.length > 0
      ? `<ul class="plain">${items.join('')}</ul>`
      : 'No feature alone: several of them only together.<br>';
  return `${why}<strong>Next:</strong> ${escapeHtml(triageText(judged))}`;
}

const oddsWords = ({ contribution }: ThreatReason) => formatNumber(Math.exp(contribution), 2);

const shown = (text: string, limit: number) => escapeHtml(shorten(text, limit));

/** Lets a browser break a long name where it has a mark. */
const breakable = (html: string) => html.replace(/([/:.])(?=[^/\s])/g, '$1<wbr>');

/** The names with most findings. */
export function countTable(title: string, counts: TopCounts, nFindings: number): string {
  const rows = counts
    .most(MOST_NAMES)
    .map(([name, count]): Cell[] => [
      { html: breakable(shown(name || '(no principal)', 90)) },
      formatNumber(count),
      `${formatNumber((100 * count) / nFindings, 2)} %`,
    ]);
  return htmlTable([{ title }, number('Findings'), number('Share')], rows);
}

/** What could not be read. */
export function malformedTable(malformed: readonly MalformedRecord[]): string {
  const heads: HtmlColumn[] = [
    { title: 'File' },
    ...['Line', 'Byte'].map(number),
    { title: 'Why' },
    { title: 'How it begins', width: 'long' },
  ];
  const rows = malformed
    .slice(0, MOST_MALFORMED)
    .map(({ file, line, byte, reason, text }): Cell[] => [
      { html: breakable(shown(file, 80)) },
      formatNumber(line),
      formatNumber(byte),
      shorten(reason, 120),
      shorten(text, 120),
    ]);
  return htmlTable(heads, rows);
}

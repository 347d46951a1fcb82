import type { Finding, FindingCall, FindingReason } from './finding';

/** What people read of a finding. */
export type FindingTexts = Pick<Finding, 'title' | 'message'>;

const MOST_REASONS = 3;
const MOST_CHARACTERS = 80;

/** A finding's title and message, in one line each. */
export function findingTexts(
  finding: Pick<Finding, 'isAnomaly' | 'kind' | 'entity' | 'reasons' | 'call' | 'pValue'>,
): FindingTexts {
  const { isAnomaly, kind, entity, reasons, call, pValue } = finding;
  const what =
    kind === 'anomaly' ? 'unusual activity' : kind.replaceAll('_', ' ').replace(/\bapi\b/, 'API');
  const named = isAnomaly ? what : 'usual activity';
  const title = `${capitalised(named)}${entity ? ` of ${entity.kind} ${valueText(entity.name)}` : ''}`;
  const why = reasons.slice(0, MOST_REASONS).map(reasonText).join(', ');
  const parts = [...(call ? [callText(call)] : []), ...(why ? [why] : []), rarityText(pValue)];
  return { title, message: `${title}: ${parts.join('; ')}` };
}

/** A value as it stands in a text: in one line and not too long. @internal */
export function valueText(value: unknown): string {
  const text = value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value);
  const line = lineText(text);
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1)}…` : line;
}

/** A text in one line: without control characters, and without marks that turn the order of characters. @internal */
export function lineText(text: string): string {
  return text.replace(/[\p{Cc}\u202A-\u202E\u2066-\u2069]+/gu, ' ');
}

function callText({ operation, service, error }: FindingCall): string {
  return `${valueText(operation)} of ${valueText(service)}${error ? ` (${valueText(error)})` : ''}`;
}

function reasonText({ feature, actual, typical, words }: FindingReason): string {
  return words ?? `${feature} ${valueText(actual)} (typically ${valueText(typical)})`;
}

function rarityText(pValue: number): string {
  return `at least as unusual as ${(100 * (1 - pValue)).toFixed(2)} % of the calibration`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

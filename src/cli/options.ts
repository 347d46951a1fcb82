import { InvalidArgumentError } from 'commander';
import { parseIsoTime } from '../data/iso-time';
import type { ThresholdRule } from '../evaluate/threshold-rule';

/** Reads an integer of at least `least` from the command line. */
export function integer(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`It must be an integer of at least ${least}.`);
    }
    return value;
  };
}

/** Reads a share, from `least` to 0.5, from the command line. */
export function share(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= least && value <= 0.5)) {
      throw new InvalidArgumentError(`It must be a number from ${least} to 0.5.`);
    }
    return value;
  };
}

/** Reads a day, as `2024-03-01`, from the command line: its first midnight, epoch ms UTC. */
export function day(text: string): number {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? parseIsoTime(text) : Number.NaN;
  if (!(time >= 0 && time < Date.UTC(2099, 0, 1))) {
    throw new InvalidArgumentError('It must be a day such as 2024-03-01, from 1970 to 2098.');
  }
  return time;
}

/** Reads a threshold rule, as `value:0.5`, from the command line. */
export function thresholdRule(text: string): ThresholdRule {
  const [, kind, number] = /^(value|contamination):([-+.\de]+)$/i.exec(text) ?? [];
  const value = Number(number);
  if (text === 'best-f1') return { kind: 'bestF1' };
  if (kind === 'value' && Number.isFinite(value)) return { kind, value };
  if (kind === 'contamination' && value > 0 && value <= 0.5) return { kind, share: value };
  throw new InvalidArgumentError(
    'It must be best-f1, value:NUMBER, or contamination:SHARE with a share in (0, 0.5].',
  );
}

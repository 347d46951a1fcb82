import { InvalidArgumentError } from 'commander';
import { parseIsoTime } from '../data/iso-time';
import { checkThresholdRule, type ThresholdRule } from '../evaluate/threshold-rule';

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

/** Threshold rules of the command line, each from its number. */
const RULES: Readonly<Record<string, (number: number) => ThresholdRule>> = {
  value: (value) => ({ kind: 'value', value }),
  contamination: (share) => ({ kind: 'contamination', share }),
  quantile: (q) => ({ kind: 'quantile', q }),
  mean: (k) => ({ kind: 'mean', k }),
  mad: (k) => ({ kind: 'mad', k }),
  'false-positive-rate': (rate) => ({ kind: 'falsePositiveRate', rate }),
};

/** Reads a threshold rule, as `value:0.5`, from the command line. */
export function thresholdRule(text: string): ThresholdRule {
  if (text === 'best-f1') return { kind: 'bestF1' };
  if (text === 'best-g-mean') return { kind: 'bestGMean' };
  const [, name = '', number] = /^([a-z-]+):([-+.\de]+)$/i.exec(text) ?? [];
  if (!Object.hasOwn(RULES, name)) {
    const kinds = Object.keys(RULES).map((kind) => `${kind}:NUMBER`);
    throw new InvalidArgumentError(`It must be best-f1, best-g-mean, ${kinds.join(', ')}.`);
  }
  try {
    const rule = RULES[name](Number(number));
    checkThresholdRule(rule, true);
    return rule;
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
}

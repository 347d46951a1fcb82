import type { Random } from '../../../random';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const HEX = Array.from({ length: 65_536 }, (_, i) => i.toString(16).padStart(4, '0'));

/** An id of a user or a role: `AIDA` and 17 letters. */
export function principalId(random: Random, prefix: 'AIDA' | 'AROA'): string {
  return prefix + letters(random, 17);
}

/** An access key id; the dash says that it is none of AWS's. */
export function accessKey(random: Random, prefix: 'AKIA' | 'ASIA'): string {
  return `${prefix}-${quad(random)}${quad(random)}${quad(random)}`;
}

/** A random UUID, as of events and requests. */
export function uuid(random: Random): string {
  const [a, b, c, d] = [quad(random), quad(random), quad(random), quad(random)];
  return `${a}${b}-${c}-4${d.slice(1)}-a${quad(random).slice(1)}-${quad(random)}${quad(random)}${quad(random)}`;
}

/** Ids of requests to S3: 16 letters. */
export function shortId(random: Random): string {
  return letters(random, 16);
}

function letters(random: Random, count: number): string {
  let text = '';
  for (let i = 0; i < count; i++) text += LETTERS[random.integer(32)];
  return text;
}

const quad = (random: Random) => HEX[random.integer(65_536)];

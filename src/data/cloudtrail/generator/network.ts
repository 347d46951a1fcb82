import type { Random } from '../../../random';
import { OFFICE_MOVES, TUNNEL_FROM } from './drift';

const PRIVATE = [10, 127, 169, 172, 192];

/** Any public address, of an attacker or of a traveller: they are told by nothing but being new. */
export function drawAddress(random: Random): string {
  let first = 10;
  while (PRIVATE.includes(first)) first = 1 + random.integer(223);
  return [first, random.integer(256), random.integer(256), 1 + random.integer(254)].join('.');
}

/** Addresses of one block, as those of an office or of machines. */
export function drawBlock(random: Random, count: number): readonly string[] {
  const block = drawAddress(random).split('.').slice(0, 3).join('.');
  return Array.from(random.sample(254, count), (i) => `${block}.${i + 1}`);
}

/** The company's lines: offices one after the other, and a tunnel. */
export interface CompanyLines {
  readonly offices: readonly (readonly string[])[];
  readonly tunnel: readonly string[];
}

/** Draws them. */
export function drawLines(random: Random): CompanyLines {
  return {
    offices: [0, ...OFFICE_MOVES].map(() => drawBlock(random, 3)),
    tunnel: drawBlock(random, 2),
  };
}

/** The company's usual addresses of a quarter, the office's first. */
export function linesIn({ offices, tunnel }: CompanyLines, quarter: number): readonly string[] {
  const office = offices[OFFICE_MOVES.filter((move) => move <= quarter).length];
  return quarter >= TUNNEL_FROM ? [...office, ...tunnel] : office;
}

import { quantileOfSorted } from '../../features/quantile';
import { createRandom, type Random } from '../../random';
import { stabilityOf } from './population-stability';
import { binCounts } from './stability-bins';
import { countsOf, type Tally } from './tally';

/**
 * The 95 % quantile of the stability index when samples change sides at random: as many of them, or of their blocks, make
 * the reference as did, and its bins are made anew, so that nothing is left but chance.
 *
 * @param blocks which samples change sides together, those of the reference first; default each alone.
 */
export function indexByChance(
  tally: Tally,
  { nBins, nPermutations, seed }: { nBins: number; nPermutations: number; seed: number },
  blocks: ArrayLike<number> | undefined,
): number {
  const random = createRandom(seed);
  const { members, nReference } = blocksOf(tally, blocks);
  const { reference, current } = countsOf(tally);
  const totals = reference.map((count, value) => count + current[value]);
  const indices = Float64Array.from({ length: nPermutations }, () => {
    const drawn = drawCounts(random, members, nReference, totals.length);
    const rest = totals.map((total, value) => total - drawn[value]);
    return stabilityOf(binCounts(tally, { reference: drawn, current: rest }, nBins));
  });
  return quantileOfSorted(indices.sort(), 0.95);
}

/** The codes of each block; one number where samples stand alone. */
type Members = (number | number[])[];

function blocksOf({ codes, nReference }: Tally, blocks: ArrayLike<number> | undefined) {
  if (!blocks) return { members: Array.from(codes) as Members, nReference };
  const members = new Map<number, number[]>();
  let nBlocks = 0; // of the reference
  for (let i = 0; i < codes.length; i++) {
    const block = members.get(blocks[i]);
    if (block) block.push(codes[i]);
    else members.set(blocks[i], [codes[i]]);
    if (i === nReference - 1) nBlocks = members.size;
  }
  return { members: [...members.values()] as Members, nReference: nBlocks };
}

/** Counts of `n` blocks that are drawn without replacement; leaves `members` in another order. */
function drawCounts(random: Random, members: Members, n: number, nValues: number): Float64Array {
  const counts = new Float64Array(nValues);
  for (let k = 0; k < n; k++) {
    const at = k + random.integer(members.length - k);
    const block = members[at];
    members[at] = members[k];
    members[k] = block;
    if (typeof block === 'number') counts[block]++;
    else for (const code of block) counts[code]++;
  }
  return counts;
}

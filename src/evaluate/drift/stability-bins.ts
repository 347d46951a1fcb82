import type { Counts, Tally } from './tally';

/**
 * Counts of both samples in bins that the reference makes.
 *
 * Numbers: bins of equal count, as its quantiles cut them (inverted distribution function), open at both ends; equal
 * values stay together, and a value that repeats and alone fills a bin has one of its own, with none beyond it where it
 * is the lowest or highest. Categories: its `nBins` most frequent
 * ones a bin each, all others and new ones together. Missing values are a bin.
 */
export function binCounts(
  { kind, hasMissing }: Pick<Tally, 'kind' | 'hasMissing'>,
  { reference, current }: Counts,
  nBins: number,
): Counts {
  const bins =
    kind === 'number'
      ? numberBins(reference, nBins, hasMissing)
      : categoryBins(reference, nBins, hasMissing);
  const nUsed = bins.reduce((most, bin) => Math.max(most, bin + 1), 0);
  const sum = (counts: Float64Array) => {
    const sums = new Float64Array(nUsed);
    for (let i = 0; i < bins.length; i++) sums[bins[i]] += counts[i];
    return sums;
  };
  return { reference: sum(reference), current: sum(current) };
}

/** The bin of each distinct value, ascending; `reference` has their counts. */
function numberBins(reference: Float64Array, nBins: number, hasMissing: boolean): Int32Array {
  const bins = new Int32Array(reference.length);
  const first = hasMissing ? 1 : 0;
  let n = 0;
  for (let i = first; i < reference.length; i++) n += reference[i];
  let [bin, inBin, sum, quantile] = [first, 0, 0, 1];
  for (let i = first; i < reference.length; i++) {
    const isHeavy = reference[i] > 1 && reference[i] * nBins >= n;
    const isBelowAll = bin === first && i > first;
    if (isHeavy && (inBin > 0 || isBelowAll)) [bin, inBin] = [bin + 1, 0];
    bins[i] = bin;
    inBin += reference[i];
    sum += reference[i];
    const isFull = inBin > 0 && sum < n && sum * nBins >= quantile * n;
    if (isHeavy || isFull) {
      [bin, inBin] = [bin + 1, 0];
      quantile = Math.floor((sum * nBins) / n) + 1;
    }
  }
  return bins;
}

function categoryBins(reference: Float64Array, nBins: number, hasMissing: boolean): Int32Array {
  const first = hasMissing ? 1 : 0;
  const order = [...reference.keys()]
    .slice(first)
    .filter((i) => reference[i] > 0)
    .sort((a, b) => reference[b] - reference[a] || a - b);
  const others = first + Math.min(order.length, nBins);
  const bins = new Int32Array(reference.length).fill(others);
  if (hasMissing) bins[0] = 0;
  for (const [at, i] of order.slice(0, nBins).entries()) bins[i] = first + at;
  return bins;
}

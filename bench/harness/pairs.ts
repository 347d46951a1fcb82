/** One measurement of each, the one right after the other. */
export interface Pair {
  readonly ours: number;
  readonly peer: number;
}

/** What some pairs say. */
export interface Comparison extends Pair {
  /** The median of ours over the median of the peer's. */
  readonly ratio: number;
  /** The lowest and the highest ratio of a pair. */
  readonly spread: readonly [lowest: number, highest: number];
}

/** Measures both in turn: ours, peer, peer, ours, and so on, so that a drift of the machine is shared. */
export async function measurePairs(
  ours: () => Promise<number>,
  peer: () => Promise<number>,
  nPairs: number,
  onPair: (pair: Pair, nDone: number) => void,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let i = 0; i < nPairs; i++) {
    const first = i % 2 === 0 ? await ours() : await peer();
    const second = i % 2 === 0 ? await peer() : await ours();
    pairs.push(i % 2 === 0 ? { ours: first, peer: second } : { ours: second, peer: first });
    onPair(pairs[i], i + 1);
  }
  return pairs;
}

/** The medians of both, their ratio, and how far the pairs are apart. */
export function comparePairs(pairs: readonly Pair[]): Comparison {
  const ours = median(pairs.map((pair) => pair.ours));
  const peer = median(pairs.map((pair) => pair.peer));
  const ratios = pairs.map((pair) => pair.ours / pair.peer);
  return { ours, peer, ratio: ours / peer, spread: [Math.min(...ratios), Math.max(...ratios)] };
}

/** A number as tables show it: three digits, or all of those before the point. */
export function threeDigits(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** A pair in words: `ours 0.12 s, Keras 3 0.15 s, ratio 0.80`. */
export function describePair({ ours, peer }: Pair, unit: string, peerName: string): string {
  const show = (value: number) => `${threeDigits(value)} ${unit}`;
  return `ours ${show(ours)}, ${peerName} ${show(peer)}, ratio ${(ours / peer).toFixed(2)}`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

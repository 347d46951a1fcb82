// Scoring in two worker threads against one, in turn: the ratio of speed, median of the pairs.
// Run: npx tsx bench/scoring/workers.mts [PAIRS]
import { availableParallelism } from 'node:os';
import { createRandom, type Detector, ecod, isolationForest, knn, type Matrix } from 'anomaly-lab';
import { createScorer, type Scorer } from '../../src/pipeline/scoring/scorer';

const nPairs = Number(process.argv[2] ?? 5);
const WORK: readonly [Detector, number][] = [
  [isolationForest(), 400_000],
  [ecod(), 400_000],
  [knn(), 4000],
];

function normalSamples(nSamples: number, nFeatures: number, seed: number): Matrix {
  const random = createRandom(seed);
  const data = Float64Array.from({ length: nSamples * nFeatures }, () => random.normal());
  return { data, nSamples, nFeatures };
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

async function compare(detector: Detector, samples: Matrix) {
  const fitted = await detector.fit(normalSamples(10_000, samples.nFeatures, 1));
  const one = await createScorer(fitted, { workers: 1 });
  const two = await createScorer(fitted, { workers: 2 });
  const time = (scorer: Scorer) => seconds(() => scorer.score(samples));
  for (const scorer of [one, two]) await time(scorer); // The first is compiled on the way.
  const pairs: [number, number, number][] = [];
  for (let i = 0; i < nPairs; i++) {
    pairs.push([await time(one), await time(two), await seconds(() => fitted.score(samples))]);
  }
  await Promise.all([one.close(), two.close()]);
  const [oneSeconds, twoSeconds, noneSeconds] = [0, 1, 2].map((j) =>
    median(pairs.map((pair) => pair[j])),
  );
  return { oneSeconds, twoSeconds, noneSeconds, ratio: median(pairs.map(([a, b]) => a / b)) };
}

console.log(`${availableParallelism()} cores, ${nPairs} pairs`);
for (const [detector, nSamples] of WORK) {
  console.log(detector.name, await compare(detector, normalSamples(nSamples, 20, 2)));
}

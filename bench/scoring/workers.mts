// Scoring in two worker threads against one and none, in turn. Beside the median of the pairs stands the
// ratio of the fastest, which other work on the machine disturbs least.
// Run: npx tsx bench/scoring/workers.mts [PAIRS]
import { availableParallelism } from 'node:os';
import { createRandom, type Detector, ecod, isolationForest, knn, type Matrix } from 'anomaly-lab';
import { createScorer, type Scorer } from '../../src/pipeline/scoring/scorer';

const nPairs = Number(process.argv[2] ?? 9);
const WORK: readonly [Detector, number][] = [
  [isolationForest(), 200_000],
  [ecod(), 200_000],
  [knn(), 2000],
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
  for (const scorer of [one, one, two, two]) await time(scorer); // compiled on the way
  const times: { none: number; one: number; two: number }[] = [];
  for (let i = 0; i < nPairs; i++) {
    const none = await seconds(() => fitted.score(samples));
    times.push({ none, one: await time(one), two: await time(two) });
  }
  await Promise.all([one.close(), two.close()]);
  const fastest = (name: 'none' | 'one' | 'two') => Math.min(...times.map((each) => each[name]));
  const [none, single, double] = [fastest('none'), fastest('one'), fastest('two')];
  return {
    ratio: single / double,
    medianRatio: median(times.map((each) => each.one / each.two)),
    seconds: { none, one: single, two: double },
  };
}

console.log(`${availableParallelism()} cores, ${nPairs} pairs`);
for (const [detector, nSamples] of WORK) {
  console.log(detector.name, await compare(detector, normalSamples(nSamples, 20, 2)));
}

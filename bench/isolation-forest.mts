// Both engines of the isolation forest beside scikit-learn's on eight ADBench sets.
// Writes docs/isolation-forest.md. Run: npx tsx bench/isolation-forest.mts [DIRECTORY_WITH_ADBENCH]
import { readFileSync, writeFileSync } from 'node:fs';
import { isolationForest, type Matrix, readAdbench, rocAuc, takeRows } from 'anomaly-lab';

interface Golden {
  readonly scikitLearn: string;
  readonly nSeeds: number;
  readonly sets: Record<string, { mean: number; standardDeviation: number }>;
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../test/golden/isolation-forest.json', import.meta.url), 'utf8'),
);
const directory = process.argv[2] ?? process.env['ANOMALY_LAB_MIRROR'];

const summarise = (values: readonly number[]) => {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return { mean, standardDeviation: Math.sqrt(squares / (values.length - 1)) };
};

async function aucs(
  engine: 'fast' | 'ml',
  nSeeds: number,
  train: Matrix,
  test: Matrix,
  labels: Int32Array,
) {
  const values: number[] = [];
  for (let seed = 0; seed < nSeeds; seed++) {
    const fitted = await isolationForest({ engine, seed }).fit(train);
    values.push(rocAuc(labels, await fitted.score(test)));
  }
  return summarise(values);
}

const lines: string[] = [];
for (const [file, peer] of Object.entries(golden.sets)) {
  const name = file.replace('.csv.gz', '');
  const { samples, labels } = await readAdbench(name, directory ? { directory } : {});
  const isTest = (i: number) => [0, 3, 6].includes(i % 10);
  const rows = Array.from(labels, (_, i) => i);
  const [trainRows, testRows] = [rows.filter((i) => !isTest(i)), rows.filter(isTest)];
  const [train, test] = [takeRows(samples, trainRows), takeRows(samples, testRows)];
  const testLabels = Int32Array.from(testRows, (i) => labels[i]);
  const fast = await aucs('fast', golden.nSeeds, train, test, testLabels);
  const ml = await aucs('ml', 5, train, test, testLabels);
  const error =
    Math.hypot(fast.standardDeviation, peer.standardDeviation) / Math.sqrt(golden.nSeeds);
  const apart = (fast.mean - peer.mean) / error;
  lines.push(
    `| ${name} | ${fast.mean.toFixed(4)} | ${peer.mean.toFixed(4)} | ${(fast.mean - peer.mean).toFixed(4)} | ${apart.toFixed(1)} | ${ml.mean.toFixed(4)} |`,
  );
  console.log(lines.at(-1));
}

writeFileSync(
  new URL('../docs/isolation-forest.md', import.meta.url),
  `# Isolation forest: two engines beside scikit-learn

ROC AUC on the eight real ADBench sets of \`data/README.md\`. Fitted on the samples whose index modulo
10 is not 0, 3 or 6, reported once on the others; no labels and no tuning go into any fit. Means over
${golden.nSeeds} seeds (5 for \`ml\`, which is slow); scikit-learn ${golden.scikitLearn} with its defaults (100 trees, 256 samples).
"Apart" is the difference in standard errors of the two means; beyond ±3 would not be chance.

| set | \`fast\` | scikit-learn | difference | apart | \`ml\` |
|---|---|---|---|---|---|
${lines.join('\n')}

## Why \`fast\` is the default

Not because it always ranks better: \`ml\` is higher on three of the sets (vowels by far) and lower on five. It is the
default because it is the algorithm of the paper, repeats for a seed, and grows in milliseconds where the other takes seconds.

\`engine: 'ml'\` grows its trees with the package \`ml-isolation-forest\` 0.1.0 and scores as that package does:

- It grows every tree on all samples. That helps where anomalies hide close to normal samples (vowels) and hurts
  where they form groups of their own, which the paper's sub-sampling (256) thins out (section 3, swamping and masking).
- Its c(n) adds Euler's constant once instead of twice: c(256) is 9.667 and should be 10.245
  (Liu, Ting and Zhou 2008, eq. 1). The slip also shifts the length given to a leaf that still holds several samples.
- It splits on features that are constant in a node, which wastes depth.
- It takes no seed. The library seeds it by lending it a seeded source for the length of one call.

\`fast\` follows the paper on each point. Made by \`npx tsx bench/isolation-forest.mts\`; scikit-learn's figures by
\`test/golden/make-isolation-forest.py\`.
`,
);

// Every detector of single samples on planted anomalies of four kinds, beside trivial baselines.
// Writes docs/planted-anomalies.md. Run: npx tsx bench/planted-anomalies.mts
import { writeFileSync } from 'node:fs';
import { ANOMALY_KINDS } from '../src/data/planted-anomalies';
import { pairedDifference } from '../src/evaluate/mean-interval';
import { type AucsByKind, measurePlanted, type Setting } from './planted-anomalies/measure';
import {
  DETECTORS,
  largestZScore,
  type Method,
  medianDistance,
  untrainedAutoencoder,
} from './planted-anomalies/methods';

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);

const METHODS: readonly (readonly [string, (seed: number) => Method])[] = [
  ['*largest z-score* (the baseline)', largestZScore],
  ['*distance to the median*', medianDistance],
  ...Object.entries(DETECTORS).map(([name, make]) => [`\`${name}\``, make] as const),
  ['`autoencoder`, untrained', untrainedAutoencoder],
];

/** Above (▲) or below (▼) the baseline over the seeds, or neither. */
function cell(values: readonly number[], baseline: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const { lower, upper } = pairedDifference(values, baseline);
  const mark = lower > 0 ? ' ▲' : upper < 0 ? ' ▼' : '';
  return `${mean.toFixed(3)}${mark}`;
}

async function table(setting: Setting): Promise<string> {
  const baseline = await measurePlanted(largestZScore, SEEDS, setting);
  const lines: string[] = [];
  for (const [name, make] of METHODS) {
    const aucs: AucsByKind = await measurePlanted(make, SEEDS, setting);
    const cells = ANOMALY_KINDS.map((kind) => cell(aucs[kind], baseline[kind]));
    lines.push(`| ${[name, ...cells].join(' | ')} |`);
    console.log(lines.at(-1));
  }
  return [`| detector | ${ANOMALY_KINDS.join(' | ')} |`, '|---|---|---|---|---|', ...lines].join(
    '\n',
  );
}

const clean = await table({ contaminated: false });
const mixed = await table({ contaminated: true });

writeFileSync(
  new URL('../docs/planted-anomalies.md', import.meta.url),
  `# Planted anomalies: what each detector sees, and what it is blind to

ROC AUC on synthetic samples (\`plantAnomalies\`), means over ${SEEDS.length} seeds, a population of its own each. Nothing is tuned:
every detector has its defaults (the ensemble averages \`isolationForest\`, \`knn\` and \`mahalanobis\`). Normal samples lie in a
dense, a middling and a sparse cluster of six correlated features; anomalies are of one kind, as ADBench defines them
(Han et al. 2022, section 3.3):

- **global**: anywhere in the normal samples' range, stretched by a tenth;
- **local**: round the same centres, the covariance 5 times as large;
- **clustered**: the same clusters, their centres 5 times as far out;
- **dependency**: each feature as a normal sample's, but independent of the others.

The trivial baseline learns nothing but means and standard deviations: a sample's score is its largest z-score in any
feature. ▲ is above the baseline and ▼ below, where the 95 % interval of the paired difference over the seeds says so; 0.5 is
chance. 950 normal samples and 50 anomalies are scored, none of them trained on; features are standardised.

## Fitted on 950 normal samples

Detectors' comments claim a ▲ or ▼ of this table where \`test/detectors/planted-anomalies.test.ts\` finds it again on 20 other
seeds, as it does at each build.

${clean}

## Fitted on 950 normal samples and 50 such anomalies

Unlabelled, as where nobody has looked yet: anomalies now teach what is normal.

${mixed}

Made by \`npx tsx bench/planted-anomalies.mts\`. Which figures matter for a set of one's own depends on which kinds it has; real
ones are in \`docs/isolation-forest.md\` and \`data/README.md\`.
`,
);

import { beforeAll, describe, expect, it } from 'vitest';
import { claimsOf } from '../../bench/planted-anomalies/claims';
import { type AucsByKind, measurePlanted } from '../../bench/planted-anomalies/measure';
import {
  DETECTORS,
  largestZScore,
  untrainedAutoencoder,
} from '../../bench/planted-anomalies/methods';
import { pairedDifference } from '../../src/evaluate/mean-interval';

/** Others than those of the table in docs/, which the claims were read from. */
const SEEDS = Array.from({ length: 20 }, (_, i) => 100 + i);
const NORMAL = { contaminated: false };

describe('detectors on planted anomalies', () => {
  let baseline: AucsByKind;
  let trained: AucsByKind;
  beforeAll(async () => {
    baseline = await measurePlanted(largestZScore, SEEDS, NORMAL);
    trained = await measurePlanted(DETECTORS['autoencoder'], SEEDS, NORMAL);
  });

  it.each(Object.keys(DETECTORS))('%s does what its comment claims', async (name) => {
    const { beats, loses } = claimsOf(name);
    const aucs =
      name === 'autoencoder' ? trained : await measurePlanted(DETECTORS[name], SEEDS, NORMAL);
    for (const kind of beats) {
      const { lower } = pairedDifference(aucs[kind], baseline[kind]);
      expect.soft(lower, `beats the largest z-score on ${kind}`).toBeGreaterThan(0);
    }
    for (const kind of loses) {
      const { upper } = pairedDifference(aucs[kind], baseline[kind]);
      expect.soft(upper, `loses to the largest z-score on ${kind}`).toBeLessThan(0);
    }
  });

  it('a network beats its untrained self on what its comment claims', async () => {
    const untrained = await measurePlanted(untrainedAutoencoder, SEEDS, NORMAL);
    const { beats } = claimsOf('autoencoder');
    expect(beats.length).toBeGreaterThan(0);
    for (const kind of beats) {
      const { lower } = pairedDifference(trained[kind], untrained[kind]);
      expect.soft(lower, kind).toBeGreaterThan(0);
    }
  });
});

import { readFileSync } from 'node:fs';
import { ANOMALY_KINDS, type AnomalyKind } from '../../src/data/planted-anomalies';

/** What a detector's doc comment says of planted anomalies. */
export interface Claims {
  /** Kinds on which it says it beats the trivial baseline. */
  readonly beats: readonly AnomalyKind[];
  /** Kinds on which it says the baseline beats it. */
  readonly loses: readonly AnomalyKind[];
}

const SENTENCE =
  /Planted anomalies: beats the largest z-score on ([a-z, ]+?)(?:; loses to it on ([a-z, ]+?))? \(`docs\//;

/**
 * Reads what a detector's doc comment claims.
 *
 * @throws {Error} naming the file, if it claims nothing, or a kind that there is not.
 */
export function claimsOf(detector: string): Claims {
  const file = `${detector.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;
  const source = readFileSync(new URL(`../../src/detectors/${file}`, import.meta.url), 'utf8');
  const [before] = source.split(`export function ${detector}`);
  const comment = before.slice(before.lastIndexOf('/**')).replace(/\s*\n \*\s*/g, ' ');
  const sentence = SENTENCE.exec(comment);
  if (!sentence) throw new Error(`${file}: the comment of ${detector} claims no planted anomalies`);
  return { beats: kindsOf(file, sentence[1]), loses: kindsOf(file, sentence[2] ?? 'none') };
}

function kindsOf(file: string, list: string): AnomalyKind[] {
  if (list === 'none') return [];
  return list.split(', ').map((name) => {
    const kind = ANOMALY_KINDS.find((known) => known === name);
    if (!kind) throw new Error(`${file}: must claim ${ANOMALY_KINDS.join(', ')}, got ${name}`);
    return kind;
  });
}

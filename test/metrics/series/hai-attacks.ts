import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { realData } from '../../real-data';

const NAMES = { labels: 'HAI_Attack_Stream', rnnV1: 'rnn_v1', rnnV2: 'rnn_v2', iforest: 'iforest' };

/**
 * The attacks of HAI 20.07 and three published predictions, 0 or 1 a second; undefined where they are
 * not here. Predictions that end early (iforest, by 681 s) are filled up as normal, which is what the
 * authors' package makes of them.
 */
export function haiAttacks(): Record<keyof typeof NAMES, Int32Array> | undefined {
  const entries = Object.entries(NAMES).map(([key, name]) => {
    const path = realData(`etapr/hai-20.07-${name}.csv.gz`);
    if (path === undefined) return undefined;
    const lines = gunzipSync(readFileSync(path)).toString().trim().split('\n');
    return [key, Int32Array.from(lines, (line) => (line.trim() === '-1' ? 1 : 0))] as const;
  });
  const found = entries.filter((entry) => entry !== undefined);
  if (found.length < entries.length) return undefined;
  const flags = Object.fromEntries(found);
  const filled = Object.entries(flags).map(([key, values]) => {
    const whole = new Int32Array(flags['labels'].length);
    whole.set(values);
    return [key, whole];
  });
  return Object.fromEntries(filled) as Record<keyof typeof NAMES, Int32Array>;
}

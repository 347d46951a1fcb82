import { existsSync } from 'node:fs';
import { join } from 'node:path';

const warned = new Set<string>();

/**
 * The first of these files that is here: `mirrorPath` in the mirror that ANOMALY_LAB_MIRROR names, then
 * `dataPath` in the project's `data/`. Undefined, after one loud line, where neither is: then skip the test.
 */
export function realData(mirrorPath: string, dataPath?: string): string | undefined {
  const mirror = process.env['ANOMALY_LAB_MIRROR'];
  const root = join(__dirname, '..');
  const places = [
    ...(mirror === undefined || /^https?:/.test(mirror) ? [] : [join(root, mirror, mirrorPath)]),
    ...(mirror?.startsWith('/') ? [join(mirror, mirrorPath)] : []),
    join(root, 'data', dataPath ?? mirrorPath),
  ];
  const found = places.find((place) => existsSync(place));
  if (found === undefined && !warned.has(mirrorPath)) {
    warned.add(mirrorPath);
    console.warn(
      `SKIPPED: no real data ${mirrorPath}; set ANOMALY_LAB_MIRROR to a mirror's folder`,
    );
  }
  return found;
}

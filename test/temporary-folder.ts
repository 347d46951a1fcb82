import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Gives all tests a temporary folder of their own, and takes it away with what they left there. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'anomaly-lab-tests-'));
  for (const name of ['TMPDIR', 'TMP', 'TEMP']) process.env[name] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { printCloudTrailResults } from '../../src/cli/cloudtrail-results';

const folder = mkdtempSync(join(tmpdir(), 'cloudtrail results '));
afterAll(() => rmSync(folder, { recursive: true }));

const FLAGS = { seeds: 2, scale: 0.25 };
const fails = (flags: object, signal = new AbortController().signal) =>
  expect(printCloudTrailResults({ ...FLAGS, ...flags }, signal)).rejects;

describe('printCloudTrailResults, before any work,', () => {
  it('refuses logs without labels, labels without logs, and logs that are not there', async () => {
    await fails({ real: ['logs'] }).toThrow('--real and --labels must be given both');
    await fails({ labels: 'labels.csv' }).toThrow('--real and --labels must be given both');
    await fails({ real: [join(folder, 'none')], labels: 'labels.csv' }).toThrow('none');
  });

  it('refuses a folder as its output, and figures that are out of range', async () => {
    await fails({ output: folder }).toThrow('must be a file, got a folder');
    writeFileSync(join(folder, 'file'), '');
    await fails({ output: join(folder, 'file', 'x') }).toThrow('must be a place');
    await fails({ scale: 0 }).toThrow('scale');
  });

  it('stops at a Ctrl-C', async () => {
    await fails({}, AbortSignal.abort()).toThrow('abort');
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { printCloudTrailResults } from '../../src/cli/cloudtrail-results';
import { createCloudTrailGenerator } from '../../src/data/cloudtrail/generator/generator';
import { writeCloudTrailFiles } from '../../src/data/cloudtrail/generator/write-files';

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

  it('refuses an ambiguous class without real logs, and outputs that are inputs', async () => {
    await fails({ ambiguous: 'terraform' }).toThrow('--ambiguous goes with --real only');
    const file = join(folder, 'labels.csv');
    await fails({ real: [folder], labels: file, output: file }).toThrow('--output must');
    await fails({ output: '' }).toThrow('--output must be a path');
  });

  it('refuses an ambiguous class that no label has', async () => {
    const generator = createCloudTrailGenerator({ scale: 0.25, days: 2 });
    const real = join(folder, 'real');
    await writeCloudTrailFiles(real, generator, { format: 'lines' });
    const flags = { real: [join(real, 'events')], labels: join(real, 'labels.csv.gz') };
    await fails({ ...flags, ambiguous: 'terrafrom' }).toThrow(
      /^--ambiguous must be a group of the labels \(.*\), got terrafrom$/,
    );
  });

  it('stops at a Ctrl-C', async () => {
    await fails({}, AbortSignal.abort()).toThrow('abort');
  });
});

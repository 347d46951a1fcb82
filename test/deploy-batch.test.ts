import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { addCloudTrailCommand } from '../src/cli/cloudtrail';
import { addFeaturesCommand } from '../src/cli/features';
import { addScoreCommand } from '../src/cli/score';

const root = join(__dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
/** Lines that end in a backslash go on. */
const joined = (text: string) => text.replaceAll(/ *\\\n */g, ' ');

/** The options as the command line takes them; throws as it would. */
function parse(args: readonly string[]): Record<string, unknown> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  const { signal } = new AbortController();
  addFeaturesCommand(program, signal);
  addScoreCommand(program, signal);
  addCloudTrailCommand(program, signal);
  for (const { commands } of [program, ...program.commands]) {
    for (const command of commands) if (command.commands.length === 0) command.action(() => {});
  }
  program.parse(args, { from: 'user' });
  return program.commands.find((command) => command.name() === args[0])?.opts() ?? {};
}

const UNIT = joined(read('deploy/systemd/anomaly-lab-batch.service'));
const ofUnit = [...UNIT.matchAll(/^ExecStart=\S+ \S+cli\.js (.*)$/gm)].map(([, text]) =>
  text.split(/ +/),
);
const document = parseDocument(read('deploy/kubernetes/batch.yaml'));
// biome-ignore lint/suspicious/noExplicitAny: a manifest is what its schema says, which is not ours
const manifest: any = document.toJS();
const pod = manifest.spec.jobTemplate.spec.template.spec;
const containers = [...pod.initContainers, ...pod.containers];
const ofManifest: string[][] = containers.map(({ args }) => args);
const ofDocs = [
  ...joined(read('docs/batch.md')).matchAll(
    /^(?:npx )?anomaly-lab ((?:features|score|cloudtrail) .*?)(?: *#.*)?$/gm,
  ),
].map(([, text]) => text.split(/ +/));

describe('the batch, deployed', () => {
  it.each([...ofUnit, ...ofManifest, ...ofDocs])(
    'starts %s with options of the command line',
    (...args) => {
      expect(() => parse(args)).not.toThrow();
    },
  );

  it('has two steps each, of which the second reads what the first one writes', () => {
    for (const steps of [ofUnit, ofManifest]) {
      const [features, score] = steps.map(parse);
      expect(score['data']).toBe(features['output']);
      expect([features['overwrite'], score['overwrite']]).toEqual([true, true]);
      expect(score['id']).toEqual(['event_id', 'time']);
    }
    expect(ofDocs.length).toBeGreaterThanOrEqual(6);
  });

  it('refuses an option that there is none of, so that the first test can fail', () => {
    expect(() => parse([...ofUnit[0], '--no-such'])).toThrow(/unknown option/);
  });

  it('is a job of each night in Kubernetes, without rights, as the user of the image', () => {
    expect(document.errors).toEqual([]);
    expect(manifest).toMatchObject({ kind: 'CronJob', apiVersion: 'batch/v1' });
    expect(manifest.spec).toMatchObject({ schedule: '15 2 * * *', concurrencyPolicy: 'Forbid' });
    const [, user] = /^USER (\d+):\d+$/m.exec(read('deploy/Containerfile')) ?? [];
    expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: Number(user) });
    const { version } = JSON.parse(read('package.json'));
    for (const { image, securityContext, volumeMounts } of containers) {
      expect(image).toBe(`registry.example.org/anomaly-lab:${version}`);
      expect(securityContext).toMatchObject({ readOnlyRootFilesystem: true });
      const mounted = volumeMounts.map(({ name }: { name: string }) => name);
      expect(pod.volumes.map(({ name }: { name: string }) => name)).toEqual(mounted);
    }
  });

  it('is started by a timer of the same name', () => {
    expect(UNIT).toMatch(/^Type=oneshot$/m);
    expect(read('deploy/systemd/anomaly-lab-batch.timer')).toMatch(/^OnCalendar=.*UTC$/m);
  });
});

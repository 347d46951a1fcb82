import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { addKeyCommand } from '../src/cli/key';
import { addScoreCommand } from '../src/cli/score';
import { addServeCommand } from '../src/cli/serve';
import { addStreamCommand } from '../src/cli/stream';
import { createService } from '../src/serve/service';
import { fitLogins, temporaryFolder } from './serve/example-service';

const root = join(__dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const at = temporaryFolder();

/** The options as the command line takes them; throws as it would. */
function parse(args: readonly string[]): Record<string, unknown> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  const { signal } = new AbortController();
  for (const add of [addServeCommand, addStreamCommand, addScoreCommand]) add(program, signal);
  addKeyCommand(program);
  for (const command of program.commands) command.action(() => {});
  program.parse(args, { from: 'user' });
  return program.commands.find((command) => command.name() === args[0])?.opts() ?? {};
}

/** Lines that end in a backslash go on. */
const joined = (text: string) => text.replaceAll(/ *\\\n */g, ' ');

const UNITS = ['anomaly-lab.service', 'anomaly-lab-stream@.service'].map((name) => {
  const text = joined(read(`deploy/systemd/${name}`));
  return { name, of: (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(text)?.[1] ?? '' };
});
const [serviceUnit, streamUnit] = UNITS;
const argsOfUnit = ({ of }: (typeof UNITS)[number]) =>
  of('ExecStart')
    .replaceAll('%i', '1')
    .replace(/^\/usr\/bin\/node node_modules\/anomaly-lab\/dist\/cli\.js /, '')
    .split(/ +/);

// biome-ignore lint/suspicious/noExplicitAny: a manifest is what its schema says, which is not ours
const MANIFESTS: any[] = ['service', 'stream'].flatMap((name) =>
  parseAllDocuments(read(`deploy/kubernetes/${name}.yaml`)).map((document) => {
    if (document.errors.length > 0) throw document.errors[0];
    return document.toJS();
  }),
);
const DEPLOYMENTS = MANIFESTS.filter(({ kind }) => kind === 'Deployment');
const [servicePod, streamPod] = DEPLOYMENTS.map(({ spec }) => spec.template.spec);

const DOCS = ['deploy-service', 'deploy-stream'].flatMap((name) =>
  [
    ...joined(read(`docs/${name}.md`)).matchAll(
      /anomaly-lab ((?:serve|stream|key) .*?)(?: >>.*)?$/gm,
    ),
  ].map(([, command]) => command.split(/ +/)),
);

describe('deploy', () => {
  it.each([
    ...UNITS.map((unit) => argsOfUnit(unit)),
    ...[servicePod, streamPod].map(({ containers }) => containers[0].args as string[]),
    ...DOCS,
  ])('starts %s with options of the command line', (...args) => {
    expect(() => parse(args)).not.toThrow();
  });

  it('refuses an option that there is none of, so that the test above can fail', () => {
    expect(() => parse([...argsOfUnit(streamUnit), '--no-such'])).toThrow(/unknown option/);
    expect(DOCS.length).toBeGreaterThanOrEqual(3);
  });

  it('asks for routes that answer without a key', async () => {
    await (await fitLogins()).save(at('logins'));
    const { app } = await createService({
      models: { logins: at('logins') },
      workers: 0,
      log: false,
    });
    const [{ startupProbe, readinessProbe, livenessProbe }] = servicePod.containers;
    for (const { httpGet } of [startupProbe, readinessProbe, livenessProbe]) {
      expect(httpGet.port).toBe('http');
      expect((await app.inject({ url: httpGet.path, remoteAddress: '10.1.2.3' })).statusCode).toBe(
        200,
      );
    }
    await app.close();
  });

  it('asks a worker of a stream at its own port', () => {
    const [{ args, livenessProbe, ports }] = streamPod.containers;
    const { metrics } = parse(args) as { metrics: { host: string; port: number } };
    expect(metrics).toEqual({ host: '0.0.0.0', port: ports[0].containerPort });
    expect(livenessProbe.httpGet).toEqual({ path: '/metrics', port: ports[0].name });
  });

  it('waits for the end longer than that takes: 20 s of a service, 10 s and a snapshot of a worker', () => {
    const [{ lifecycle }] = servicePod.containers;
    const left = servicePod.terminationGracePeriodSeconds - lifecycle.preStop.sleep.seconds;
    expect(left).toBeGreaterThanOrEqual(25);
    expect(Number(serviceUnit.of('TimeoutStopSec'))).toBeGreaterThanOrEqual(25);
    expect(streamPod.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(30);
    expect(Number(streamUnit.of('TimeoutStopSec'))).toBeGreaterThanOrEqual(30);
  });

  it('has its manifests agree among themselves', () => {
    for (const { kind, spec, metadata } of MANIFESTS) {
      const selector = spec.selector.matchLabels ?? spec.selector;
      const own = DEPLOYMENTS.filter((one) => one.metadata.name === metadata.name);
      expect(
        own.map((one) => one.spec.template.metadata.labels),
        kind,
      ).toEqual([selector]);
    }
    for (const { containers, volumes } of [servicePod, streamPod]) {
      const mounted = containers[0].volumeMounts.map(({ name }: { name: string }) => name);
      expect(volumes.map(({ name }: { name: string }) => name)).toEqual(mounted);
    }
  });

  it('runs the image without rights, as the user that it is made for', () => {
    const [, user] = /^USER (\d+):\d+$/m.exec(read('deploy/Containerfile')) ?? [];
    for (const { securityContext, containers } of [servicePod, streamPod]) {
      expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: Number(user) });
      expect(containers[0].securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
    }
  });
});

describe('Containerfile', () => {
  const text = read('deploy/Containerfile');
  const { bin, engines, version } = JSON.parse(read('package.json'));

  it('starts the command of the package', () => {
    expect(text).toContain(`ENTRYPOINT ["node", "/opt/anomaly-lab/${bin['anomaly-lab']}"]`);
  });

  it('is built on a Node that the library runs on', () => {
    const [, major] = /^ARG NODE=.*node:(\d+)-/m.exec(text) ?? [];
    const [, least] = />=(\d+)/.exec(engines.node) ?? [];
    expect(Number(major)).toBeGreaterThan(Number(least));
  });

  it('copies only what its ignore file lets through', () => {
    const copied = [...text.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, files]) =>
      files.split(' '),
    );
    const allowed = [...read('deploy/Containerfile.dockerignore').matchAll(/^!(.*)$/gm)];
    expect(copied.toSorted()).toEqual(allowed.map(([, file]) => file).toSorted());
  });

  it('is named in the manifests by the version of the package', () => {
    for (const { containers } of [servicePod, streamPod]) {
      expect(containers[0].image).toBe(`registry.example.org/anomaly-lab:${version}`);
    }
  });
});

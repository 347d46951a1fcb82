// Gets jars from Maven Central through mvn, once: `npm run kafka` needs some.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What is got: `group:artifact:version`. */
export type Artifacts = readonly string[];

/**
 * The folder that the jars of some artifacts lie in, with those of all that they need; they are brought there where they are not.
 *
 * @param folder gets `jars` when all of them are there, never some of them.
 * @throws {Error} saying what is missing (Java, Maven) or what Maven said.
 */
export function bringJars(folder: string, artifacts: Artifacts): string {
  const jars = join(folder, 'jars');
  const pom = pomOf(artifacts);
  if (isThere(folder, pom)) return jars;
  checkProgram('mvn', ['--version'], 'Maven (mvn)');
  const part = `${folder}.part-${process.pid}`;
  try {
    mkdirSync(part, { recursive: true });
    writeFileSync(join(part, 'pom.xml'), pom);
    runMaven(part, artifacts);
    rmSync(folder, { recursive: true, force: true });
    renameSync(part, folder);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  return jars;
}

/**
 * Finds out whether a program can be started.
 *
 * @throws {Error} if it cannot.
 */
export function checkProgram(command: string, args: readonly string[], name: string): void {
  const { status } = spawnSync(command, args, { stdio: 'ignore' });
  if (status === 0) return;
  throw new Error(`${name} must be installed: ${command} ${args.join(' ')} cannot be run`);
}

/** Whether the jars of this very pom are there. */
function isThere(folder: string, pom: string): boolean {
  const path = join(folder, 'pom.xml');
  return existsSync(path) && readFileSync(path, 'utf8') === pom;
}

/** A project that needs the artifacts. */
export function pomOf(artifacts: Artifacts): string {
  const dependencies = artifacts.map((artifact) => {
    const [groupId, artifactId, version] = artifact.split(':');
    const tags = Object.entries({ groupId, artifactId, version });
    return `<dependency>${tags.map(([tag, text]) => `<${tag}>${text}</${tag}>`).join('')}</dependency>`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion>
<groupId>anomaly-lab</groupId><artifactId>jars</artifactId><version>1</version>
<dependencies>
${dependencies.join('\n')}
</dependencies>
</project>
`;
}

function runMaven(folder: string, artifacts: Artifacts): void {
  const goal = ['dependency:copy-dependencies', '-DoutputDirectory=jars', '-DincludeScope=runtime'];
  const { status, stdout } = spawnSync('mvn', ['--batch-mode', '--quiet', ...goal], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status === 0) return;
  const reason = stdout.split('\n').find((line) => line.startsWith('[ERROR]')) ?? 'it says nothing';
  throw new Error(`mvn could not get ${artifacts.join(', ')}: ${reason}`);
}

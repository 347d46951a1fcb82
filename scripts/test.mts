// Everything that has to hold, a line a step: `npm test`, or `npm test -- unit docs` for some of it.
// `npm test` and `.ci/run` both end with what was counted, kept in reports/tests/summary.json.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Step {
  readonly name: string;
  /** Arguments for node. */
  readonly command: readonly string[];
  /** Where vitest writes what it counted; other steps count as one. */
  readonly counted?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** What needs it is skipped where this cannot be done. */
  readonly optional?: boolean;
}

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What vitest's JSON reporter writes, as far as it is read. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REPORTS = 'reports/tests';
const TSC = 'node_modules/typescript/bin/tsc';

const vitest = (name: string, config: string, ...more: string[]): Step => {
  const counted = `${REPORTS}/${name}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${counted}`];
  const command = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--config',
    config,
    ...reporters,
    ...more,
  ];
  return { name, command, counted };
};

const STEPS: readonly Step[] = [
  {
    name: 'lint',
    command: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'],
  },
  { name: 'types', command: [TSC, '-p', 'tsconfig.json'] },
  { name: 'page types', command: [TSC, '-p', 'src/serve/dashboard'] },
  { name: 'unused', command: ['node_modules/knip/bin/knip.js'] },
  { name: 'docs', command: ['node_modules/typedoc/bin/typedoc', '--emit', 'none'] },
  vitest('unit', 'vitest.config.mts', '--exclude=test/scripts/**'),
  vitest('scripts', 'vitest.config.mts', 'test/scripts'),
  vitest('system', 'vitest.system.config.mts'),
  { name: 'notebook sources', command: ['--import', 'tsx', 'scripts/notebooks.ts', 'check'] },
  {
    name: 'notebooks',
    command: ['--import', 'tsx', 'scripts/notebooks.ts', 'run'],
    environment: { FAST: '1' },
  },
  { name: 'package', command: ['--import', 'tsx', 'scripts/check-package.ts'] },
  { name: 'jupyter set-up', command: ['scripts/lab.mjs', '--setup-only'], optional: true },
  vitest('jupyter', 'vitest.notebooks.config.mts'),
];

process.chdir(ROOT);
const chosen = chooseSteps(process.argv.slice(2));
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const step of chosen) {
  const counts = await runStep(step);
  totals.passed += counts.passed;
  totals.failed += counts.failed;
  totals.skipped += counts.skipped;
}
writeFileSync(`${REPORTS}/summary.json`, `${JSON.stringify(totals)}\n`);
const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`);
process.exitCode = totals.failed > 0 ? 1 : 0;

function chooseSteps(names: readonly string[]): readonly Step[] {
  const unknown = names.find((name) => !STEPS.some((step) => step.name === name));
  if (unknown) {
    const known = STEPS.map((step) => step.name).join(', ');
    console.error(`step must be one of ${known}, got ${unknown}`);
    process.exit(1);
  }
  return names.length > 0 ? STEPS.filter((step) => names.includes(step.name)) : STEPS;
}

/** Runs one step; its output is shown where it fails or says that something was skipped. */
async function runStep(step: Step): Promise<Counts> {
  const started = performance.now();
  if (process.stdout.isTTY) process.stdout.write(`…   ${step.name}`);
  const { code, output } = await run(step);
  const counts = countsOf(step, code);
  if (counts.skipped > 0 && step.optional) console.log(`SKIPPED: ${output.trim()}`);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const mark = counts.failed > 0 ? 'FAIL' : 'ok  ';
  if (process.stdout.isTTY) process.stdout.write('\r');
  console.log(`${mark} ${step.name.padEnd(18)} ${seconds.padStart(6)} s  ${describe(counts)}`);
  if (counts.failed > 0) console.log([...failures(step), output.trimEnd()].join('\n'));
  else for (const line of output.split('\n').filter(isLoud)) console.log(`     ${line.trim()}`);
  return counts;
}

function run(step: Step): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, step.command, {
      env: { ...process.env, ...step.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() });
    });
  });
}

function countsOf(step: Step, code: number): Counts {
  if (!step.counted) {
    if (code === 0) return { passed: 1, failed: 0, skipped: 0 };
    return { passed: 0, failed: step.optional ? 0 : 1, skipped: step.optional ? 1 : 0 };
  }
  if (!existsSync(step.counted)) return { passed: 0, failed: 1, skipped: 0 };
  const report: Report = JSON.parse(readFileSync(step.counted, 'utf8'));
  const failed = report.numFailedTests + (code !== 0 && report.numFailedTests === 0 ? 1 : 0);
  return { passed: report.numPassedTests, failed, skipped: report.numPendingTests };
}

/** Each failed test and what it said first, in front of the output, which may be long. */
function failures({ name, counted }: Step): readonly string[] {
  if (!counted || !existsSync(counted)) return [];
  const report: Report = JSON.parse(readFileSync(counted, 'utf8'));
  return report.testResults.flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed');
    const path = relative(ROOT, file.name);
    if (failed.length === 0 && file.status === 'failed') {
      return [`FAIL ${name}: ${path}: ${firstLine(file.message)}`];
    }
    return failed.map(
      (test) => `FAIL ${name}: ${path}: ${test.fullName}: ${firstLine(test.failureMessages[0])}`,
    );
  });
}

function firstLine(text = ''): string {
  return text.split('\n', 1)[0];
}

function describe({ passed, failed, skipped }: Counts): string {
  const parts = [`${passed} passed`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  return parts.join(', ');
}

function isLoud(line: string): boolean {
  return line.includes('SKIPPED');
}

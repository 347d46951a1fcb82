// The notebooks' command line: makes, checks, runs and updates them.
import { relative } from 'node:path';
import { Command } from 'commander';
import { findDifferences, findFaults } from './notebooks/check';
import { committedPath, readCommitted, writeCommitted } from './notebooks/committed';
import type { Execution } from './notebooks/execute';
import { findNotebooks, readSource } from './notebooks/find';
import { makeNotebook } from './notebooks/make';
import { type Parameters, parseParameter } from './notebooks/parameters';
import { writeExecuted, writeReport } from './notebooks/report';
import { createResults, resultsTable } from './notebooks/results';
import { runNotebooks } from './notebooks/run';

interface RunFlags {
  readonly folder: string;
  readonly output: string;
  readonly timeout: number;
  readonly parameter: Parameters;
  readonly report?: boolean;
}

const INTERRUPTED = 130;
const interruption = new AbortController();
process.on('SIGINT', () => interruption.abort());

function make(wanted: readonly string[], { folder }: RunFlags): void {
  for (const file of findNotebooks(folder, wanted)) {
    const changed = writeCommitted(file, makeNotebook(readSource(file), readCommitted(file)));
    console.log(`${committedPath(file)} ${changed ? 'made' : 'unchanged'}`);
  }
}

function check(wanted: readonly string[], { folder }: RunFlags): void {
  const files = findNotebooks(folder, wanted);
  const faults = files.flatMap((file) => {
    const source = readSource(file);
    const [path, committed] = [committedPath(file), readCommitted(file)];
    const missing = `${path}: is missing; make it by npm run notebooks -- make`;
    const differences = committed
      ? findDifferences(path, makeNotebook(source, committed), committed)
      : [missing];
    return [...differences, ...findFaults(source)];
  });
  for (const fault of faults) console.error(fault);
  if (faults.length > 0) process.exitCode = 1;
  else console.log(`${files.length} of ${files.length} notebooks as their sources say`);
}

async function run(wanted: readonly string[], flags: RunFlags): Promise<void> {
  const executions = await execute(wanted, flags);
  const results = createResults(executions, new Date(), flags.parameter);
  writeExecuted(flags.output, executions);
  if (flags.report) writeReport(flags.output, executions, results);
  console.log(`\n${resultsTable(results)}`);
  if (flags.report) console.log(`\n${relative('.', flags.output)}/index.html`);
}

async function update(wanted: readonly string[], flags: RunFlags): Promise<void> {
  if (process.env['FAST'] === '1') {
    throw new RangeError('FAST must not be set for update: committed notebooks are run in full');
  }
  const executions = await execute(wanted, { ...flags, parameter: {} });
  for (const { file, notebook, failure } of executions) {
    if (failure) continue;
    console.log(
      `${committedPath(file)} ${writeCommitted(file, notebook) ? 'updated' : 'unchanged'}`,
    );
  }
}

async function execute(wanted: readonly string[], flags: RunFlags): Promise<Execution[]> {
  const executions = await runNotebooks(findNotebooks(flags.folder, wanted), {
    parameters: flags.parameter,
    timeoutMs: flags.timeout * 60_000,
    stream: process.stdout,
    signal: interruption.signal,
  });
  if (interruption.signal.aborted) process.exit(INTERRUPTED);
  if (executions.some(({ failure }) => failure)) process.exitCode = 1;
  return executions;
}

function collectParameter(text: string, parameters: Parameters): Parameters {
  const [name, value] = parseParameter(text);
  return { ...parameters, [name]: value };
}

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (minutes > 0) return minutes;
  throw new RangeError(`--timeout must be a number of minutes above 0, got ${text}`);
}

function describeCommand(program: Command, name: string, description: string): Command {
  return program
    .command(`${name} [notebooks...]`, { isDefault: name === 'update' })
    .description(description)
    .option('--folder <folder>', 'where the notebooks are', 'notebooks');
}

function addRunOptions(command: Command): Command {
  return command.option(
    '--timeout <minutes>',
    'longest time a notebook may take',
    parseMinutes,
    20,
  );
}

const program = new Command('npm run notebooks --')
  .description(
    'Makes, checks, runs and updates the notebooks; name some by number, as in: run 00 04',
  )
  .showHelpAfterError();
describeCommand(
  program,
  'make',
  'make the .ipynb from the .ts; unchanged cells keep id and outputs',
).action(make);
describeCommand(
  program,
  'check',
  'compare the .ipynb with the .ts, and count cells and lines',
).action(check);
addRunOptions(describeCommand(program, 'run', 'run into reports/; FAST=1 for small sizes'))
  .option(
    '-p, --parameter <name=value>',
    'set a constant of the parameters cell',
    collectParameter,
    {},
  )
  .option('--output <folder>', 'where executed notebooks and the report go', 'reports')
  .option('--report', 'write index.html, a page a notebook, and results.json too')
  .action(run);
addRunOptions(
  describeCommand(program, 'update', 'run in full, and keep the outputs in the .ipynb'),
).action(update);

program.parseAsync().catch((error: unknown) => {
  if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
});

#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { addCloudTrailCommand } from './cli/cloudtrail';
import { addDataCommand } from './cli/data';
import { addDetectCommand } from './cli/detect';
import { addDriftCommand } from './cli/drift';
import { addExploreCommand } from './cli/explore';
import { addFeaturesCommand } from './cli/features';
import { addGenerateCommand } from './cli/generate';
import { addKeyCommand } from './cli/key';
import { addRetrainCommand } from './cli/retrain';
import { addScoreCommand } from './cli/score';
import { addServeCommand } from './cli/serve';
import { addStreamCommand } from './cli/stream';
import { addTrainCommand } from './cli/train';
import { lineText } from './report/findings/finding-texts';

function makeProgram(signal: AbortSignal): Command {
  const program = new Command('anomaly-lab')
    .description('A laboratory for anomaly detection')
    .version(readVersion());
  addCloudTrailCommand(program, signal);
  addDataCommand(program, signal);
  addDetectCommand(program, signal);
  addDriftCommand(program, signal);
  addExploreCommand(program, signal);
  addFeaturesCommand(program, signal);
  addGenerateCommand(program, signal);
  addTrainCommand(program, signal);
  addRetrainCommand(program, signal);
  addScoreCommand(program, signal);
  addServeCommand(program, signal);
  addStreamCommand(program, signal);
  addKeyCommand(program);
  return program;
}

function readVersion(): string {
  const text = readFileSync(join(__dirname, '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

async function main(): Promise<void> {
  const interrupt = new AbortController();
  let stopCode = 0;
  const stopWith = (code: number) => () => {
    stopCode ||= code;
    interrupt.abort();
  };
  process.once('SIGINT', stopWith(130));
  process.once('SIGTERM', stopWith(143));
  process.stdout.on('error', leave);
  try {
    await makeProgram(interrupt.signal).parseAsync();
  } catch (error) {
    const stopped = interrupt.signal.aborted;
    const isResumed = process.argv[2] === 'data';
    const message = stopped
      ? `stopped; ${isResumed ? 'the same command goes on from here' : 'nothing was written'}`
      : `error: ${lineText((error as Error).message)}`;
    process.stderr.write(`${process.stderr.isTTY ? '\n' : ''}${message}\n`);
    process.exitCode = stopped ? stopCode : 1;
  }
}

/** Whoever reads the output may stop early, as `head` does; or the disk that it goes to is full. */
function leave({ code }: NodeJS.ErrnoException): void {
  if (code === 'EPIPE') process.exit();
  process.stderr.write(`error: standard output: cannot be written to (${code})\n`);
  process.exit(1);
}

void main();

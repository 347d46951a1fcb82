// `npm run bench -- [ROW…]`: the library beside its peers, in pairs in turn. `--help` says more.
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureGroup } from './harness/measure-group';
import { createProgress } from './harness/progress';
import type { Row } from './harness/results';
import { FEWEST_PAIRS, readOptions, USAGE } from './options';

/** A load average at which other programs take time from those that are measured. */
const BUSY = 0.7;

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const say = (line: string) => process.stderr.write(`${line}\n`);

await main(process.argv.slice(2)).catch(({ message }: Error) => {
  say(`error  ${message}`);
  process.exit(1);
});

async function main(words: readonly string[]): Promise<void> {
  if (words[0] === 'adbench') {
    const { runAdbench } = await import('./adbench/run.mjs');
    return runAdbench(words.slice(1));
  }
  if (words[0] === 'skab') {
    const { runSkab } = await import('./skab/run.mjs');
    return runSkab(words.slice(1));
  }
  if (words[0] === 'hai') {
    const { runHai } = await import('./hai/run.mjs');
    return runHai(words.slice(1));
  }
  const options = readOptions(words);
  if (options === 'help') return console.log(USAGE);
  const [load] = loadavg();
  if (load > BUSY)
    say(`note: the machine is busy (load ${load.toFixed(1)}), which the figures will show`);
  const { chosen, nPairs } = options;
  const costs = chosen.flatMap(({ tasks }) => tasks.map(({ cost }) => cost(nPairs)));
  const run = { options, directory: dataDirectory(), progress: createProgress(costs, say), say };
  const measured: Row[] = [];
  for (const { group, tasks } of chosen) measured.push(...(await measureGroup(group, tasks, run)));
  for (const { name, size, ratio, spread } of measured) {
    const [lowest, highest] = spread.map((value) => value.toFixed(2));
    console.log(`${name.padEnd(26)} ${size.padEnd(18)} ${ratio.toFixed(2)} (${lowest}–${highest})`);
  }
  say(nPairs < FEWEST_PAIRS ? 'a trial: nothing written' : 'written: bench/results.json, docs/');
}

/** A folder that is gone when the run is over, also by Ctrl-C. */
function dataDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'bench-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      say('stopped; the rows that were done are kept');
      process.exit(130);
    });
  }
  return directory;
}

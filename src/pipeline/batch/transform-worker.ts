// The program that Spark's TRANSFORM starts, `node transform-worker.js JOB …`: rows on standard input, other rows on standard output.
import type { FittedPipeline } from '../fitted-pipeline';
import { loadPipeline } from '../load';
import { eventLines } from './cloudtrail/event-lines';
import { featureLines } from './cloudtrail/feature-lines';
import { transformLines } from './transform-lines';

const { stdin, stdout } = process;

const JOBS: Readonly<Record<string, (words: readonly string[]) => Promise<void>>> = {
  score: async ([model, nIds]) => {
    const pipeline = (await loadPipeline(model)) as FittedPipeline; // who starts it knows that it takes rows one by one
    await transformLines(pipeline, Number(nIds), stdin, stdout);
  },
  'cloudtrail-events': () => eventLines(stdin, stdout),
  'cloudtrail-features': () => featureLines(stdin, stdout),
};

const [job, ...words] = process.argv.slice(2);
const work =
  JOBS[job] ??
  (async () => {
    throw new Error(
      `job must be one of ${Object.keys(JOBS).join(', ')}, got ${job}: is it of the same version?`,
    );
  });

/** Spark leaves the programs of a stopped query behind, with an input that never ends; a task that sorts much lets one wait, too. */
const MOST_IDLE_MS = 6 * 3_600_000;
const LOOK_MS = 60_000;
let [nRead, idleMs] = [0, 0];
setInterval(() => {
  const { bytesRead } = stdin as unknown as { readonly bytesRead: number };
  idleMs = bytesRead === nRead ? idleMs + LOOK_MS : 0;
  nRead = bytesRead;
  if (idleMs < MOST_IDLE_MS) return;
  process.stderr.write('worker: nothing came for six hours\n');
  process.exit(1);
}, LOOK_MS).unref();

stdout.on('error', () => process.exit(1)); // Spark has ended, or was stopped
work(words).catch((error: Error) => {
  process.stderr.write(`worker: ${error.message}\n`);
  process.exit(1);
});

// The program that Spark's TRANSFORM starts: `node transform-worker.js MODEL N_IDS`, rows on standard input, scores on standard output.
import type { FittedPipeline } from '../fitted-pipeline';
import { loadPipeline } from '../load';
import { transformLines } from './transform-lines';

async function main([model, nIds]: readonly string[]): Promise<void> {
  const pipeline = (await loadPipeline(model)) as FittedPipeline; // who starts it knows that it takes rows one by one
  await transformLines(pipeline, Number(nIds), process.stdin, process.stdout);
}

process.stdout.on('error', () => process.exit(1)); // Spark has ended, or was stopped
main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`scoring: ${error.message}\n`);
  process.exit(1);
});

// Adds up what `npm test` and `npm start` counted, as the last line of `.ci/run`, and fails if either did.
// Usage: node scripts/count.mjs EXIT_CODE_OF_TEST EXIT_CODE_OF_START
import { readFileSync } from 'node:fs';

const read = (file, otherwise) => {
  try {
    return JSON.parse(readFileSync(new URL(`../reports/${file}`, import.meta.url), 'utf8'));
  } catch {
    return otherwise;
  }
};

const [testCode, startCode] = process.argv.slice(2).map(Number);
const tests = read('tests/summary.json', { passed: 0, failed: 0 });
const { notebooks } = read('results.json', { notebooks: [] });
const executed = notebooks.filter(({ status }) => status === 'passed').length;
let failed = tests.failed + notebooks.length - executed;
if (failed === 0 && (testCode !== 0 || startCode !== 0)) failed = 1;
console.log(`${tests.passed + executed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

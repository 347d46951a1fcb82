// Runs one notebook's cells in this process, as the tslab kernel would, and tells the parent all
// that happens. Plain JavaScript: the notebook gets the same Node as in Jupyter, with no loader.
import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import { inspect } from 'node:util';

// Time that timers and promises have to end (or to fail) after the last cell.
const GRACE_MS = 2000;

const require = createRequire(import.meta.url);
const { createConverter } = require('tslab/dist/converter');
const { createExecutor } = require('tslab/dist/executor');
const { JupyterHandlerImpl } = require('tslab/dist/jupyter');
const { sys } = createRequire(require.resolve('tslab'))('@tslab/typescript-for-tslab');

Error.stackTraceLimit = 50;
// No file changes during a run, and a watched file would keep the process alive for ever.
sys.watchFile = sys.watchDirectory = () => ({ close() {} });
const exit = process.exit.bind(process);
const currentCell = new AsyncLocalStorage();
const compiled = new Map();
let running = 0;
let thrown;
let ended = false;

const converter = createConverter({ isJS: false, isBrowser: false });
const recorder = { ...converter, convert: recordConversion };
const executor = createExecutor(process.cwd(), { node: recorder }, { log: console.log, error });
const handler = new JupyterHandlerImpl(executor, false);

process.on('uncaughtException', (reason) => fail(describe(reason, cellOf())));
process.on('unhandledRejection', (reason) => fail(describe(reason, cellOf())));
process.on('beforeExit', () => {
  if (!ended) fail({ index: running, name: 'Error', message: 'the cell awaits what never comes' });
});
process.on('disconnect', () => exit(1));
process.exit = (code) => {
  const reason = new Error(`process.exit(${code ?? ''}) ends the kernel`);
  fail(describe(reason, cellOf()));
  throw reason;
};
process.once('message', ({ cells }) => {
  process.channel.unref(); // Only the notebook's own work keeps the process alive.
  runAll(cells);
});

async function runAll(cells) {
  for (const { index, code } of cells) {
    running = index;
    send({ type: 'cell', index });
    const status = await currentCell.run(index, () => runCell(index, code));
    await setImmediate(); // Rejections that nothing handles are reported here, in their own cell.
    if (ended) return;
    if (status !== 'ok') return fail(failureOf(index));
  }
  converter.close();
  finishWhenIdle();
}

async function runCell(index, code) {
  const writeStream = (name, text) => send({ type: 'stream', index, name, text });
  const writeDisplay = ({ data, metadata, transient }, update) =>
    send({ type: 'display', index, data, metadata, displayId: transient?.display_id, update });
  const { status } = await handler.handleExecute({ code }, writeStream, writeDisplay);
  return status;
}

function finishWhenIdle() {
  process.removeAllListeners('beforeExit');
  process.on('beforeExit', finish);
  setTimeout(finish, GRACE_MS).unref();
}

function finish() {
  end({ type: 'done' }, 0);
}

function fail(failure) {
  end({ type: 'failed', ...failure }, 1);
}

function end(message, code) {
  if (ended) return;
  ended = true;
  const peakMemoryMb = process.resourceUsage().maxRSS / 1024;
  process.send({ ...message, peakMemoryMb }, () => exit(code));
}

function send(message) {
  if (!ended) process.send(message);
}

function cellOf() {
  return currentCell.getStore() ?? running;
}

function recordConversion(previous, code) {
  const result = converter.convert(previous, code);
  compiled.set(running, result);
  return result;
}

/** What the executor would print to the console when a cell fails. */
function error(first) {
  thrown = { reason: first };
}

function failureOf(index) {
  const [diagnostic] = compiled.get(index)?.diagnostics ?? [];
  if (!diagnostic) return describe(thrown?.reason, index);
  const { messageText, code, start } = diagnostic;
  return { index, name: `TS${code}`, message: messageText, line: start.line + 1 };
}

function describe(reason, index) {
  if (!(reason instanceof Error)) {
    const message = typeof reason === 'string' ? reason : inspect(reason, { depth: 1 });
    return { index, name: 'Thrown', message };
  }
  const output = compiled.get(index)?.output?.split('\n') ?? [];
  return {
    index,
    name: reason.name,
    message: reason.message,
    compiledLine: lineOf(reason, output),
  };
}

/** The compiled line that was running: the outermost of the cell's own, below tslab's wrapper. */
function lineOf({ stack = '' }, output) {
  const frames = [...stack.matchAll(/evalmachine\.<anonymous>:(\d+):\d+/g)];
  const lines = frames.map(([, line]) => Number(line)).filter((line) => line < output.length);
  return output[(lines.at(-1) ?? 0) - 1]?.trim();
}

const TICK_MS = 500;

/**
 * Prints one line a step, with its time.
 *
 * A step is given `note(text, progress)`, to say what it does before it does it; a step that calls
 * it has done something. `progress` is asked for each redraw of the line, in a terminal only.
 */
export function createReport({ quiet = false, stream = process.stderr } = {}) {
  return {
    async step(name, work) {
      const line = createLine(stream, name);
      try {
        const outcome = await work(line.note);
        line.finish('ok', outcome, quiet && !line.noted());
      } catch (error) {
        line.finish('error', error.message, false);
        process.exit(1);
      }
    },
  };
}

function createLine(stream, name) {
  const started = performance.now();
  const isTerminal = stream.isTTY === true;
  const elapsed = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  let text;
  let progress;
  let timer;
  const print = (mark, message, end) => {
    const clear = isTerminal ? '\r\x1b[2K' : '';
    stream.write(`${clear}${mark.padEnd(6)} ${name.padEnd(13)} ${message}${end}`);
  };
  const draw = () => {
    const message = [text, progress?.(), elapsed()].filter(Boolean).join('  ');
    print('..', message.slice(0, (stream.columns || 100) - 22), '');
  };
  return {
    note(next, nextProgress) {
      [text, progress] = [next, nextProgress];
      if (!isTerminal) return print('..', text, '\n');
      draw();
      timer ??= setInterval(draw, TICK_MS);
    },
    noted: () => text !== undefined,
    finish(mark, message, silent) {
      clearInterval(timer);
      if (!silent) print(mark, `${message}  ${elapsed()}`, '\n');
    },
  };
}

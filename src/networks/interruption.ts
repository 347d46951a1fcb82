/** Whether work was asked to stop, and the end of listening for it. */
export interface Interruption {
  readonly interrupted: boolean;
  end(): void;
}

/**
 * Listens for a signal's abort, or where there is none for one Ctrl-C or kernel interrupt.
 *
 * Call it after an `await`: a handler of SIGINT that is added before the first one of a notebook's
 * cell ends the kernel. A second Ctrl-C ends the process, as without a handler.
 */
export function listenForInterruption(signal?: AbortSignal): Interruption {
  let interrupted = signal?.aborted ?? false;
  const stop = () => {
    interrupted = true;
  };
  if (signal) signal.addEventListener('abort', stop, { once: true });
  else process.once('SIGINT', stop);
  return {
    get interrupted() {
      return interrupted;
    },
    end: () => {
      signal?.removeEventListener('abort', stop);
      process.off('SIGINT', stop);
    },
  };
}

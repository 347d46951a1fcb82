import { constants } from 'node:os';
import { nativeFunction } from './native';

/** Signals that a program may listen to, and go on. */
const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGUSR2', 'SIGCHLD', 'SIGWINCH'] as const;

/** Bytes of a `sigset_t`: 128 in glibc and musl, less elsewhere. */
const SET_BYTES = 128;

/**
 * Has other threads of the process receive its signals; they reach listeners as before.
 *
 * A handler that runs on the thread that computes can write over data of oneDNN's products, which use
 * the stack pointer for other things: one Ctrl-C in six ended a training with `corrupted size vs.
 * prev_size` (TensorFlow 2.18, AVX-512), none in many with the signals elsewhere. Node's own threads
 * are there to receive them; children get the usual signals, since Node resets their masks.
 * Where there is no `pthread_sigmask` to call, as on Windows, nothing changes.
 */
export function keepSignalsOffThisThread(): void {
  const maskSignals = nativeFunction('int pthread_sigmask(int how, void *set, void *old)');
  if (!maskSignals) return; // All works but a Ctrl-C in the wrong microsecond.
  const set = Buffer.alloc(SET_BYTES);
  set.writeInt32LE(SIGNALS.reduce((bits, name) => bits | (1 << (constants.signals[name] - 1)), 0));
  const block = process.platform === 'linux' ? 0 : 1; // SIG_BLOCK
  maskSignals(block, set, null);
}

import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';
import { nativeFunction } from './native';

const STDERR = 2;

let isDone = false;

/**
 * Does work during which the process has no stderr, the first time; later it is quiet by itself.
 *
 * TensorFlow 2.18 says on its first graph that an optimisation is not enabled, whatever level of
 * messages is asked for. What fails is thrown, not printed.
 */
export function withoutChatter<T>(work: () => T): T {
  const duplicate = isDone ? undefined : nativeFunction('int dup(int from)');
  const replace = isDone ? undefined : nativeFunction('int dup2(int from, int to)');
  isDone = true;
  if (!duplicate || !replace || process.env['TF_CPP_MIN_LOG_LEVEL'] === '0') return work();
  const kept = duplicate(STDERR);
  const nowhere = openSync(devNull, 'w');
  replace(nowhere, STDERR);
  try {
    return work();
  } finally {
    replace(kept, STDERR);
    closeSync(nowhere);
    closeSync(kept);
  }
}

import { describe, expect, it } from 'vitest';
import { runStream } from '../../src/stream/stream-worker';
import { countingJudge, memoryLog, memorySnapshots } from './memory-log';

const TEXTS = ['a', 'b', 'bad', 'c', 'd', 'e', 'f', 'g'];
const FOUND = ['a1', 'b2', 'c3', 'd4', 'e5', 'f6', 'g7'];

/** Runs until a number of writes, then stops as a process that is told to, or as one that is killed. */
async function run(
  log: ReturnType<typeof memoryLog>,
  { store }: ReturnType<typeof memorySnapshots>,
  nWrites: number,
  isKilled = false,
) {
  const stop = new AbortController();
  let n = 0;
  const onWritten = () => {
    if (++n < nWrites) return;
    if (isKilled) throw new Error('killed');
    stop.abort();
  };
  return runStream({
    log: log.open(),
    judge: countingJudge(),
    snapshots: store,
    signal: stop.signal,
    onWritten,
  });
}

describe('runStream', () => {
  it('finds, rejects and counts', async () => {
    const log = memoryLog(TEXTS);
    expect(await run(log, memorySnapshots(), 10)).toEqual({
      nEvents: 7,
      nFindings: 7,
      nRejected: 1,
    });
    expect(log).toMatchObject({ written: FOUND, rejected: ['bad: is bad'], committed: 8 });
  });

  it.each([1, 2])('goes on after a stop with what it remembered after %i writes', async (n) => {
    const log = memoryLog(TEXTS);
    const snapshots = memorySnapshots();
    await run(log, snapshots, n);
    expect(snapshots.kept.get(0)).toEqual({ offset: 3 * n, of: 'count', state: 3 * n - 1 });
    await run(log, snapshots, 10);
    expect(log.written).toEqual(FOUND);
  });

  it('reads again in silence what came after the last snapshot when it is killed', async () => {
    const log = memoryLog(TEXTS);
    const snapshots = memorySnapshots();
    await run(log, snapshots, 1);
    await expect(run(log, snapshots, 1, true)).rejects.toThrow('killed');
    expect(snapshots.kept.get(0)).toEqual({ offset: 3, of: 'count', state: 2 });
    await run(log, snapshots, 10);
    expect(log).toMatchObject({ written: FOUND, rejected: ['bad: is bad'] });
  });

  it('takes no snapshot that knows more than was written', async () => {
    const log = memoryLog(TEXTS);
    const snapshots = memorySnapshots();
    snapshots.kept.set(0, { offset: 6, of: 'count', state: 5 });
    await run(log, snapshots, 10);
    expect(log.written).toEqual(FOUND);
  });

  it('reads from the start where a snapshot is of what another model remembers', async () => {
    const log = memoryLog(TEXTS);
    const snapshots = memorySnapshots();
    await run(log, snapshots, 1);
    snapshots.kept.set(0, { offset: 3, of: 'other', state: 700 });
    await run(log, snapshots, 10);
    expect(log.written).toEqual(FOUND);
    expect(snapshots.kept.get(0)).toMatchObject({ of: 'count' });
  });

  it('forgets what a refused write was made of', async () => {
    const log = memoryLog(TEXTS);
    const snapshots = memorySnapshots();
    await run(log, snapshots, 1);
    log.refuseNext = true;
    expect(await run(log, snapshots, 10)).toMatchObject({ nEvents: 5, nFindings: 5 });
    expect(log.written).toEqual(FOUND);
  });

  it('saves nothing that was remembered of a refused write', async () => {
    const log = memoryLog(TEXTS);
    const { kept, store } = memorySnapshots();
    const stop = new AbortController();
    const opened = log.open();
    const write: typeof opened.write = (result) => {
      log.refuseNext = log.committed > 0;
      if (log.refuseNext) stop.abort();
      return opened.write(result);
    };
    const parts = { judge: countingJudge(), snapshots: store, signal: stop.signal };
    await runStream({ log: { ...opened, write }, ...parts });
    expect(log.committed).toBe(3);
    await run(log, { kept, store }, 10);
    expect(log.written).toEqual(FOUND);
  });
});

import type { Worker } from '../harness/ask-worker';
import { type Sides, startWorkers, stopWorkers, timePairs, type Workers } from '../harness/measure';
import { comparePairs, describePair } from '../harness/pairs';
import type { Request } from '../harness/requests';
import type { Row } from '../harness/results';
import { type Job, sizeOf, type Work } from './workload';

type Say = (text: string, share: number) => void;

/** Measures the time of a row in pairs. */
export async function measureTime(
  { ours, peer }: Workers,
  { name, measure, work }: Job & { readonly measure: 'train' | 'predict' },
  data: string,
  { nPairs, peerName, say }: { nPairs: number; peerName: string; say: Say },
): Promise<Row> {
  const title = `${name} ${sizeOf(work)}`;
  say(`${title}: building and warming up`, 0);
  const prepare = { ask: 'prepare', work, data } as const;
  const first = { ours: await ours.ask(prepare), peer: await peer.ask(prepare) };
  const pairs = await timePairs({ ours, peer }, timed(measure), nPairs, (pair, nDone) => {
    say(`${title}: ${describePair(pair, 's', peerName)}`, nDone / nPairs);
  });
  return {
    ...{ name, size: sizeOf(work), unit: 's', peerName, pairs: nPairs },
    ...comparePairs(pairs),
    ...(measure === 'train' && {
      firstEpoch: { ours: first.ours.seconds as number, peer: first.peer.seconds as number },
      firstLoss: { ours: first.ours.loss as number, peer: first.peer.loss as number },
    }),
    measuredAt: new Date().toISOString(),
  };
}

/** Measures the peak memory of a row: once, in new processes. */
export async function measureMemory(
  sides: Sides,
  { name, work }: { readonly name: string; readonly work: Work },
  data: string,
  say: Say,
): Promise<Row> {
  const title = `${name} ${sizeOf(work)}`;
  say(`${title}: one epoch and all scores, ours and then ${sides.peerName}`, 0);
  const workers = startWorkers(sides);
  const peak = async (worker: Worker) => {
    const { megabytes } = await worker.ask({ ask: 'memory', work, data });
    return megabytes as number;
  };
  const pair = { ours: await peak(workers.ours), peer: await peak(workers.peer) };
  stopWorkers(workers);
  say(`${title}: ${describePair(pair, 'MB', sides.peerName)}`, 1);
  return {
    ...{ name, size: sizeOf(work), unit: 'MB', peerName: sides.peerName, pairs: 1 },
    ...comparePairs([pair]),
    measuredAt: new Date().toISOString(),
  };
}

/** What a worker is asked for the mean time of so many epochs, or predictions. */
export function timed(measure: 'train' | 'predict'): (times: number) => Request {
  return measure === 'train'
    ? (epochs) => ({ ask: 'train', epochs })
    : (repeats) => ({ ask: 'predict', repeats });
}

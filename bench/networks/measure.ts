import { startWorker, type Worker } from '../harness/ask-worker';
import { comparePairs, measurePairs, type Pair, threeDigits } from '../harness/pairs';
import type { Answer, Request } from '../harness/requests';
import type { Row } from '../harness/results';
import { type Job, sizeOf, type Work } from './workload';

/** The two sides: commands that start a worker, and the cores that each may use. */
export interface Sides {
  readonly ours: readonly string[];
  readonly peer: readonly string[];
  readonly peerName: string;
  readonly cores?: number;
}

/** A worker of each side. */
export interface Workers {
  readonly ours: Worker;
  readonly peer: Worker;
}

type Say = (text: string, share: number) => void;

/** An asking lasts about as long, so that the clock and a short pause do not matter. */
const SECONDS_AN_ASKING = 1;

const MAX_REPEATS = 50;

export function startWorkers({ ours, peer, peerName, cores }: Sides): Workers {
  return {
    ours: startWorker('anomaly-lab', ours, cores),
    peer: startWorker(peerName, peer, cores),
  };
}

export function stopWorkers({ ours, peer }: Workers): void {
  ours.stop();
  peer.stop();
}

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
  const pairs = await timePairs({ ours, peer }, measure, nPairs, (pair, nDone) => {
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

/** Pairs of what both have prepared; a first asking of each does not count. */
export async function timePairs(
  { ours, peer }: Workers,
  measure: 'train' | 'predict',
  nPairs: number,
  onPair: (pair: Pair, nDone: number) => void,
): Promise<Pair[]> {
  const ask = (worker: Worker, times: number) => secondsOf(worker, timed(measure, times));
  const warm = [await ask(ours, 1), await ask(peer, 1)];
  const times = Math.min(MAX_REPEATS, Math.ceil(SECONDS_AN_ASKING / Math.max(...warm)));
  return measurePairs(
    () => ask(ours, times),
    () => ask(peer, times),
    nPairs,
    onPair,
  );
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

function timed(measure: 'train' | 'predict', times: number): Request {
  return measure === 'train' ? { ask: 'train', epochs: times } : { ask: 'predict', repeats: times };
}

async function secondsOf(worker: Worker, request: Request): Promise<number> {
  const { seconds }: Answer = await worker.ask(request);
  return seconds as number;
}

function describePair({ ours, peer }: Pair, unit: string, peerName: string): string {
  const show = (value: number) => `${threeDigits(value)} ${unit}`;
  return `ours ${show(ours)}, ${peerName} ${show(peer)}, ratio ${(ours / peer).toFixed(2)}`;
}

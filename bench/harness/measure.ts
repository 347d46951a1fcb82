import { startWorker, type Worker } from './ask-worker';
import { measurePairs, type Pair } from './pairs';
import type { DetectorRequest, LogRequest, Request } from './requests';

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

/**
 * Pairs of what both have prepared; a first asking of each does not count.
 *
 * @param request asks for the mean time of so many repetitions.
 */
export async function timePairs(
  { ours, peer }: Workers,
  request: (times: number) => Request | DetectorRequest | LogRequest,
  nPairs: number,
  onPair: (pair: Pair, nDone: number) => void,
): Promise<Pair[]> {
  const ask = async (worker: Worker, times: number) => {
    const { seconds } = await worker.ask(request(times));
    return seconds as number;
  };
  const warm = [await ask(ours, 1), await ask(peer, 1)];
  const times = Math.min(MAX_REPEATS, Math.ceil(SECONDS_AN_ASKING / Math.max(...warm)));
  return measurePairs(
    () => ask(ours, times),
    () => ask(peer, times),
    nPairs,
    onPair,
  );
}

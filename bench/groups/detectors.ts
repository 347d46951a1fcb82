import { platform } from 'node:os';
import { writeSamples } from '../detectors/data';
import { type DetectorJob, peerJobs, threadJobs } from '../detectors/workload';
import { builtWorker } from '../harness/built-worker';
import type { Group, Task } from '../harness/group';
import { timePairs } from '../harness/measure';
import { comparePairs, describePair } from '../harness/pairs';

const WORKER = 'bench/detectors/worker.mts';

/** A rough guess of how long an asking takes, in seconds; warming up is three of them. */
const ASKING = 1.2;

/** The library's detectors and explanations beside scikit-learn's, PyOD's and shap's, on one core. */
export const detectors: Group = {
  name: 'detectors',
  peerName: 'scikit-learn, PyOD, shap',
  ours: () => builtWorker(WORKER),
  peer: (python) => [python(), 'bench/detectors/peer_worker.py'],
  ...(platform() === 'linux' && { cores: 1 }),
  tasks: (smallestOnly) => peerJobs(smallestOnly).map(rowTask),
};

/** The library's detectors in two threads beside themselves in one. */
export const threads: Group = {
  name: 'threads',
  peerName: '1 thread',
  ours: () => builtWorker(WORKER, '2'),
  peer: () => builtWorker(WORKER, '1'),
  tasks: (smallestOnly) => threadJobs(smallestOnly).map(rowTask),
};

/** Has a worker do once more what it has prepared. */
const repeat = (repeats: number) => ({ ask: 'repeat', repeats }) as const;

function rowTask({ work, peerName }: DetectorJob): Task {
  const { row, nSamples, nFeatures } = work;
  const size = [nSamples, nFeatures].map((n) => n.toLocaleString('en-US')).join(' × ');
  return {
    name: row,
    cost: (nPairs) => ASKING * (2 * nPairs + 6),
    measure: async ({ workers, nPairs, directory, say }) => {
      const data = await writeSamples(directory, work);
      say(`${row} ${size}: warming up`, 0);
      const prepare = { ask: 'prepare', work, data } as const;
      const [ours, peer] = [await workers.ours.ask(prepare), await workers.peer.ask(prepare)];
      const pairs = await timePairs(workers, repeat, nPairs, (pair, nDone) => {
        say(`${row} ${size}: ${describePair(pair, 's', peerName)}`, nDone / nPairs);
      });
      return {
        row: {
          ...{ name: row, size, unit: 's', peerName, pairs: nPairs },
          ...comparePairs(pairs),
          rocAuc: { ours: ours.rocAuc as number, peer: peer.rocAuc as number },
          measuredAt: new Date().toISOString(),
        },
      };
    },
  };
}

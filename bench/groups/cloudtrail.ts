import { platform } from 'node:os';
import { writeLog } from '../cloudtrail/data';
import { builtWorker } from '../harness/built-worker';
import type { Group, Task } from '../harness/group';
import { timePairs } from '../harness/measure';
import { comparePairs, describePair } from '../harness/pairs';

/** More than 493,000 events, an hour apart from each other's copies, are too long a time for the peer's sums. */
const SIZES = [29_000, 290_000];

/** A rough guess of what an event takes both together, in seconds. */
const EVENT = 4e-5;

/** From CloudTrail's JSON on the disk to 20 features, beside the same in pandas. */
export const cloudtrail: Group = {
  name: 'cloudtrail',
  peerName: 'pandas',
  ours: () => builtWorker('bench/cloudtrail/worker.mts'),
  peer: (python) => [python(), 'bench/cloudtrail/pandas_worker.py'],
  ...(platform() === 'linux' && { cores: 2 }),
  tasks: (smallestOnly) => SIZES.slice(0, smallestOnly ? 1 : SIZES.length).map(rowTask),
};

/** Has a worker do once more what it has prepared. */
const repeat = (repeats: number) => ({ ask: 'repeat', repeats }) as const;

function rowTask(nEvents: number): Task {
  const name = 'cloudtrail_features';
  const size = `${nEvents.toLocaleString('en-US')} × 20`;
  return {
    name,
    cost: (nPairs) => EVENT * nEvents * (nPairs + 2),
    measure: async ({ workers, nPairs, directory, say }) => {
      const data = await writeLog(directory, nEvents);
      say(`${name} ${size}: warming up`, 0);
      const prepare = { ask: 'prepare', data } as const;
      const [ours, peer] = [await workers.ours.ask(prepare), await workers.peer.ask(prepare)];
      const pairs = await timePairs(workers, repeat, nPairs, (pair, nDone) => {
        say(`${name} ${size}: ${describePair(pair, 's', 'pandas')}`, nDone / nPairs);
      });
      return {
        row: {
          ...{ name, size, unit: 's', peerName: 'pandas', pairs: nPairs },
          ...comparePairs(pairs),
          mean: { ours: ours.mean as number, peer: peer.mean as number },
          measuredAt: new Date().toISOString(),
        },
      };
    },
  };
}

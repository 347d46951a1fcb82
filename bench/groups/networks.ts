import { builtWorker } from '../harness/built-worker';
import type { Bench, Group, Task } from '../harness/group';
import { timePairs } from '../harness/measure';
import { comparePairs } from '../harness/pairs';
import type { GrowthPoint } from '../harness/results';
import { writeData } from '../networks/data';
import { GROWTH, STEPS } from '../networks/growth';
import { measureMemory, measureTime, timed } from '../networks/measure';
import { chooseJobs, JOBS, type Job, sizeOf, type Work } from '../networks/workload';

const PEER = 'Keras 3';
const GROWTH_COST = 60;

/** The library's networks beside Keras's of the same layers. */
export const networks: Group = {
  name: 'networks',
  peerName: PEER,
  ours: () => builtWorker('bench/networks/worker.mts'),
  peer: (python) => [python(), 'bench/networks/keras_worker.py'],
  tasks: (smallestOnly) => {
    const jobs = chooseJobs(
      JOBS.map(({ name }) => name),
      smallestOnly,
    );
    return [...jobs.map(rowTask), growthTask];
  },
};

const growthTask: Task = { name: 'growth', cost: () => GROWTH_COST, measure: measureGrowth };

function rowTask(job: Job): Task {
  const { name, measure, work } = job;
  return {
    name,
    cost: (nPairs) => costOf(job, nPairs),
    measure: async ({ sides, workers, nPairs, directory, say }) => {
      const data = await writeData(directory, work);
      if (measure === 'memory') return { row: await measureMemory(sides, job, data, say) };
      const how = { nPairs, peerName: PEER, say };
      return { row: await measureTime(workers, { name, measure, work }, data, how) };
    },
  };
}

async function measureGrowth({ workers, nPairs, directory, say }: Bench) {
  const growth: GrowthPoint[] = [];
  for (const { along, value, work } of GROWTH) {
    const data = await writeData(directory, work);
    say(`growth: ${along} ${value}, ${sizeOf(work)}`, growth.length / GROWTH.length);
    for (const worker of [workers.ours, workers.peer]) {
      await worker.ask({ ask: 'prepare', work, data });
    }
    const pairs = await timePairs(workers, timed('train'), nPairs, () => {});
    const steps = pairs.map(({ ours, peer }) => ({ ours: ours / STEPS, peer: peer / STEPS }));
    growth.push({ along, value, ...comparePairs(steps) });
  }
  return { growth, peerName: PEER };
}

function costOf({ measure, work }: Job, nPairs: number): number {
  const epoch = guessSeconds(work);
  return measure === 'train' ? epoch * (2 * nPairs + 4) + nPairs : 2 * epoch + nPairs;
}

/** A rough guess of the time that an epoch of each takes together, in seconds. */
function guessSeconds({ nWindows, length, nFeatures, batchSize, options }: Work): number {
  const widths = Object.values(options)
    .flat()
    .filter((value) => value >= 1);
  const nWeights = 8 * widths.reduce((sum, width) => sum + width * (width + nFeatures), 0);
  return (nWindows / batchSize) * 0.004 + (12 * nWindows * length * nWeights) / 50e9;
}

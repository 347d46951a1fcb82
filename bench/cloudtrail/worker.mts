// The library's side: answers one JSON request a line. Started by run.mts; pandas_worker.py is the other side.
import { createCloudTrailFeatures, readCloudTrail } from 'anomaly-lab';
import { answerRequests } from '../harness/answer-requests';
import type { Answer, LogRequest } from '../harness/requests';

let path = '';

/** From JSON on the disk to features; gives their mean. */
async function run(): Promise<number> {
  const features = createCloudTrailFeatures();
  let [sum, count] = [0, 0];
  for await (const events of readCloudTrail(path)) {
    const { data } = features.addAll(events);
    for (const value of data) sum += value;
    count += data.length;
  }
  return sum / count;
}

async function answer(request: LogRequest): Promise<Answer> {
  switch (request.ask) {
    case 'versions':
      return { versions: { node: process.versions.node } };
    case 'prepare':
      path = request.data;
      return { mean: await run() };
    case 'repeat': {
      const start = performance.now();
      for (let i = 0; i < request.repeats; i++) await run();
      return { seconds: (performance.now() - start) / 1000 / request.repeats };
    }
  }
}

await answerRequests(answer);

import type { ModelSet } from '../models/model-set';
import { problem } from '../problem';
import type { ScoredFeed } from '../scored-feed';
import type { ServiceContext } from '../service-context';
import type { Telemetry } from '../telemetry';
import type { BatchPool } from './batch-pool';
import { predict } from './predict';

/** Bytes from which a body is answered by a worker: about 20 events, half a millisecond of scoring. */
const LONG_BODY = 4096;

/** Makes what answers bodies of `/predict`: here, or by a worker, within a time, where they are long. */
export function dispatchPredictions(
  models: ModelSet,
  pool: BatchPool | undefined,
  telemetry: Telemetry,
  feed: ScoredFeed,
  timeoutMs: number,
): ServiceContext['predict'] {
  return async (bytes, isWanted) => {
    const isLong = bytes !== undefined && bytes.length >= LONG_BODY;
    const answer =
      pool && isLong
        ? await inTime(timeoutMs, (isEarly) =>
            pool.predict(bytes, feed.isHeard, () => isEarly() && isWanted()),
          )
        : await predict(models, bytes, feed.isHeard);
    telemetry.count(answer);
    if (answer.scored) feed.emit(answer.scored);
    return answer;
  };
}

/** The work's result, or a refusal where it takes longer. */
async function inTime<T>(
  timeoutMs: number,
  work: (isEarly: () => boolean) => Promise<T>,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      isLate = true;
      reject(problem(503, 'the answer took too long; send fewer events'));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work(() => !isLate), late]);
  } finally {
    clearTimeout(timer);
  }
}

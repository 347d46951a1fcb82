import type { ModelSet } from '../models/model-set';
import type { ScoredFeed } from '../scored-feed';
import type { ServiceContext } from '../service-context';
import type { Telemetry } from '../telemetry';
import type { BatchPool } from './batch-pool';
import { predict } from './predict';

/** Bytes from which a body is answered by a worker: about 20 events, half a millisecond of scoring. */
const LONG_BODY = 4096;

/** Makes what answers bodies of `/predict`: here, or by a worker where they are long. */
export function dispatchPredictions(
  models: ModelSet,
  pool: BatchPool | undefined,
  telemetry: Telemetry,
  feed: ScoredFeed,
): ServiceContext['predict'] {
  return async (bytes, isWanted) => {
    const isLong = bytes !== undefined && bytes.length >= LONG_BODY;
    const answer =
      pool && isLong
        ? await pool.predict(bytes, feed.isHeard, isWanted)
        : await predict(models, bytes, feed.isHeard);
    telemetry.count(answer);
    if (answer.scored) feed.emit(answer.scored);
    return answer;
  };
}

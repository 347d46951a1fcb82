import { setTimeout as wait } from 'node:timers/promises';
import type { ServiceError } from '@grpc/grpc-js';
import type { Answer, SparkClient } from './client';
import { isOfConnection } from './reason';

/** A statement and whose it is. */
interface PlanRequest {
  readonly session_id: string;
  readonly operation_id: string;
  readonly client_type: string;
  readonly plan: object;
}

/** How hard answers are tried for. */
interface Patience {
  /** Whether the server answered before: one that never did is given up sooner, so that a wrong address is told soon. */
  readonly isKnown: boolean;
  /** Ends the connection. */
  readonly signal: AbortSignal;
}

const RECONNECTS = 10;
const FIRST_CONNECTS = 3;

/** Answers to a plan until the server says that all are there, over as many connections as that takes. */
export async function* answersOf(
  client: SparkClient,
  { plan, client_type, ...operation }: PlanRequest,
  { isKnown, signal }: Patience,
): AsyncGenerator<Answer> {
  const reattach = { request_options: [{ reattach_options: { reattachable: true } }] };
  const begin = () => client.ExecutePlan({ ...operation, plan, ...reattach, client_type });
  let last_response_id = '';
  let stream = begin();
  const cancel = () => stream.cancel();
  signal.addEventListener('abort', cancel);
  try {
    for (let nBroken = 0, isLost = false; ; ) {
      try {
        for await (const answer of stream as AsyncIterable<Answer>) {
          nBroken = 0;
          last_response_id = answer.response_id;
          yield answer;
          if (answer.result_complete) return;
        }
      } catch (error) {
        const mostBroken = isKnown || last_response_id ? RECONNECTS : FIRST_CONNECTS;
        isLost = !last_response_id && neverArrived(error as ServiceError);
        if (!(isLost || isOfConnection(error as ServiceError)) || ++nBroken > mostBroken)
          throw error;
        await wait(100 * 2 ** Math.min(nBroken, 6), undefined, { signal });
      }
      stream = isLost
        ? begin()
        : client.ReattachExecute({ ...operation, ...(last_response_id && { last_response_id }) });
    }
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Whether a server that is asked for a statement's answers has never heard of the statement. */
const neverArrived = ({ details }: ServiceError): boolean =>
  /INVALID_HANDLE\.(OPERATION|SESSION)_NOT_FOUND/.test(details ?? '');

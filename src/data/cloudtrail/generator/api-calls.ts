import type { ApiCall, ApiCalls } from './api-call';
import { CALLS_OF_DATA } from './calls-of-data';
import { CALLS_OF_EC2 } from './calls-of-ec2';
import { CALLS_OF_IAM } from './calls-of-iam';
import { CALLS_OF_SERVICES } from './calls-of-services';

const API_CALLS: ApiCalls = {
  ...CALLS_OF_IAM,
  ...CALLS_OF_EC2,
  ...CALLS_OF_DATA,
  ...CALLS_OF_SERVICES,
};

/**
 * What a call, as `iam:CreateUser`, says of itself in a record.
 *
 * Source: names, read-only marks and parameters are those of the real records, where these have the call; of other
 * services those of their API references.
 *
 * @throws {RangeError} if there is no such call.
 */
export function apiCall(name: string): ApiCall {
  const call = API_CALLS[name];
  if (call === undefined) throw new RangeError(`call must be a known one, got ${name}`);
  return call;
}

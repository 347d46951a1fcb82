import type { Random } from '../../random';
import { IAM_RESOURCES, IAM_SENSITIVITY } from '../iam/catalogue';
import { type Distribution, logNormal, oneOf } from '../iam/distribution';
import type { AuthUser } from './users';

/** Median bytes of a login to each kind of resource, and the standard deviation of their logarithm. */
const BYTES: Readonly<Record<string, readonly [median: number, sigma: number]>> = {
  wiki: [30_000, 0.8],
  repository: [300_000, 1],
  bucket: [2_000_000, 1.2],
  database: [400_000, 1.1],
  payroll: [80_000, 0.6],
  vault: [2_000, 0.4],
};

/** What a large transfer is a multiple of. */
export const LARGE_TRANSFER = 20;

/** Any resource, each as likely. */
export const ANY_RESOURCE: Distribution<string> = oneOf(IAM_RESOURCES);

/** Any resource of sensitivity 3 or 4, each as likely. */
export const ANY_SENSITIVE: Distribution<string> = oneOf(
  IAM_RESOURCES.filter((name) => (IAM_SENSITIVITY.get(name) ?? 0) >= 3),
);

/** Bytes of a refused login: the refusal alone. */
const REFUSAL = logNormal(600, 0.3);

/**
 * Draws the bytes of a login of a user to a resource, whole and at least 1.
 *
 * @param factor of the usual bytes, where it succeeds.
 */
export function bytesOf(
  random: Random,
  { bytesFactor }: Pick<AuthUser, 'bytesFactor'>,
  resource: string,
  succeeds: boolean,
  factor: number,
): number {
  const [median, sigma] = BYTES[resource.slice(0, resource.lastIndexOf('-'))];
  const bytes = succeeds ? logNormal(median * bytesFactor * factor, sigma) : REFUSAL;
  return Math.max(1, Math.round(bytes.draw(random)));
}

import { createHash } from 'node:crypto';
import { read, scope } from './engine';
import type { Network } from './network';
import type { Objective } from './objective';

/** What tells one training from another, by what it is called in a message. */
export type TrainingIdentity = Readonly<Record<string, number | string>>;

/** Samples of which the values are looked at. */
const LOOKED_AT = 64;

/**
 * What the weights of a training depend on: options, the network's shape, and the samples.
 *
 * Of the samples it takes the number, every label, and the values of 64 spread over them.
 */
export function identityOf(
  network: Network,
  options: object,
  objective: Objective,
  validation?: Objective,
): TrainingIdentity {
  const named = Object.entries(options).map(([name, value]) => [
    name,
    typeof value === 'number' ? value : JSON.stringify(value),
  ]);
  const shapes = network.weights.map(({ name, shape }) => `${name} ${shape.join('×')}`);
  return {
    ...Object.fromEntries(named),
    weights: shapes.join(', '),
    'samples in number': objective.nSamples,
    'samples of checksum': checksum(objective),
    'validation samples in number': validation?.nSamples ?? 0,
    'validation samples of checksum': validation ? checksum(validation) : 'none',
  };
}

/**
 * Refuses the state of another training.
 *
 * @throws {RangeError} naming the folder and the first thing that differs.
 */
export function checkIdentity(
  directory: string,
  wanted: TrainingIdentity,
  found: TrainingIdentity,
): void {
  const names = [...Object.keys(wanted), ...Object.keys(found)];
  const name = names.find((each) => wanted[each] !== found[each]);
  if (name === undefined) return;
  throw new RangeError(
    `${directory}: checkpoint must be of a training with ${name} ${wanted[name] ?? 'none'}, got ${found[name] ?? 'none'}; choose another folder or remove it`,
  );
}

function checksum({ nSamples, labels, input }: Objective): string {
  const count = Math.min(nSamples, LOOKED_AT);
  const spread = Int32Array.from({ length: count }, (_, i) => Math.floor((i * nSamples) / count));
  const hash = createHash('sha256').update(scope(() => read(input(spread))));
  if (labels) hash.update(labels);
  return hash.digest('hex').slice(0, 12);
}

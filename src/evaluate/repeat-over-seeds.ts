import { checkFunction, checkInteger, checkList, checkOptionNames } from '../check-options';

/** Metrics of several methods from one run: by method, then by metric. */
export type MetricsByMethod = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Metrics of several methods over several seeds. */
export interface Repeats {
  readonly seeds: readonly number[];
  /** By method, then by metric: one value a seed, in the order of the seeds. */
  readonly values: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;
}

/** What a repetition may tell while it runs. */
export interface RepeatOptions {
  /** Called after each seed. */
  readonly onSeed?: (done: {
    readonly seed: number;
    readonly nDone: number;
    readonly nSeeds: number;
  }) => void;
}

/**
 * Runs the same experiment once a seed, one after another.
 *
 * The seed should decide everything of chance: the data, the split and the weights. Compare the
 * methods with `compareWithBaseline`.
 *
 * @param run trains and evaluates every method; gives the same metrics of the same methods each time.
 * @throws {RangeError} if there are fewer than 2 seeds, one is no integer or comes twice, a metric is not finite, a
 * run has other methods or metrics than the first (seed, method and metric are named), or an option is unknown.
 * @throws {TypeError} if the run or `onSeed` is no function.
 */
export async function repeatOverSeeds(
  seeds: readonly number[],
  run: (seed: number) => Promise<MetricsByMethod>,
  options: RepeatOptions = {},
): Promise<Repeats> {
  checkSeeds(seeds);
  checkFunction('run', run);
  checkOptionNames(options, ['onSeed']);
  const { onSeed } = options;
  if (onSeed !== undefined) checkFunction('onSeed', onSeed);
  const runs: MetricsByMethod[] = [];
  for (const seed of seeds) {
    const metrics = await run(seed);
    checkRun(seed, metrics, runs[0] ?? metrics);
    runs.push(metrics);
    onSeed?.({ seed, nDone: runs.length, nSeeds: seeds.length });
  }
  const values = mapValues(runs[0], (metrics, method) =>
    mapValues(metrics, (_, metric) => runs.map((each) => each[method][metric])),
  );
  return { seeds: [...seeds], values };
}

function checkSeeds(seeds: readonly number[]): void {
  checkList('seeds', seeds);
  for (const seed of seeds) checkInteger('seed', seed, Number.MIN_SAFE_INTEGER);
  if (seeds.length < 2) throw new RangeError(`seeds must be at least 2, got ${seeds.length}`);
  const twice = seeds.find((seed, i) => seeds.indexOf(seed) !== i);
  if (twice !== undefined) throw new RangeError(`seeds must differ, got ${twice} twice`);
}

function checkRun(seed: number, run: MetricsByMethod, first: MetricsByMethod): void {
  checkNames(`methods of seed ${seed}`, run, first);
  for (const [method, metrics] of Object.entries(run)) {
    checkNames(`metrics of seed ${seed}, ${method}`, metrics, first[method]);
    for (const [metric, value] of Object.entries(metrics)) {
      if (!Number.isFinite(value)) {
        throw new RangeError(`seed ${seed}, ${method}, ${metric} must be finite, got ${value}`);
      }
    }
  }
}

function checkNames(what: string, got: object, wanted: object): void {
  const [have, want] = [got, wanted].map((record) => Object.keys(record ?? {}));
  if (want.length === 0) throw new RangeError(`${what} must not be empty, got {}`);
  if (have.length !== want.length || want.some((name) => !Object.hasOwn(got, name))) {
    throw new RangeError(`${what} must be ${want.join(', ')}, got ${have.join(', ')}`);
  }
}

function mapValues<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, change(value, key)]),
  );
}

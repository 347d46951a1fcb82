import type { Random } from '../../../random';
import { type Distribution, weighted } from '../../iam/distribution';
import { CLOUDTRAIL_ACTIVITIES } from './activities';
import { adoption } from './drift';
import { JOB_ACTIVITIES } from './jobs';
import type { ResourceKind, Resources } from './resources';
import type { Script } from './script';

/** How often each of some activities is done: the first most, by Zipf's law. */
const RANK_POWER = 0.7;
/** Probability that a habit gives way to another from one quarter to the next. */
const HABIT_CHANGE = 0.25;
/** The same of the things that someone works upon. */
const TARGET_CHANGE = 0.2;
const N_TARGETS = 4;

/** Activities as habits of a quarter: those that are not yet there, or little used, are left out or done less. */
export function habitual(names: readonly string[], quarter: number): Distribution<Script> {
  const rows = names.map((name, i): [Script, number] => {
    const { script, from } = activityOf(name);
    return [script, adoption(from, quarter) / (i + 1) ** RANK_POWER];
  });
  const total = rows.reduce((sum, [, weight]) => sum + weight, 0);
  return weighted(
    new Map(
      rows.filter(([, weight]) => weight > 0).map(([script, weight]) => [script, weight / total]),
    ),
  );
}

/** All activities of all jobs in a quarter, each as likely: what is done by someone whose job it is not. */
export function anyActivity(quarter: number): Distribution<Script> {
  const names = [...new Set(Object.values(JOB_ACTIVITIES).flat())];
  const there = names.map(activityOf).filter(({ from }) => from <= quarter);
  return weighted(new Map(there.map(({ script }) => [script, 1 / there.length])));
}

/** The habits of the next quarter: now and then one is exchanged for another of the job. */
export function nextHabits(
  random: Random,
  habits: readonly string[],
  job: readonly string[],
): string[] {
  const free = job.filter((name) => !habits.includes(name));
  return habits.map((name) => {
    if (free.length === 0 || random.uniform() >= HABIT_CHANGE) return name;
    const [other] = free.splice(random.integer(free.length), 1, name);
    return other;
  });
}

/** The things of each kind that someone usually works upon. */
export function drawTargets(
  random: Random,
  resources: Resources,
): Map<ResourceKind, readonly string[]> {
  const kinds = Object.keys(resources) as ResourceKind[];
  return new Map(
    kinds.map((kind) => {
      const all = resources[kind];
      return [kind, Array.from(random.sample(all.length, N_TARGETS), (i) => all[i])];
    }),
  );
}

/** The same for the next quarter: now and then one kind's are others. */
export function nextTargets(
  random: Random,
  targets: ReadonlyMap<ResourceKind, readonly string[]>,
  resources: Resources,
): ReadonlyMap<ResourceKind, readonly string[]> {
  const fresh = drawTargets(random, resources);
  return new Map(
    [...targets].map(([kind, usual]) => [
      kind,
      random.uniform() < TARGET_CHANGE ? fresh.get(kind)! : usual,
    ]),
  );
}

/** The activity of a name. */
function activityOf(name: string): { script: Script; from: number } {
  const found = CLOUDTRAIL_ACTIVITIES.get(name);
  if (found === undefined) throw new RangeError(`activity must be a known one, got ${name}`);
  return found;
}

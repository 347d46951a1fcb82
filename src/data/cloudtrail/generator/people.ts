import type { Random } from '../../../random';
import { hoursAround } from '../../whis/habits';
import { growth, N_DAYS, QUARTERS, REGION_FROM, SECOND_FACTOR_FROM } from './drift';
import { drawTargets, habitual, nextHabits, nextTargets } from './habits';
import { accessKey, principalId } from './ids';
import { JOB_ACTIVITIES, JOB_RUNS, JOBS, PRIVILEGED_JOBS } from './jobs';
import { type CompanyLines, drawAddress, linesIn } from './network';
import type { Habits, Principal } from './principal';
import type { Resources } from './resources';

const SESSIONS_PER_DAY = 1;
const WEEKEND = 0.12;
const MORE_ACTIVITIES = 0.5;
const N_HABITS = 8;
const HOME_CHANGE = 0.15;
const NEW_REGION_SHARE = 0.4;
/** Shares of those who join later, or leave before the end; the first of each job stay. */
const JOIN_LATE = 0.35;
const LEAVE_EARLY = 0.3;

/** Draws people with their habits over the quarters. */
export function drawPeople(
  random: Random,
  count: number,
  resources: Resources,
  lines: CompanyLines,
): Principal[] {
  return Array.from({ length: count }, (_, i): Principal => {
    const stays = JOBS.indexOf(JOBS[i]) === i;
    const joined = !stays && random.uniform() < JOIN_LATE ? 60 + random.integer(840) : 0;
    const leaves = !stays && random.uniform() < LEAVE_EARLY;
    const left = leaves ? joined + 150 + random.integer(N_DAYS) : N_DAYS;
    return {
      kind: 'person',
      isPrivileged: PRIVILEGED_JOBS.includes(JOBS[i % JOBS.length]),
      name: resources.user[i % resources.user.length] + (i < resources.user.length ? '' : `.${i}`),
      principalId: principalId(random, 'AIDA'),
      joined,
      left,
      habits: drawHabits(random, i, resources, lines),
    };
  });
}

function drawHabits(
  random: Random,
  index: number,
  resources: Resources,
  lines: CompanyLines,
): Habits[] {
  const job = JOBS[index % JOBS.length];
  const all = JOB_ACTIVITIES[job];
  const hour = hoursAround(8 + 7 * random.uniform(), 1.2 + random.uniform());
  const console = 0.15 + 0.6 * random.uniform();
  const hasFactor = random.uniform() < 0.6;
  const pace = SESSIONS_PER_DAY * Math.exp(random.normal(0, 0.4));
  const movesRegion = random.uniform() < NEW_REGION_SHARE;
  const ownRegions = random.uniform() < 0.7 ? ['us-east-1'] : ['us-east-1', 'eu-west-1'];
  let names = random.shuffle(all).slice(0, N_HABITS);
  let targets: ReadonlyMap<keyof Resources, readonly string[]> = drawTargets(random, resources);
  let home = drawAddress(random);
  let accessKeyId = accessKey(random, 'AKIA');
  return QUARTERS.map((quarter): Habits => {
    if (quarter > 0) {
      names = nextHabits(random, names, all);
      targets = nextTargets(random, targets, resources);
      if (random.uniform() < HOME_CHANGE) home = drawAddress(random);
      if (quarter % 2 === 0) accessKeyId = accessKey(random, 'AKIA');
    }
    const [office, ...others] = linesIn(lines, quarter);
    const isNewRegion = movesRegion && quarter >= REGION_FROM;
    return {
      sessionsPerDay: pace * growth(quarter),
      weekend: WEEKEND,
      runsPerDay: JOB_RUNS[job] * growth(quarter),
      hour,
      activities: habitual(names, quarter),
      more: MORE_ACTIVITIES,
      networks: [office, home, ...others],
      regions: isNewRegion ? ['eu-central-1', ...ownRegions] : ownRegions,
      console,
      secondFactor: hasFactor || quarter >= SECOND_FACTOR_FROM ? 0.95 : 0.03,
      targets,
      accessKeyId,
    };
  });
}

import type { WhisUser } from './company';
import { WHIS_DIFFICULTIES } from './difficulty';
import { WHIS_ATTACK_KINDS } from './event';
import type { WhisDataset } from './generator';
import { attackDays, usualDays, victims } from './occasion';
import { stepDensity, type WhisSession } from './session';
import { attackModel, normalModel, type SessionModel } from './session-model';

/** A way in which a session may have come about. */
interface Way {
  readonly model: SessionModel;
  /** Logarithm of the probability of the way, the user and the day. */
  logPrior(session: WhisSession): number;
}

/**
 * The probability of each event to be an attack's, given the session's events up to and including it, and
 * everything true: habits, chains, rates, and which events belong to one session.
 *
 * Sessions are independent given the users, so no other event says more: ranking by this posterior has the
 * highest expected ROC AUC among all detectors that see no event's future, and its figures are the bound for those.
 * (But for the share of attacks and of users in the sessions, which are those of the data set, and lengths,
 * entropies that are rounded after they are drawn.)
 *
 * @returns by event id, shape `[dataset.labels.length]`, in [0, 1], higher is more anomalous.
 * @throws {RangeError} if an event cannot have come from the model.
 */
export function whisOracle(dataset: WhisDataset): Float64Array {
  const { company, sessions, labels } = dataset;
  const waysOf = waysOfUsers(dataset);
  const ways = company.users.map((user) => waysOf(user));
  const posteriors = sessions.map((session) => sessionPosteriors(session, ways[session.user]));
  const nSeen = new Int32Array(sessions.length);
  return Float64Array.from(labels, ({ session }) => posteriors[session][nSeen[session]++]);
}

function waysOfUsers({ company, difficulty, start, sessions }: WhisDataset) {
  const rates = WHIS_DIFFICULTIES[difficulty];
  const nAttacks = sessions.filter(({ attack }) => attack !== null).length;
  const [victim, usual, anyDay] = [victims(company), usualDays(start), attackDays()];
  const attackShare = nAttacks / sessions.length;
  const logOwn = Math.log((1 - attackShare) / company.users.length);
  const logAttack = Math.log(attackShare / WHIS_ATTACK_KINDS.length);
  return (user: WhisUser): readonly Way[] => [
    {
      model: normalModel(user, company, rates),
      logPrior: ({ day }) => logOwn + Math.log(usual.density(day)),
    },
    ...WHIS_ATTACK_KINDS.map((kind) => ({
      model: attackModel(kind, user, company, rates),
      logPrior: (session: WhisSession) =>
        logAttack + Math.log(victim.density(session.user) * anyDay.density(session.day)),
    })),
  ];
}

/** Shape `[session.steps.length]`; the first of the ways is the user's own. */
function sessionPosteriors(session: WhisSession, ways: readonly Way[]): number[] {
  const logs = ways.map(
    ({ model, logPrior }) => logPrior(session) + Math.log(model.hour.density(session.hour)),
  );
  return session.steps.map((step, i) => {
    ways.forEach(({ model }, k) => {
      logs[k] += Math.log(stepDensity(model, session.steps[i - 1], step));
    });
    const largest = Math.max(...logs);
    if (largest === -Infinity) {
      throw new RangeError(`step ${i} of a session on day ${session.day} is impossible`);
    }
    const shares = logs.map((log) => Math.exp(log - largest));
    const ofAttacks = shares.slice(1).reduce((sum, share) => sum + share, 0);
    return ofAttacks / (ofAttacks + shares[0]);
  });
}

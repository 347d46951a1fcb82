import type { Random } from '../../../random';
import type { JsonObject } from '../json-object';
import { quarterOf } from './drift';
import { accessKey, principalId } from './ids';
import type { CloudTrailSession } from './session';

/** What a session's records share. */
interface Credentials {
  readonly consoleKey: string;
  readonly roleKey: string;
}

/** Writes `userIdentity` of a session's calls; keys and ids of roles are kept for all of its calls. */
export interface IdentityWriter {
  /** Of call `index`; `invokedBy` where a service calls in the session's name. */
  write(session: CloudTrailSession, index: number, invokedBy: string): JsonObject;
}

/** A writer for one account. */
export function identityWriter(random: Random, accountId: string, start: number): IdentityWriter {
  const known = new WeakMap<CloudTrailSession, Credentials>();
  const roleIds = new Map<string, string>();
  const credentialsOf = (session: CloudTrailSession) => {
    const found = known.get(session) ?? {
      consoleKey: accessKey(random, 'ASIA'),
      roleKey: accessKey(random, 'ASIA'),
    };
    known.set(session, found);
    return found;
  };
  const idOf = (role: string) => {
    const id = roleIds.get(role) ?? principalId(random, 'AROA');
    roleIds.set(role, id);
    return id;
  };
  const created = ({ day, hour }: CloudTrailSession) =>
    isoSeconds(start + day * 86_400_000 + 3_600_000 * hour);
  const assumed = (session: CloudTrailSession, role: string, more: JsonObject): JsonObject => {
    const id = idOf(role);
    return {
      type: 'AssumedRole',
      principalId: `${id}:session`,
      arn: `arn:aws:sts::${accountId}:assumed-role/${role}/session`,
      accountId,
      ...more,
      sessionContext: {
        sessionIssuer: {
          type: 'Role',
          principalId: id,
          arn: `arn:aws:iam::${accountId}:role/${role}`,
          accountId,
          userName: role,
        },
        webIdFederationData: {},
        attributes: { creationDate: created(session), mfaAuthenticated: 'false' },
      },
    };
  };
  const user = (session: CloudTrailSession, isLogin: boolean): JsonObject => {
    const { principal, isConsole, hasSecondFactor, day } = session;
    const { name, principalId: id, habits } = principal;
    const own = { type: 'IAMUser', principalId: id, arn: userArn(accountId, name), accountId };
    if (isLogin) return { ...own, userName: name };
    if (!isConsole) {
      return { ...own, accessKeyId: habits[quarterOf(day)].accessKeyId, userName: name };
    }
    return {
      ...own,
      accessKeyId: credentialsOf(session).consoleKey,
      userName: name,
      sessionContext: {
        sessionIssuer: {},
        webIdFederationData: {},
        attributes: { creationDate: created(session), mfaAuthenticated: String(hasSecondFactor) },
      },
    };
  };
  return {
    write: (session, index, invokedBy) => {
      const { principal, steps, day } = session;
      const { as, by, call } = steps[index].step;
      const via = invokedBy && { invokedBy };
      if (as === 'service') return { type: 'AWSService', invokedBy: by };
      if (as === 'serviceEvent') return { accountId, invokedBy: by };
      if (as === 'serviceRole') return { ...assumed(session, SERVICE_ROLE, {}), invokedBy: by };
      if (as === 'role') {
        const { roleKey: accessKeyId } = credentialsOf(session);
        return { ...assumed(session, roleOf(session, index), { accessKeyId }), ...via };
      }
      if (principal.kind === 'person' || principal.kind === 'pipeline') {
        return { ...user(session, call === 'signin:ConsoleLogin'), ...via };
      }
      const { accessKeyId } = principal.habits[quarterOf(day)];
      return { ...assumed(session, `${principal.name}-role`, { accessKeyId }), ...via };
    },
  };
}

/** A time as AWS writes it in records. */
export function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

const SERVICE_ROLE = 'AWSServiceRoleForAmazonInspector2';
/** Whose credentials are stolen, where no role was assumed before. */
const STOLEN_ROLE = 'instance-1-role';

const userArn = (accountId: string, name: string) => `arn:aws:iam::${accountId}:user/${name}`;

/** The role that was assumed last before a call. */
function roleOf({ steps }: CloudTrailSession, index: number): string {
  for (let i = index - 1; i >= 0; i--) {
    if (steps[i].step.call === 'sts:AssumeRole') return steps[i].target;
  }
  return STOLEN_ROLE;
}

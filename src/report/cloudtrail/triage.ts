import { type AttackTactic, attackTactic } from '../../data/cloudtrail/attack-tactics';
import type { CloudTrailClass, CloudTrailEvent } from '../../data/cloudtrail/event';
import type { JudgedEvent } from '../../pipeline/cloudtrail/find-threats';
import { valueText } from '../findings/finding-texts';

/** What to look at first, by what attackers use the call for. */
const BY_TACTIC: Readonly<Record<Exclude<AttackTactic, 'none'>, string>> = {
  'Initial Access':
    'Check with the owner whether this login or session is theirs, and what the session did next.',
  Execution: 'Check what was run, on which machine, and who asked for it.',
  Persistence:
    'Check whether the new user, key, role or permission was asked for; what it did since; and take it back if not.',
  'Privilege Escalation':
    'Compare the rights before and after this call, and look for the first use of the new ones.',
  'Defense Evasion':
    'Check that logging and guards are on again, and search by other logs for what was done while they were off.',
  'Credential Access':
    'Find out which secrets were read, change them, and look for their use from elsewhere.',
  Discovery: 'Look at what else it listed within the hour: looking round comes before taking.',
  'Lateral Movement':
    'Look at the machine or role that it moved to, from this time on, as at this one.',
  Collection: 'Find out which data were read, how much, and where to.',
  Exfiltration:
    'Check which account or network has access now, take it back, and find out what was copied since.',
  Impact:
    'Check what was deleted, encrypted or started, at what cost, and whether a backup is whole.',
};

/** The same of calls that are no known step of an attack. */
const BY_CLASS: Readonly<Record<CloudTrailClass, string>> = {
  Normal: 'Compare the event with what the principal does as a rule.',
  'Suspicious Login':
    'Check with the owner whether this session is theirs, and what it did before and after.',
  'Privilege Escalation':
    'Look for changes of users, roles, keys and policies by this principal within an hour.',
  'Data Exfiltration':
    'Look for reads, copies and shares of data by this principal within an hour.',
  'Malicious API Calls': 'Look for what this principal created, changed or deleted within an hour.',
};

/** What to do about the strongest reason that has something to it. */
const BY_REASON: Readonly<Record<string, (event: CloudTrailEvent) => string>> = {
  newNetwork: ({ sourceIpAddress }) =>
    `Find out whose ${valueText(sourceIpAddress)} is, and who else came from there.`,
  withoutMfa: () => 'Ask why no second factor was needed.',
  newRegion: ({ awsRegion }) => `Look for what else runs in ${valueText(awsRegion)}.`,
  newResource: ({ resources }) =>
    resources.length > 0
      ? `Look for who else touched ${valueText(resources[0])} that day.`
      : 'Look for who else touched the same resources that day.',
  newResourceRate: () => 'List the resources that it named within the hour.',
  hourSurprise: () => 'Ask the owner whether they were at work at that hour.',
  burst: () => 'Tell by its pace whether a script or a person calls.',
  eventRate: () => 'Tell by its pace whether a script or a person calls.',
  errorRate: () => 'List which of its calls were refused, and which came through after.',
};

/**
 * What to look at next, in two or three short sentences: by the ATT&CK tactic of the call, or else the threat's type; by
 * who called; and by the error, or else the strongest reason for which there is something to do.
 *
 * For people who know AWS and not the model. The sentences are the project's, chosen by hand; they are questions, no verdict.
 */
export function triageText({ event, threat, reasons = [] }: JudgedEvent): string {
  const tactic = attackTactic(event.eventSource, event.eventName);
  const first = tactic === 'none' ? BY_CLASS[threat.threatType] : BY_TACTIC[tactic];
  const known = reasons.find(
    ({ feature, actual, typical, eventsAgo }) =>
      feature in BY_REASON && actual > typical && eventsAgo === 0,
  );
  const last =
    event.errorCode === '' ? known && BY_REASON[known.feature](event) : refusedWords(event);
  return [first, callerWords(event), ...(last ? [last] : [])].join(' ');
}

function refusedWords({ errorCode }: CloudTrailEvent): string {
  return `The call ended in ${valueText(errorCode)}: look for the same call that came through later.`;
}

/** Whom to ask, and whose other events to read. */
function callerWords({ identityType, accessKeyId, sourceIpAddress }: CloudTrailEvent): string {
  const key = accessKeyId === '' ? '' : valueText(accessKeyId);
  const others = key
    ? `look at the calls with access key ${key} within an hour after`
    : 'look at its calls within an hour after';
  switch (identityType) {
    case 'Root':
      return `Nobody should work as root: ask who did, and ${others}.`;
    case 'AssumedRole':
      return `Ask who assumed the role (sts AssumeRole before it), and ${others}.`;
    case 'AWSService':
      return `A service called: find out who told ${valueText(sourceIpAddress)} to.`;
    case 'AWSAccount':
      return `Another account called: check whether it is one of yours, and ${others}.`;
    default:
      return `Ask the owner, and ${others}.`;
  }
}

import { isIP } from 'node:net';
import { ATTACK_TACTICS } from '../../data/cloudtrail/attack-tactics';
import type { CloudTrailEvent } from '../../data/cloudtrail/event';
import { readingOf } from '../../pipeline/cloudtrail/reason-reading';
import type { ThreatReason } from '../../pipeline/cloudtrail/threat-reasons';
import { formatNumber } from '../../plots/format';
import { valueText } from '../findings/finding-texts';
import { durationWords } from '../profile/profile-words';

/** The event is null where the value is of one before, of which nothing else is known. */
type Words = (reason: ThreatReason, event: CloudTrailEvent | null) => string;

const TACTICS = Object.keys(ATTACK_TACTICS);
/** Below the logarithm of 30 days only by rounding. */
const FIRST_IN_30_DAYS = Math.log1p(30 * 86_400) - 1e-9;

/** What a feature's value says, in words; rates count events half after 10 minutes, which `recent` stands for. */
const WORDS: Readonly<Record<string, Words>> = {
  eventRate: rate('recent events of this principal'),
  callRate: rate('recent events of it with this call'),
  errorRate: rate('recent errors of this principal'),
  newResourceRate: rate('recent resources that it had never named'),
  burst: (reason) =>
    `${own(reason)} times as many recent events as its last days have (typically ${usual(reason)})`,
  secondsSinceLast: ({ feature, actual, typical }) =>
    actual >= FIRST_IN_30_DAYS
      ? 'its first event, or the first in 30 days'
      : `${durationWords(readingOf(feature, actual))} after its event before (typically ${durationWords(readingOf(feature, typical))})`,
  hourSurprise: (reason, event) =>
    `${event ? `at ${hourOf(event)} h UTC` : 'at that hour'} it acts ${own(reason)} times as often as on average (typically ${usual(reason)})`,
  isWeekend: either('on a weekend, UTC', 'on a working day, UTC'),
  newCall: either(
    'this principal never made this call before',
    'a call that this principal has made before',
  ),
  newService: ({ actual }, event) => {
    const service = event ? valueText(event.eventSource) : 'the service';
    return actual === 1 ? `first time it calls ${service}` : `it has called ${service} before`;
  },
  callSurprise: (reason) =>
    `about 1 in ${own(reason)} of its events is this call (typically 1 in ${usual(reason)})`,
  withoutMfa: either('without a second factor', 'not said to be without a second factor'),
  sequenceSurprise: (reason) =>
    `after its call before, this one comes about 1 time in ${own(reason)} (typically 1 in ${usual(reason)})`,
  isWrite: either('a call that may change something', 'a call that only reads'),
  errorSurprise: (reason, event) =>
    reason.actual > 0
      ? `${event ? valueText(event.errorCode) : 'an error'}, as about 1 in ${own(reason)} such calls`
      : 'no error',
  attackStage: ({ actual }) => {
    const tactic = TACTICS[Math.round(actual * (TACTICS.length - 1))];
    return actual === 0
      ? 'a call that is no known step of an attack'
      : `a call that attackers use for ${tactic}`;
  },
  newNetwork: ({ actual }, event) =>
    `${actual === 1 ? 'first time' : 'again'} ${event ? sourceWords(event) : 'from the network'}`,
  newRegion: ({ actual }, event) =>
    `${actual === 1 ? 'first time' : 'again'} in ${event ? valueText(event.awsRegion) : 'the region'}`,
  fromService: either('called by a service of AWS', 'called from an address'),
  newResource: either(
    'names a resource that it had never named',
    'names no resource that is new to it',
  ),
  history: () => 'what it did just before',
};

/** A reason in plain words, with values, in one line; `it` is the principal. */
export function reasonWords(reason: ThreatReason, event: CloudTrailEvent): string {
  const { feature, eventsAgo } = reason;
  if (eventsAgo === 0) return WORDS[feature](reason, event);
  const ago = eventsAgo === 1 ? 'one event before' : `${eventsAgo} events before`;
  return `${ago}: ${WORDS[feature](reason, null)}`;
}

function either(yes: string, no: string): Words {
  return ({ actual }) => (actual === 1 ? yes : no);
}

function rate(what: string): Words {
  return (reason) => `about ${own(reason)} ${what} (typically ${usual(reason)})`;
}

function sourceWords({ sourceIpAddress: source }: CloudTrailEvent): string {
  const words = valueText(source);
  return isIP(source) > 0 ? `from the network of ${words}` : `through ${words}`;
}

const hourOf = ({ eventTime }: CloudTrailEvent) => new Date(eventTime).toISOString().slice(11, 13);

const own = ({ feature, actual }: ThreatReason) => formatNumber(readingOf(feature, actual));

const usual = ({ feature, typical }: ThreatReason) => formatNumber(readingOf(feature, typical));

import type { CloudTrailEvent } from '../../data/cloudtrail/event';
import {
  type CallCounts,
  errorSurprise,
  PRIOR_EVENTS,
  shareBehind,
  shareOfCall,
} from './call-counts';
import type { CallNames } from './call-names';
import { countAt, faded, MAX_REMEMBERED, type PrincipalHistory, remember } from './history';

const MINUTE = 60_000;
const HALF_LIFE = 10 * MINUTE;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const LONGEST_SECONDS = 30 * 86_400;

/** All that features are made of. */
export type DescribedEvent = Pick<
  CloudTrailEvent,
  | 'eventTime'
  | 'eventSource'
  | 'eventName'
  | 'awsRegion'
  | 'sourceIpAddress'
  | 'errorCode'
  | 'readOnly'
  | 'mfa'
  | 'resources'
>;

/** What both writing and remembering need of an event. */
export interface Sight {
  readonly call: number;
  /** Of the call, as `CallNames` has it. */
  readonly stage: number;
  /** The principal's call before this one, made in the same way. */
  readonly before: number;
  readonly isAddress: boolean;
  readonly network: string;
  /** Hour of the day, UTC. */
  readonly hour: number;
  /** Hashes of resources that the principal never named before. */
  readonly newResources: readonly number[];
}

/** What there is to know of an event at a glance. */
export function sightOf(event: DescribedEvent, history: PrincipalHistory, names: CallNames): Sight {
  const { eventTime, sourceIpAddress } = event;
  const isAddress = startsAsAddress(sourceIpAddress);
  const call = names.idOf(event.eventSource, event.eventName);
  return {
    call,
    stage: names.stageOf(call),
    before: isAddress ? history.lastCall : history.lastServiceCall,
    isAddress,
    network: isAddress ? networkOf(sourceIpAddress) : sourceIpAddress,
    hour: modulo(Math.floor(eventTime / HOUR), 24),
    newResources: newResourcesOf(event, history),
  };
}

/** Writes the features of an event, in the order of `CLOUDTRAIL_FEATURES`, from `offset` on. */
export function writeFeatures(
  event: DescribedEvent,
  history: PrincipalHistory,
  counts: CallCounts,
  { call, stage, isAddress, network, hour, newResources }: Sight,
  out: Float64Array,
  offset: number,
): void {
  const { eventTime: now, errorCode } = event;
  const known = history.calls.get(call);
  const prior = PRIOR_EVENTS * shareOfCall(counts);
  const share = ((known?.nEvents ?? 0) + prior) / (history.nEvents + PRIOR_EVENTS);
  const rate = faded(history.events, now, HALF_LIFE);
  const usualRate = faded(history.eventsOfDays, now, DAY) * (HALF_LIFE / DAY);
  let i = offset;
  out[i++] = Math.log1p(rate);
  out[i++] = known === undefined ? 0 : Math.log1p(faded(known, now, HALF_LIFE));
  out[i++] = Math.log1p(faded(history.errors, now, HALF_LIFE));
  out[i++] = Math.log((1 + rate) / (1 + usualRate));
  out[i++] = Math.log1p(secondsSinceLast(history, now));
  out[i++] = hourSurprise(history, hour);
  out[i++] = isWeekend(now);
  out[i++] = known === undefined ? 1 : 0;
  out[i++] = history.services.has(event.eventSource) ? 0 : 1;
  out[i++] = -Math.log2(share);
  out[i++] = event.mfa === false ? 1 : 0;
  out[i++] = -Math.log2(shareBehind(counts, share));
  out[i++] = event.readOnly === true ? 0 : 1;
  out[i++] = errorCode === '' ? 0 : errorSurprise(counts);
  out[i++] = stage;
  out[i++] = history.networks.has(network) ? 0 : 1;
  out[i++] = history.regions.has(event.awsRegion) ? 0 : 1;
  out[i++] = isAddress ? 0 : 1;
  out[i++] = newResources.length > 0 ? 1 : 0;
  out[i++] = Math.log1p(faded(history.newResources, now, HALF_LIFE));
}

/** Remembers an event. Changes the history. */
export function rememberEvent(
  { eventTime: now, eventSource, awsRegion, errorCode }: DescribedEvent,
  history: PrincipalHistory,
  { call, isAddress, network, hour, newResources }: Sight,
): void {
  rememberCall(history, call, now);
  remember(history.services, eventSource, MAX_REMEMBERED.services);
  remember(history.networks, network, MAX_REMEMBERED.networks);
  remember(history.regions, awsRegion, MAX_REMEMBERED.regions);
  for (const hash of newResources) remember(history.resources, hash, MAX_REMEMBERED.resources);
  countAt(history.events, now, HALF_LIFE);
  countAt(history.eventsOfDays, now, DAY);
  if (errorCode !== '') countAt(history.errors, now, HALF_LIFE);
  if (newResources.length > 0) countAt(history.newResources, now, HALF_LIFE, newResources.length);
  history.hours[hour]++;
  history.nEvents++;
  history.lastTime = now;
  if (isAddress) history.lastCall = call;
  else history.lastServiceCall = call;
}

/** AWS writes `AWS Internal` or a service's name where no address calls. */
export function startsAsAddress(source: string): boolean {
  const first = source.charCodeAt(0);
  return (first >= 48 && first <= 57) || source.includes(':');
}

/** The first two numbers of an address: /16 of IPv4, /32 of IPv6. */
export function networkOf(address: string): string {
  const mark = address.includes(':') ? ':' : '.';
  const end = address.indexOf(mark, address.indexOf(mark) + 1);
  return end < 0 ? address : address.slice(0, end);
}

function secondsSinceLast({ nEvents, lastTime }: PrincipalHistory, now: number): number {
  return nEvents === 0 ? LONGEST_SECONDS : Math.min((now - lastTime) / 1000, LONGEST_SECONDS);
}

/** Bits above those of an even spread, one event being added to each hour. */
function hourSurprise({ hours, nEvents }: PrincipalHistory, hour: number): number {
  const nearby = (hours[(hour + 23) % 24] + 2 * hours[hour] + hours[(hour + 1) % 24]) / 4;
  return -Math.log2((24 * (nearby + 1)) / (nEvents + 24));
}

/** The epoch began on a Thursday. */
function isWeekend(now: number): number {
  const day = modulo(Math.floor(now / DAY) + 4, 7);
  return day === 0 || day === 6 ? 1 : 0;
}

/** Never negative, also before 1970. */
function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

function rememberCall({ calls }: PrincipalHistory, call: number, now: number): void {
  let counted = calls.get(call);
  if (counted === undefined) {
    if (calls.size >= MAX_REMEMBERED.calls) calls.delete(calls.keys().next().value as number);
    counted = { nEvents: 0, count: 0, time: now };
    calls.set(call, counted);
  }
  counted.nEvents++;
  countAt(counted, now, HALF_LIFE);
}

const NO_RESOURCES: readonly number[] = [];

function newResourcesOf(
  { resources }: DescribedEvent,
  { resources: known }: PrincipalHistory,
): readonly number[] {
  let found: number[] | undefined;
  for (const resource of resources) {
    const hash = hashOf(resource);
    if (known.has(hash)) continue;
    found ??= [];
    if (!found.includes(hash)) found.push(hash);
  }
  return found ?? NO_RESOURCES;
}

/** FNV-1a over UTF-16, 32 bits: of 1,024 names two are taken for one in one of 8,000 histories. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return hash;
}

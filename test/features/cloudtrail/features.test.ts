import { describe, expect, it } from 'vitest';
import type { CloudTrailEvent } from '../../../src/data/cloudtrail/event';
import { readCloudTrail } from '../../../src/data/cloudtrail/read-log';
import {
  type CloudTrailFeatureState,
  checkCloudTrailFeatureState,
} from '../../../src/features/cloudtrail/feature-state';
import { CLOUDTRAIL_FEATURES } from '../../../src/features/cloudtrail/feature-table';
import { createCloudTrailFeatures } from '../../../src/features/cloudtrail/features';
import { createRandom } from '../../../src/random';
import { realData } from '../../real-data';

const real = realData('cloudtrail/invictus-aws-2023-07.jsonl.gz');
const START = Date.UTC(2024, 0, 1, 12); // A Monday.
const FEATURES = CLOUDTRAIL_FEATURES.map(({ name }) => name);

function eventAt(second: number, more: Partial<CloudTrailEvent> = {}): CloudTrailEvent {
  return {
    eventId: `e${second}`,
    eventTime: START + second * 1000,
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    awsRegion: 'us-east-1',
    sourceIpAddress: '192.0.2.7',
    userAgent: 'cli',
    identityType: 'IAMUser',
    principal: 'arn:aws:iam::1:user/a',
    accountId: '1',
    accessKeyId: 'K',
    errorCode: '',
    readOnly: true,
    managementEvent: true,
    mfa: null,
    resources: [],
    ...more,
  };
}

/** Features of each event by name. */
function featuresOf(events: readonly CloudTrailEvent[]): Record<string, number>[] {
  const { data } = createCloudTrailFeatures().addAll(events);
  return events.map(
    (_, i) =>
      Object.fromEntries(FEATURES.map((name, j) => [name, data[i * 20 + j]])) as Record<
        string,
        number
      >,
  );
}

/** Events of several principals, with ties in time, errors, services and resources. */
function manyEvents(n: number): CloudTrailEvent[] {
  const random = createRandom(7);
  const pick = <T>(values: readonly T[]) => values[random.integer(values.length)];
  let second = 0;
  return Array.from({ length: n }, (_, i) => {
    second += pick([0, 0, 1, 30, 4000]);
    return eventAt(second, {
      eventId: `e${i}`,
      eventName: pick(['DescribeInstances', 'RunInstances', 'CreateUser', 'GetObject']),
      eventSource: pick(['ec2.amazonaws.com', 'iam.amazonaws.com', 's3.amazonaws.com']),
      principal: pick(['a', 'b', 'c']),
      sourceIpAddress: pick(['192.0.2.7', '198.51.100.1', '2001:db8::1', 'ec2.amazonaws.com']),
      awsRegion: pick(['us-east-1', 'eu-west-1']),
      errorCode: pick(['', '', '', 'AccessDenied']),
      readOnly: pick([true, false, null]),
      mfa: pick([true, false, null]),
      resources: pick([[], ['x'], [`r${i % 9}`, 'y']]),
    });
  });
}

const readReal = async () => {
  const events: CloudTrailEvent[] = [];
  for await (const batch of readCloudTrail(real!)) events.push(...batch);
  return events;
};

describe('CLOUDTRAIL_FEATURES', () => {
  it('are 20 with names of their own, in six families, with definition and unit', () => {
    expect(new Set(FEATURES).size).toBe(20);
    expect(new Set(CLOUDTRAIL_FEATURES.map(({ family }) => family)).size).toBe(6);
    for (const { definition, unit } of CLOUDTRAIL_FEATURES) {
      expect(definition.length).toBeGreaterThan(20);
      expect(unit).not.toBe('');
    }
  });
});

describe('createCloudTrailFeatures', () => {
  it('has all new at first, and nothing at the second time', () => {
    const [first, second] = featuresOf([
      eventAt(0, { resources: ['i-1'] }),
      eventAt(0, { resources: ['i-1'] }),
    ]);
    const news = ['newCall', 'newService', 'newNetwork', 'newRegion', 'newResource'] as const;
    expect(news.map((name) => first[name])).toEqual([1, 1, 1, 1, 1]);
    expect(news.map((name) => second[name])).toEqual([0, 0, 0, 0, 0]);
    expect(first.secondsSinceLast).toBeCloseTo(Math.log1p(30 * 86_400), 12);
    expect([second.secondsSinceLast, second.eventRate]).toEqual([0, Math.log(2)]);
    expect([first.newResourceRate, second.newResourceRate]).toEqual([0, Math.log(2)]);
  });

  it('counts half after ten minutes, and by principal, call and failure', () => {
    const denied = { eventName: 'CreateUser', errorCode: 'AccessDenied' };
    const rows = featuresOf([
      eventAt(0),
      eventAt(0, denied),
      eventAt(600, denied),
      eventAt(600, { principal: 'b' }),
    ]);
    expect(rows[2].eventRate).toBeCloseTo(Math.log(1 + 1), 12);
    expect(rows[2].callRate).toBeCloseTo(Math.log(1 + 0.5), 12);
    expect(rows[2].errorRate).toBeCloseTo(Math.log(1 + 0.5), 12);
    const usual = (2 * 2 ** (-1 / 144)) / 144;
    expect(rows[2].burst).toBeCloseTo(Math.log(2 / (1 + usual)), 12);
    expect([rows[3].eventRate, rows[3].callRate, rows[3].errorRate]).toEqual([0, 0, 0]);
  });

  it('has bits of calls, sequences, errors and hours by their counts', () => {
    const describeCall = {};
    const run = { eventName: 'RunInstances', readOnly: false };
    const rows = featuresOf([
      eventAt(0, describeCall),
      eventAt(1, run),
      eventAt(2, describeCall),
      eventAt(3, { ...run, errorCode: 'AccessDenied' }),
    ]);
    // 3 events of 2 calls: run has (1 + 1) / (3 + 2) of all, (1 + 5 * 2/5) / (3 + 5) of the principal's.
    expect(rows[3].callSurprise).toBeCloseTo(-Math.log2(3 / 8), 12);
    // Behind describe once of once.
    expect(rows[3].sequenceSurprise).toBeCloseTo(-Math.log2((1 + 5 * (3 / 8)) / (1 + 5)), 12);
    expect(rows[3].errorSurprise).toBeCloseTo(Math.log2((1 + 2) / (0 + 1)), 12);
    expect(rows[2].errorSurprise).toBe(0);
    expect(rows[3].hourSurprise).toBeCloseTo(-Math.log2((24 * (1.5 + 1)) / (3 + 24)), 12);
    expect(rows.map(({ isWrite }) => isWrite)).toEqual([0, 1, 0, 1]);
  });

  it('knows networks, services, second factors, weekends and stages of attacks', () => {
    const rows = featuresOf([
      eventAt(0),
      eventAt(1, { sourceIpAddress: '192.0.99.1' }),
      eventAt(2, { sourceIpAddress: '192.1.2.7', mfa: false }),
      eventAt(3, { sourceIpAddress: 'AWS Internal', mfa: true }),
      eventAt(4, { sourceIpAddress: '2001:db8::1', eventName: 'DeleteFlowLogs' }),
      eventAt(5, { sourceIpAddress: '2001:db8:1::', awsRegion: 'eu-west-1' }),
      eventAt(5 * 86_400, { eventName: 'ConsoleLogin', eventSource: 'signin.amazonaws.com' }),
    ]);
    expect(rows.map(({ newNetwork }) => newNetwork)).toEqual([1, 0, 1, 1, 1, 0, 0]);
    expect(rows.map(({ fromService }) => fromService)).toEqual([0, 0, 0, 1, 0, 0, 0]);
    expect(rows.map(({ withoutMfa }) => withoutMfa)).toEqual([0, 0, 1, 0, 0, 0, 0]);
    expect(rows.map(({ newRegion }) => newRegion)).toEqual([1, 0, 0, 0, 0, 1, 0]);
    expect(rows.map(({ isWeekend }) => isWeekend)).toEqual([0, 0, 0, 0, 0, 0, 1]);
    expect([rows[0], rows[4], rows[6]].map(({ attackStage }) => attackStage)).toEqual([
      7 / 11,
      5 / 11,
      1 / 11,
    ]);
  });

  it('has the same first part to the bit, whatever follows', () => {
    const events = manyEvents(1500);
    const whole = createCloudTrailFeatures().addAll(events).data;
    for (const n of [1, 700, 1499]) {
      const part = createCloudTrailFeatures().addAll(events.slice(0, n)).data;
      expect(part).toEqual(whole.slice(0, n * 20));
    }
    expect(whole.every(Number.isFinite)).toBe(true);
  });

  it.skipIf(real === undefined)('has the same first part of the real log', async () => {
    const events = await readReal();
    const whole = createCloudTrailFeatures().addAll(events).data;
    expect(createCloudTrailFeatures().addAll(events.slice(0, 1000)).data).toEqual(
      whole.slice(0, 20_000),
    );
    expect(whole.every(Number.isFinite)).toBe(true);
    const nNewCalls = events.filter((_, i) => whole[i * 20 + FEATURES.indexOf('newCall')]).length;
    const calls = events.map((event) => [event.principal, event.eventSource, event.eventName]);
    expect(nNewCalls).toBe(new Set(calls.map(String)).size);
  });

  it('takes no feature from names, ids, keys and user agents', () => {
    const events = manyEvents(400);
    const renamed = events.map((event, i) => ({
      ...event,
      principal: `other ${event.principal}`,
      eventId: `${i}`,
      userAgent: 'aws-sdk attack tool',
      accountId: '999',
      accessKeyId: `${i}`,
      identityType: 'AssumedRole',
      resources: event.resources.map((name) => `other ${name}`),
    }));
    expect(createCloudTrailFeatures().addAll(renamed).data).toEqual(
      createCloudTrailFeatures().addAll(events).data,
    );
  });

  it('goes on from a saved state as if it had not stopped', () => {
    const events = manyEvents(900);
    const whole = createCloudTrailFeatures().addAll(events).data;
    const first = createCloudTrailFeatures();
    first.addAll(events.slice(0, 500));
    const saved: unknown = JSON.parse(JSON.stringify(first.state()));
    const state = checkCloudTrailFeatureState(saved, 'state.json');
    const second = createCloudTrailFeatures({ state });
    expect(second.addAll(events.slice(500)).data).toEqual(whole.slice(10_000));
    expect(checkCloudTrailFeatureState(saved, 'state.json')).toEqual(state); // Not changed by it.
    const empty = createCloudTrailFeatures({ state: createCloudTrailFeatures().state() });
    expect(empty.addAll(events).data).toEqual(whole);
  });

  it('refuses a state that is none', () => {
    const state = createCloudTrailFeatures().state();
    expect(() => checkCloudTrailFeatureState({ ...state, version: 2 }, 's.json')).toThrow(
      /^s\.json: version: /,
    );
    const features = createCloudTrailFeatures();
    features.addAll([eventAt(0)]);
    const { principals, ...rest } = features.state();
    const stranger = { ...rest, principals: [{ ...principals[0], lastCall: 99 }] };
    expect(() => checkCloudTrailFeatureState(stranger, 's.json')).toThrow(
      's.json: principals.0: must name calls of the vocabulary',
    );
  });

  it('is bounded in memory', () => {
    const features = createCloudTrailFeatures({ maxPrincipals: 50 });
    const out = new Float64Array(20);
    for (let i = 0; i < 5000; i++) {
      const resources = Array.from({ length: 16 }, (_, j) => `${i} ${j}`);
      const principal = i % 2 === 0 ? 'busy' : `p${i}`;
      const eventName = `Call${i % 700}`;
      const more = {
        principal,
        eventName,
        resources,
        eventSource: `${i % 500}`,
        awsRegion: `${i}`,
      };
      features.add(eventAt(i, { ...more, sourceIpAddress: `10.${i}.0.1` }), out);
    }
    const { principals } = features.state();
    expect(principals.length).toBeLessThanOrEqual(50);
    const busy = principals.find(({ principal }) => principal === 'busy')!;
    const { calls, services, networks, regions, resources } = busy;
    const sizes = [calls, services, networks, regions, resources].map(({ length }) => length);
    expect(sizes).toEqual([256, 250, 64, 64, 1024]);
    expect(out.every(Number.isFinite)).toBe(true);
  });

  it('takes events of one time in their order, and refuses older ones', () => {
    const features = createCloudTrailFeatures();
    const out = new Float64Array(25);
    features.add(eventAt(5), out, 5);
    expect(out.slice(0, 5)).toEqual(new Float64Array(5));
    features.add(eventAt(5), out);
    expect(() => features.add(eventAt(4), out)).toThrow(
      'event e4 must not be older than the one before it',
    );
    expect(() => features.add(eventAt(Number.NaN), out)).toThrow(/must not be older/);
    expect(() => features.add(eventAt(6), out, 6)).toThrow(/room for 20 features from 6 on/);
    expect(() => createCloudTrailFeatures({ maxPrincipals: 0 })).toThrow(/at least 1, got 0/);
    const state = { version: 1 } as CloudTrailFeatureState;
    expect(() => createCloudTrailFeatures({ state })).toThrow(/^state: \w+: Invalid input/);
    expect(createCloudTrailFeatures().addAll([])).toMatchObject({ nSamples: 0, nFeatures: 20 });
    const old = featuresOf([eventAt(-3_000_000_000)]);
    expect(Object.values(old[0]).every(Number.isFinite)).toBe(true);
  });
});

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLOUDTRAIL_ACTIVITIES } from '../../../../src/data/cloudtrail/generator/activities';
import {
  CLOUDTRAIL_ATTACKS,
  LAST_YEAR,
  NEW_CLOUDTRAIL_TECHNIQUES,
} from '../../../../src/data/cloudtrail/generator/attacks';
import {
  type CloudTrailLabel,
  createCloudTrailGenerator,
} from '../../../../src/data/cloudtrail/generator/generator';
import type { Script } from '../../../../src/data/cloudtrail/generator/script';
import type { CloudTrailGeneratorOptions } from '../../../../src/data/cloudtrail/generator/settings';
import { TERRAFORM_SCRIPTS } from '../../../../src/data/cloudtrail/generator/terraform';
import type { JsonObject } from '../../../../src/data/cloudtrail/json-object';
import { cloudTrailEvent } from '../../../../src/data/cloudtrail/record';
import { CLOUDTRAIL_TECHNIQUES } from '../../../../src/data/cloudtrail/techniques';

const DAY = 86_400_000;
const START = Date.UTC(2021, 0, 1);

interface Event {
  readonly record: JsonObject;
  readonly label: CloudTrailLabel;
}

function eventsOf(options: CloudTrailGeneratorOptions): Event[] {
  const batches = [...createCloudTrailGenerator(options).batches()];
  return batches.flatMap(({ records, labels }) =>
    records.map((record, i) => ({ record, label: labels[i] })),
  );
}

const all = eventsOf({ seed: 7 });
const nOf = (source: string) => all.filter(({ label }) => label.source === source).length;
const timeOf = ({ record }: Event) => Date.parse(String(record['eventTime']));

describe('createCloudTrailGenerator', () => {
  it('gives the same bytes for the same seed, and others for another', () => {
    const hash = (seed: number) => {
      const text = JSON.stringify(eventsOf({ seed, days: 40 }));
      return createHash('sha256').update(text).digest('hex');
    };
    expect(hash(7)).toBe(hash(7));
    expect(hash(8)).not.toBe(hash(7));
  });

  it('gives days one by one', () => {
    const [first] = createCloudTrailGenerator({ seed: 1 }).batches();
    expect(first.records[0]['eventVersion']).toBe('1.08');
    expect(first.day).toBe(START);
  });

  it('starts alike, however many days are wanted', () => {
    const some = eventsOf({ seed: 7, days: 60 });
    expect(some.length).toBeGreaterThan(3000);
    expect(all.slice(0, some.length)).toEqual(some);
  });

  it('writes records that can be read, by time, each with an id of its own', () => {
    const times = all.map(({ record }) => cloudTrailEvent(record).eventTime);
    expect(times.every((time, i) => i === 0 || time >= times[i - 1])).toBe(true);
    expect(times[0]).toBeGreaterThanOrEqual(START);
    expect(times.at(-1)).toBeLessThan(START + 1095 * DAY);
    expect(new Set(all.map(({ record }) => record['eventID'])).size).toBe(all.length);
    expect(all.every(({ record, label }) => record['eventID'] === label.eventId)).toBe(true);
  });

  it('keeps to the documented rates', () => {
    expect(all.length).toBeGreaterThan(80_000);
    expect(all.length).toBeLessThan(125_000);
    const shares = ['attack', 'person', 'terraform', 'pipeline', 'role', 'service'].map(
      (source) => nOf(source) / all.length,
    );
    const ranges = [
      [0.006, 0.015],
      [0.27, 0.45],
      [0.13, 0.32],
      [0.06, 0.14],
      [0.12, 0.23],
      [0.1, 0.2],
    ];
    shares.forEach((share, i) => {
      expect(share).toBeGreaterThan(ranges[i][0]);
      expect(share).toBeLessThan(ranges[i][1]);
    });
  });

  it('has every technique, with its class, in 52 attacks a year', () => {
    const attacks = all.filter(({ label }) => label.technique !== '');
    expect(attacks.every(({ label }) => label.source === 'attack')).toBe(true);
    const classes = new Map(attacks.map(({ label }) => [label.technique, label.class]));
    expect(classes).toEqual(new Map(CLOUDTRAIL_TECHNIQUES.map((one) => [one.name, one.class])));
    expect(new Set(attacks.map(({ label }) => label.sequence)).size).toBe(3 * 52);
    const normal = all.filter(({ label }) => label.technique === '');
    expect(normal.every(({ label }) => label.class === 'Normal' && label.sequence === -1)).toBe(
      true,
    );
  });

  it('uses new techniques in the last year alone', () => {
    const early = all.filter((event) => timeOf(event) < START + LAST_YEAR * DAY);
    const names = new Set(early.map(({ label }) => label.technique));
    expect(NEW_CLOUDTRAIL_TECHNIQUES.filter((name) => names.has(name))).toEqual([]);
    expect(names.size - 1).toBe(CLOUDTRAIL_TECHNIQUES.length - NEW_CLOUDTRAIL_TECHNIQUES.length);
  });

  it('has each call of a technique in the work of somebody', () => {
    const callsOf = (scripts: Iterable<Script>) =>
      [...scripts].flatMap(({ steps }) => steps.map(({ call }) => call));
    const activities = [...CLOUDTRAIL_ACTIVITIES.values()].map(({ script }) => script);
    const normal = callsOf([...activities, ...TERRAFORM_SCRIPTS.keys()]);
    const attacks = callsOf(CLOUDTRAIL_ATTACKS.map(({ script }) => script));
    expect(attacks.filter((call) => !normal.includes(call))).toEqual([]);
  });

  it('changes over the years: services and addresses of people', () => {
    const [first, last] = [0, 2].map((year) =>
      all
        .filter(({ label }) => label.source === 'person')
        .filter((event) => Math.floor((timeOf(event) - START) / (365 * DAY)) === year)
        .map(({ record }) => record),
    );
    const services = new Set(first.map(({ eventSource }) => eventSource));
    const newer = last.filter(({ eventSource }) => !services.has(eventSource));
    expect(newer.length / last.length).toBeGreaterThan(0.01);
    const addresses = new Set(first.map(({ sourceIPAddress }) => sourceIPAddress));
    const kept = last.filter(({ sourceIPAddress }) => addresses.has(sourceIPAddress));
    expect(kept.length / last.length).toBeLessThan(0.4);
  });

  it.each([
    [{ seed: 0.5 }, 'seed must be an integer, got 0.5'],
    [{ scale: 0 }, 'scale must be in [0.25, 100], got 0'],
    [{ days: 2000 }, 'days must be an integer in [1, 1095], got 2000'],
    [{ start: 5 }, 'start must be a midnight in UTC from 1970 on, got 5'],
    [{ attacksPerYear: -1 }, 'attacksPerYear must be an integer in [0, 100000], got -1'],
    [{ difficulty: 'none' }, 'difficulty must be one of easy, medium, hard, got none'],
    [{ size: 1 }, 'got size'],
  ])('refuses %o', (options, message) => {
    expect(() => createCloudTrailGenerator(options as CloudTrailGeneratorOptions)).toThrow(message);
  });
});

interface Fields {
  readonly always: readonly string[];
  readonly sometimes: readonly string[];
}
interface Golden {
  readonly identities: Readonly<Record<string, { record: Fields; userIdentity: Fields }>>;
  readonly calls: Readonly<
    Record<string, { readOnly: boolean; requestParameters: readonly string[] | null }>
  >;
}

describe('generated records, against the fields of the real ones', () => {
  const file = join(__dirname, '../../../golden/cloudtrail-fields.json');
  const { identities, calls } = JSON.parse(readFileSync(file, 'utf8')) as Golden;
  /** What an object lacks, and what it has too much. */
  const wrong = (object: object, { always, sometimes }: Fields) => {
    const names = Object.keys(object);
    return [
      ...always.filter((name) => !names.includes(name)).map((name) => `without ${name}`),
      ...names.filter((name) => !always.includes(name) && !sometimes.includes(name)),
    ];
  };

  it('have the fields of their type of identity', () => {
    const found = new Set<string>();
    for (const { record } of all) {
      const { additionalEventData: _, ...others } = record; // roles call S3 here, which no real one does
      const identity = record['userIdentity'] as JsonObject;
      const type = String(identity['type'] ?? 'none');
      const { record: fields, userIdentity } = identities[type];
      for (const name of [...wrong(others, fields), ...wrong(identity, userIdentity)]) {
        found.add(`${type}: ${name}`);
      }
    }
    expect([...found]).toEqual([]);
    expect(
      new Set(all.map(({ record }) => (record['userIdentity'] as JsonObject)['type'])),
    ).toEqual(new Set(['IAMUser', 'AssumedRole', 'AWSService', undefined]));
  });

  it('have parameters of the same names, and the same marks of reading, where the call is a real one', () => {
    const found = new Set<string>();
    let nReal = 0;
    for (const { record } of all) {
      const name = `${String(record['eventSource']).split('.')[0]}:${record['eventName']}`;
      const real = calls[name];
      if (!real) continue;
      nReal++;
      if (real.readOnly !== record['readOnly']) found.add(`${name}: readOnly`);
      const names = Object.keys((record['requestParameters'] as object | null) ?? {});
      for (const one of names)
        if (!real.requestParameters?.includes(one)) found.add(`${name}: ${one}`);
    }
    expect([...found]).toEqual([]);
    expect(nReal / all.length).toBeGreaterThan(0.7);
  });
});

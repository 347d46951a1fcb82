import { describe, expect, it } from 'vitest';
import { CLOUDTRAIL_FEATURES } from '../../../src/features/cloudtrail/feature-table';
import { createCloudTrailFeatures } from '../../../src/features/cloudtrail/features';
import { reasonWords } from '../../../src/report/cloudtrail/reason-words';
import { event, reason } from './examples';

/** Words of a feature as the features of hand-made events have it, the last of which is told of. */
function wordsOf(feature: string, events: readonly Parameters<typeof event>[0][]): string {
  const start = event().eventTime;
  const made = events.map((changes, i) => event({ eventTime: start + 60_000 * i, ...changes }));
  const { data, nSamples, nFeatures } = createCloudTrailFeatures().addAll(made);
  const column = CLOUDTRAIL_FEATURES.findIndex(({ name }) => name === feature);
  return reasonWords(reason(feature, data[(nSamples - 1) * nFeatures + column]), made.at(-1)!);
}

const six = [{}, {}, {}, {}, {}, {}];

describe('reasonWords', () => {
  it.each<[string, Parameters<typeof wordsOf>[1], string]>([
    ['newCall', [{}], 'this principal never made this call before'],
    ['newCall', [{}, {}], 'a call that this principal has made before'],
    ['newService', [{}], 'first time it calls iam.amazonaws.com'],
    ['newNetwork', [{}], 'first time from the network of 203.0.113.7'],
    [
      'newNetwork',
      [{ sourceIpAddress: 'cloudformation.amazonaws.com' }],
      'first time through cloudformation.amazonaws.com',
    ],
    ['newRegion', [{}, {}], 'again in us-east-1'],
    ['newResource', [{}], 'names a resource that it had never named'],
    ['fromService', [{ sourceIpAddress: 'ec2.amazonaws.com' }], 'called by a service of AWS'],
    ['withoutMfa', [{}], 'without a second factor'],
    ['isWrite', [{ readOnly: true }], 'a call that only reads'],
    ['isWeekend', [{}], 'on a working day, UTC'],
    ['eventRate', six, 'about 4 recent events of this principal (typically 0)'],
    [
      'errorRate',
      [...Array(5).fill({ errorCode: 'AccessDenied' }), {}],
      'about 4 recent errors of this principal (typically 0)',
    ],
    ['secondsSinceLast', [{}, {}], '60 s after its event before (typically 0 s)'],
    ['secondsSinceLast', [{}], 'its first event, or the first in 30 days'],
    ['attackStage', [{}], 'a call that attackers use for Persistence'],
    ['attackStage', [{ eventName: 'NewCall' }], 'a call that is no known step of an attack'],
    ['errorSurprise', [{ errorCode: 'AccessDenied' }], 'AccessDenied, as about 1 in 2 such calls'],
    ['errorSurprise', [{}], 'no error'],
    ['hourSurprise', [{}], 'at 03 h UTC it acts 1 times as often as on average (typically 1)'],
  ])('says %s of %#', (feature, events, words) => {
    expect(wordsOf(feature, events)).toBe(words);
  });

  it('has words for every feature and for the history, of the event and of one before', () => {
    for (const feature of [...CLOUDTRAIL_FEATURES.map(({ name }) => name), 'history']) {
      expect(reasonWords(reason(feature, 1), event()), feature).not.toMatch(/undefined|NaN/);
      const before = reasonWords(reason(feature, 1, { eventsAgo: 3 }), event());
      expect(before, feature).toMatch(/^3 events before: /);
      expect(before, feature).not.toMatch(/undefined|NaN|203\.0|us-east|iam\.|03 h/);
    }
  });

  it('tells small counts from none, in the words that values read as', () => {
    const rate = (count: number) => reasonWords(reason('callRate', Math.log1p(count)), event());
    expect(rate(0.3)).toBe('about 0.3 recent events of it with this call (typically 0)');
    expect(rate(0.02)).toContain('about 0.02 recent events');
    expect(rate(0.004)).toContain('about 0 recent events');
    expect(rate(3.6)).toContain('about 4 recent events');
    const burst = reason('burst', Math.log(0.03), { typical: Math.log(3412.4) });
    expect(reasonWords(burst, event())).toBe(
      '0.03 times as many recent events as its last days have (typically 3,412)',
    );
  });

  it('keeps what a log says in one line', () => {
    const text = reasonWords(
      reason('newRegion', 1),
      event({ awsRegion: `a\nb${'c'.repeat(200)}` }),
    );
    expect(text).not.toContain('\n');
    expect(text.length).toBeLessThan(120);
  });
});

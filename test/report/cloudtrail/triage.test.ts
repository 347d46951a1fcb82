import { describe, expect, it } from 'vitest';
import callsByTactic from '../../../src/data/cloudtrail/attack-tactics.json';
import { CLOUDTRAIL_CLASSES } from '../../../src/data/cloudtrail/event';
import { triageText } from '../../../src/report/cloudtrail/triage';
import { judged, reason } from './examples';

const sentences = (text: string) => text.split(/(?<=[.])\s/);

describe('triageText', () => {
  it('goes by what attackers use the call for', () => {
    expect(triageText(judged())).toMatch(/^Check whether the new user, key, role/);
    const stopped = { eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging' };
    expect(triageText(judged(stopped))).toMatch(/^Check that logging and guards are on again/);
  });

  it('goes by the type of the threat where the call is no known step', () => {
    const unknown = { eventName: 'NewCall' };
    expect(triageText(judged(unknown))).toMatch(/^Look for changes of users, roles, keys/);
    expect(triageText(judged(unknown, { threatType: 'Data Exfiltration' }))).toMatch(
      /^Look for reads/,
    );
  });

  it('names whom to ask and which key to follow', () => {
    expect(triageText(judged())).toContain('the calls with access key AKIAEXAMPLE within an hour');
    expect(triageText(judged({ accessKeyId: '', identityType: 'AssumedRole' }))).toContain(
      'Ask who assumed the role (sts AssumeRole before it), and look at its calls within',
    );
    expect(triageText(judged({ identityType: 'Root' }))).toContain('Nobody should work as root');
  });

  it('ends with the error, else with the first reason that one can do something about', () => {
    const reasons = [reason('newCall', 1), reason('newNetwork', 1), reason('withoutMfa', 1)];
    expect(triageText(judged({}, {}, reasons))).toMatch(/Find out whose 203\.0\.113\.7 is/);
    expect(triageText(judged({ errorCode: 'AccessDenied' }, {}, reasons))).toMatch(
      /ended in AccessDenied: look for the same call that came through later\.$/,
    );
    const usual = [reason('newNetwork', 0), reason('newRegion', 1, { eventsAgo: 2 })];
    expect(sentences(triageText(judged({}, {}, usual)))).toHaveLength(2);
  });

  it('is two or three sentences for every tactic, type and caller', () => {
    const calls = Object.values(callsByTactic).map((techniques) => {
      const [[service, names]] = Object.entries(Object.values(techniques as object)[0]);
      return { eventSource: `${service}.amazonaws.com`, eventName: String(names).split(' ')[0] };
    });
    for (const call of [...calls, { eventName: 'NewCall' }]) {
      for (const threatType of CLOUDTRAIL_CLASSES) {
        for (const identityType of ['IAMUser', 'AWSService', 'AWSAccount', 'Root', '']) {
          const text = triageText(judged({ ...call, identityType }, { threatType }));
          expect(sentences(text).length, text).toBeLessThanOrEqual(3);
          expect(text).toMatch(/\.$/);
          expect(text).not.toContain('undefined');
        }
      }
    }
  });
});

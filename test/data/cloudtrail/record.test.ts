import { describe, expect, it } from 'vitest';
import { cloudTrailEvent } from '../../../src/data/cloudtrail/record';

const record = {
  eventID: 'e-1',
  eventTime: '2023-07-10T12:24:49Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateUser',
  awsRegion: 'us-east-1',
  sourceIPAddress: '192.0.2.7',
  userAgent: 'cli',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::1:user/a', accountId: '1', accessKeyId: 'K' },
  readOnly: false,
  managementEvent: true,
  requestParameters: { userName: 'b' },
};
const withIdentity = (userIdentity: object | null) =>
  cloudTrailEvent({ ...record, userIdentity }).principal;

describe('cloudTrailEvent', () => {
  it('takes what features need', () => {
    expect(cloudTrailEvent(record)).toEqual({
      eventId: 'e-1',
      eventTime: Date.UTC(2023, 6, 10, 12, 24, 49),
      eventSource: 'iam.amazonaws.com',
      eventName: 'CreateUser',
      awsRegion: 'us-east-1',
      sourceIpAddress: '192.0.2.7',
      userAgent: 'cli',
      identityType: 'IAMUser',
      principal: 'arn:aws:iam::1:user/a',
      accountId: '1',
      accessKeyId: 'K',
      errorCode: '',
      readOnly: false,
      managementEvent: true,
      mfa: null,
      resources: ['b'],
    });
  });

  it('groups the sessions of a role, and falls back to id, service and account', () => {
    const role = 'arn:aws:sts::1:assumed-role/deploy';
    expect(withIdentity({ arn: `${role}/session-1` })).toBe(role);
    expect(withIdentity({ principalId: 'AROA1:session' })).toBe('AROA1');
    expect(withIdentity({ invokedBy: 'ec2.amazonaws.com', accountId: '1' })).toBe(
      'ec2.amazonaws.com',
    );
    expect(withIdentity({ accountId: '1' })).toBe('1');
    expect(withIdentity(null)).toBe('');
  });

  it('knows a second factor and a refusal of the console', () => {
    const login = cloudTrailEvent({
      ...record,
      eventName: 'ConsoleLogin',
      responseElements: { ConsoleLogin: 'Failure' },
      additionalEventData: { MFAUsed: 'No' },
    });
    expect(login.errorCode).toBe('ConsoleLoginFailure');
    expect(login.mfa).toBe(false);
    const sessionContext = { attributes: { mfaAuthenticated: 'true' } };
    expect(cloudTrailEvent({ ...record, userIdentity: { sessionContext } }).mfa).toBe(true);
  });

  it('names each resource once, at most 16 of them', () => {
    const items = Array.from({ length: 40 }, (_, i) => ({ instanceId: `i-${i}` }));
    const { resources } = cloudTrailEvent({
      ...record,
      resources: [{ ARN: 'arn:a' }, { arn: 'arn:b' }, null, { ARN: 'arn:a' }],
      requestParameters: { bucketName: 'arn:a', instancesSet: { items } },
    });
    expect(resources.slice(0, 3)).toEqual(['arn:a', 'arn:b', 'i-0']);
    expect(resources).toHaveLength(16);
  });

  it('passes over fields of odd types', () => {
    const odd = cloudTrailEvent({
      ...record,
      userIdentity: 'me',
      resources: 7,
      requestParameters: [1],
      awsRegion: 3,
      readOnly: 'true',
    });
    expect(odd).toMatchObject({ principal: '', resources: [], awsRegion: '', readOnly: true });
  });

  it('names the field that is missing or wrong', () => {
    const { eventTime, ...timeless } = record;
    expect(() => cloudTrailEvent(timeless)).toThrow('eventTime must be a time, got none');
    expect(() => cloudTrailEvent({ ...record, eventTime: 'yesterday' })).toThrow(
      'eventTime must be a time such as 2024-01-31T08:00:00Z, got "yesterday"',
    );
    expect(() => cloudTrailEvent({ ...record, eventName: '' })).toThrow(
      'eventName must be a text, got ""',
    );
    expect(() => cloudTrailEvent({ ...record, eventSource: 1 })).toThrow(/eventSource/);
    for (const wrong of [null, [], 3, 'x', undefined]) {
      expect(() => cloudTrailEvent(wrong)).toThrow(/record must be an object/);
    }
  });
});

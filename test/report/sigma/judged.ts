import type { CloudTrailClass, CloudTrailEvent } from '../../../src/data/cloudtrail/event';
import type { JudgedEvent } from '../../../src/pipeline/cloudtrail/find-threats';
import { riskBandOf } from '../../../src/pipeline/cloudtrail/threat';

const START = Date.UTC(2024, 0, 1);

/** Principals of a made-up account. */
export const ARN = {
  ada: 'arn:aws:iam::123456789012:user/ada',
  bob: 'arn:aws:iam::123456789012:user/bob',
  deploy: 'arn:aws:sts::123456789012:assumed-role/deploy',
};

/** An event that was taken for a threat, or for normal. */
export function judgedEvent(
  call: string,
  threatType: CloudTrailClass = 'Normal',
  fields: Partial<CloudTrailEvent> = {},
  riskScore: number = threatType === 'Normal' ? 0 : 0.8,
): JudgedEvent {
  const [service, eventName] = call.split(':');
  const event = {
    eventId: 'a',
    eventTime: START,
    eventSource: `${service}.amazonaws.com`,
    eventName,
    awsRegion: 'eu-west-1',
    sourceIpAddress: '192.0.2.1',
    userAgent: 'aws-cli',
    identityType: 'IAMUser',
    principal: ARN.ada,
    accountId: '123456789012',
    accessKeyId: '',
    errorCode: '',
    readOnly: null,
    managementEvent: true,
    mfa: null,
    resources: [],
    ...fields,
  };
  const riskBand = riskBandOf(riskScore);
  return { event, threat: { threatType, confidence: riskScore, riskScore, riskBand } };
}

/** The same event many times. */
export function times<T>(n: number, one: T): T[] {
  return Array.from({ length: n }, () => one);
}

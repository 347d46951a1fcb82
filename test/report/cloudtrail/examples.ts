import type { CloudTrailEvent } from '../../../src/data/cloudtrail/event';
import type { JudgedEvent } from '../../../src/pipeline/cloudtrail/find-threats';
import type { ThreatModelState } from '../../../src/pipeline/cloudtrail/fitted-threat-lstm';
import { riskBandOf, type Threat } from '../../../src/pipeline/cloudtrail/threat';
import type { ThreatReason } from '../../../src/pipeline/cloudtrail/threat-reasons';

export const EVIL = '<img src=x onerror=alert(1)>';

export const event = (changes: Partial<CloudTrailEvent> = {}): CloudTrailEvent => ({
  eventId: 'e1',
  eventTime: Date.UTC(2024, 2, 29, 3, 12, 9),
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateAccessKey',
  awsRegion: 'us-east-1',
  sourceIpAddress: '203.0.113.7',
  userAgent: 'aws-cli',
  identityType: 'IAMUser',
  principal: 'arn:aws:iam::123456789012:user/ann',
  accountId: '123456789012',
  accessKeyId: 'AKIAEXAMPLE',
  errorCode: '',
  readOnly: false,
  managementEvent: true,
  mfa: false,
  resources: ['arn:aws:s3:::payroll'],
  ...changes,
});

const threat = (changes: Partial<Threat> = {}): Threat => {
  const riskScore = changes.riskScore ?? 0.9;
  const band = { riskScore, riskBand: riskBandOf(riskScore) };
  return { threatType: 'Privilege Escalation', confidence: 0.8, ...changes, ...band };
};

export const reason = (feature: string, actual: number, more: object = {}): ThreatReason => ({
  ...{ feature, actual, typical: 0, eventsAgo: 0, contribution: 1 },
  ...more,
});

export const judged = (
  changes: Partial<CloudTrailEvent> = {},
  as: Partial<Threat> = {},
  reasons: readonly ThreatReason[] = [],
): JudgedEvent => ({ event: event(changes), threat: threat(as), reasons });

/** What findings and pages take of a model. */
export const STATE = {
  windowLength: 10,
  threshold: 0.5,
  typical: new Array<number>(20).fill(0),
  calibrationScores: Float64Array.from({ length: 200 }, (_, i) => i / 396),
  metadata: {
    ...{ seed: 1, epochs: 2, falsePositiveRate: 0.01 },
    trainedUntil: '2023-01-01T00:00:00.000Z',
    validatedUntil: '2023-06-01T00:00:00.000Z',
    ...{ nTrain: 5000, nTrainWindows: 900, nValidation: 1000 },
    ...{ calibrationErrorBefore: 0.1, calibrationError: 0.02 },
  },
} as unknown as ThreatModelState;

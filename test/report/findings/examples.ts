import { tacticEntry, techniqueEntry } from '../../../src/report/findings/attack-techniques';
import type { Finding, FindingOptions, ScoredEvent } from '../../../src/report/findings/finding';
import { findingOf } from '../../../src/report/findings/finding';

export const MODEL = {
  name: 'auth-forest',
  version: '0123456789ab',
  detector: 'isolationForest',
  threshold: 0.5,
  nCalibration: 20_000,
};

export const LOGIN = {
  user_id: 'user_17',
  device_id: 'laptop-3',
  ip_address: '203.0.113.7',
  location: 'Oslo',
  login_success: false,
  access_time: '03:12:09',
  resource_accessed: 'payroll',
  bytes_transferred: 90_000_000,
  timestamp: '2024-03-29T03:12:09Z',
};

const REASONS = [
  { feature: 'bytes_transferred', actual: 90_000_000, typical: 52_000, contribution: 0.31 },
  { feature: 'access_time', actual: '03:12:09', typical: '10:00:00', contribution: 0.12 },
  { feature: 'location', actual: 'Oslo', typical: 'Oslo', contribution: -0.02 },
];

const CREATE_KEY = {
  tactic: tacticEntry('TA0003', 'Persistence'),
  technique: techniqueEntry('T1136', 'Create Account'),
  subtechnique: techniqueEntry('T1136.003', 'Cloud Account'),
};

const example = (event: object, scored: ScoredEvent, options?: FindingOptions): Finding =>
  findingOf(event, scored, MODEL, options);

/** One of each kind that documents must hold. */
export const FINDINGS: readonly Finding[] = [
  example(LOGIN, { score: 0.71, pValue: 1 / 20_001, reasons: REASONS, kind: 'Brute Force' }),
  example(LOGIN, { score: 0.7, pValue: 0.004, reasons: REASONS, kind: 'password_spray' }),
  example({ ...LOGIN, login_success: true }, { score: 0.3, pValue: 0.6, reasons: REASONS }),
  example(LOGIN, { score: 0.8, pValue: 0.0009, kind: 'data_exfiltration' }),
  example(
    {
      eventTime: 1_711_681_929_000,
      user: 'arn:aws:iam::123456789012:user/ann',
      outcome: 'failure',
    },
    {
      score: 0.9,
      pValue: 0.0002,
      kind: 'Privilege Escalation',
      reasons: [
        { feature: 'newCall', actual: 1, typical: 0, contribution: 1.2, words: 'never before' },
      ],
      attack: CREATE_KEY,
      call: {
        provider: 'aws',
        operation: 'CreateAccessKey',
        service: 'iam.amazonaws.com',
        region: 'us-east-1',
        accountId: '123456789012',
        error: 'AccessDenied',
      },
      triage: 'Ask the owner. Look at the calls with the key within an hour after.',
    },
  ),
  example({ bytes: 7 }, { score: 0.55, pValue: 0.05 }, { receivedTime: 1_711_681_929_000 }),
  example(
    { 'user.name': 'ann', host: { name: 'db-1' }, sourceIPAddress: 'gateway', time: 1_711_681_929 },
    { score: 0.6, pValue: 0.03, kind: 'never heard of' },
  ),
  example(
    {
      account: `x\n${'long '.repeat(60)}`,
      'a.b.c': 12n,
      remote_addr: '2001:db8::1',
      nested: { list: [1, null, Number.NaN] },
      timestamp: 1_711_681_929_000,
    },
    {
      score: 0.9,
      pValue: 0.01,
      reasons: [{ feature: 'a.b.c', actual: 12n, typical: null, contribution: 2 }],
    },
  ),
];

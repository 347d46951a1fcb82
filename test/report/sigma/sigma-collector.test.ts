import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { CloudTrailClass } from '../../../src/data/cloudtrail/event';
import { createCloudTrailGenerator } from '../../../src/data/cloudtrail/generator/generator';
import { cloudTrailEvent } from '../../../src/data/cloudtrail/record';
import type { JudgedEvent } from '../../../src/pipeline/cloudtrail/find-threats';
import { createSigmaCollector } from '../../../src/report/sigma/sigma-collector';
import { sigmaRuleSchema } from '../../../src/report/sigma/sigma-rule';
import { sigmaYaml } from '../../../src/report/sigma/sigma-yaml';
import { ARN, judgedEvent, times } from './judged';
import { sigmaMatches } from './sigma-matches';

const rulesOf = (judged: readonly JudgedEvent[]) => {
  const collector = createSigmaCollector();
  collector.add(judged);
  return collector.rules();
};

const usual = times(1000, judgedEvent('ec2:DescribeInstances'));

describe('createSigmaCollector', () => {
  it('makes a rule for what is flagged and rare', () => {
    const [rule, ...others] = rulesOf([
      ...usual,
      ...times(3, judgedEvent('iam:CreateAccessKey', 'Privilege Escalation')),
      judgedEvent('iam:CreateAccessKey'),
      judgedEvent('iam:CreateUser'),
    ]);
    expect(others).toEqual([]);
    expect(rule).toMatchObject({
      title: 'AWS Rare Call - iam:CreateAccessKey',
      status: 'experimental',
      author: 'anomaly-lab',
      date: '2024-01-01',
      tags: ['attack.persistence', 'attack.t1136.003'],
      references: [
        'https://attack.mitre.org/tactics/TA0003/',
        'https://attack.mitre.org/techniques/T1136/003/',
      ],
      logsource: { product: 'aws', service: 'cloudtrail' },
      level: 'medium', // 3 · 0.8 / 4
    });
    expect(rule.detection).toEqual({
      selection: { eventSource: 'iam.amazonaws.com', eventName: 'CreateAccessKey' },
      condition: 'selection',
    });
    expect(rule.description).toContain("Of the log's 1005 events");
    expect(rule.description).toContain('it matches 4.');
    expect(rule.description).toContain('flagged 3: 3 as Privilege Escalation.');
    expect(rule.falsepositives[0]).toContain('1 of the 4 events');
    expect(sigmaRuleSchema.parse(rule)).toEqual(rule);
  });

  it('names a call without characters that a reader cannot see', () => {
    const call = judgedEvent('iam:Create\u202eUser\u0007', 'Privilege Escalation');
    const [{ title, description }] = rulesOf([...usual, call]);
    expect(title).toBe('AWS Rare Call - iam:Create User ');
    expect(description).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  });

  it('makes none for what is not rare, and what is flagged less than once in ten', () => {
    const flagged = judgedEvent('s3:GetObject', 'Data Exfiltration');
    expect(rulesOf([...usual, ...times(11, flagged)])).toEqual([]);
    expect(rulesOf([...usual, ...times(10, flagged)])).toHaveLength(1);
    expect(rulesOf([...usual, ...times(9, flagged)])).toHaveLength(1);
    expect(rulesOf([...usual, flagged, ...times(9, judgedEvent('s3:GetObject'))])).toHaveLength(1);
    const others = times(10, judgedEvent('s3:GetObject'));
    expect(rulesOf([...usual, ...usual, flagged, ...others])).toEqual([]);
    expect(rulesOf([flagged])).toEqual([]);
    expect(rulesOf(usual)).toEqual([]);
    expect(rulesOf([])).toEqual([]);
  });

  it('says what threats are in ATT&CK, where the call says nothing', () => {
    const tags = (threat: CloudTrailClass) =>
      rulesOf([...usual, judgedEvent('a:B', threat)])[0].tags;
    expect(tags('Suspicious Login')).toEqual(['attack.initial-access', 'attack.t1078']);
    expect(tags('Privilege Escalation')).toEqual(['attack.privilege-escalation', 'attack.t1098']);
    expect(tags('Data Exfiltration')).toEqual(['attack.exfiltration']);
    expect(tags('Malicious API Calls')).toEqual(['attack.execution', 'attack.t1059.009']);
  });

  it('leaves out who usually makes a call, roles by the start of their sessions', () => {
    const put = (principal: string, threat?: CloudTrailClass) =>
      judgedEvent('s3:PutBucketPolicy', threat, { principal });
    const [rule] = rulesOf([
      ...usual,
      ...times(40, put(ARN.deploy)),
      ...times(20, put(ARN.bob)),
      ...times(2, put(ARN.ada, 'Data Exfiltration')),
      ...times(3, put('s3.amazonaws.com')),
    ]);
    expect(rule.detection).toEqual({
      selection: { eventSource: 's3.amazonaws.com', eventName: 'PutBucketPolicy' },
      filter_main_usual: { 'userIdentity.arn': ARN.bob },
      filter_main_usual_role: { 'userIdentity.arn|startswith': `${ARN.deploy}/` },
      condition: 'selection and not 1 of filter_main_*',
    });
    expect(rule.title).toContain('by Unusual Principal');
    expect(rule.description).toContain('it matches 5.');
    expect(rule.description).toContain('Blind to whoever takes over');
    expect(sigmaRuleSchema.parse(rule)).toEqual(rule);
  });

  it('names the error code that most flagged events have, and a refused login as AWS does', () => {
    const denied = { errorCode: 'AccessDenied' };
    const login = { errorCode: 'ConsoleLoginFailure' };
    const rules = rulesOf([
      ...usual,
      ...times(2, judgedEvent('iam:ListUsers', 'Malicious API Calls', denied)),
      judgedEvent('iam:ListUsers', 'Malicious API Calls'),
      ...times(8, judgedEvent('iam:ListUsers')),
      judgedEvent('signin:ConsoleLogin', 'Suspicious Login', login),
      judgedEvent('kms:Decrypt', 'Data Exfiltration', denied),
      judgedEvent('kms:Decrypt', 'Data Exfiltration'),
    ]);
    const selections = rules.map(({ detection }) => detection['selection']);
    expect(selections).toEqual([
      { eventSource: 'iam.amazonaws.com', eventName: 'ListUsers', errorCode: 'AccessDenied' },
      { eventSource: 'kms.amazonaws.com', eventName: 'Decrypt' },
      {
        eventSource: 'signin.amazonaws.com',
        eventName: 'ConsoleLogin',
        'responseElements.ConsoleLogin': 'Failure',
      },
    ]);
    expect(rules[0].description).toContain('it matches 2.');
    expect(rules[0].title).toContain('With AccessDenied');
  });

  it('gives the same rules, and ids that hold by content alone, whatever the order', () => {
    const some = [...usual, ...times(3, judgedEvent('iam:CreateUser', 'Privilege Escalation'))];
    const more = [...some, judgedEvent('iam:CreateUser')];
    expect(rulesOf(some.toReversed())).toEqual(rulesOf(some));
    expect(rulesOf(more)[0].id).toBe(rulesOf(some)[0].id);
    expect(rulesOf(more)[0].description).not.toBe(rulesOf(some)[0].description);
  });

  it('counts alike what differs in case only, and takes wildcards for what they are', () => {
    const odd = judgedEvent('iam:Get*', 'Privilege Escalation');
    const [rule] = rulesOf([...usual, odd, judgedEvent('IAM:get*'), judgedEvent('iam:GetUser')]);
    expect(rule.detection['selection']).toMatchObject({ eventName: 'Get\\*' });
    expect(rule.description).toContain('it matches 2.');
  });

  it('stays exact where principals and errors are too many to tell apart', () => {
    const many = Array.from({ length: 500 }, (_, i) =>
      judgedEvent('iam:CreateUser', 'Privilege Escalation', {
        principal: `arn:aws:iam::123456789012:user/${i}`,
        errorCode: `Error${i}`,
      }),
    );
    const [rule] = rulesOf([...times(60_000, usual[0]), ...many]);
    expect(rule.description).toContain('it matches 500.');
    expect(rule.detection['selection']).not.toHaveProperty('errorCode');
    const long = judgedEvent(`iam:${'x'.repeat(2000)}`, 'Privilege Escalation');
    expect(rulesOf([...usual, long])).toEqual([]);
  });

  it('takes author, day and limits, and refuses what is none', () => {
    const date = Date.UTC(2025, 4, 6);
    const collector = createSigmaCollector({ maxShare: 1, minFlagged: 1, author: 'us', date });
    collector.add([judgedEvent('iam:CreateUser', 'Privilege Escalation')]);
    expect(collector.rules()[0]).toMatchObject({ author: 'us', date: '2025-05-06' });
    const make = (options: object) => () => createSigmaCollector(options);
    expect(make({ maxShare: 0 })).toThrow('maxShare must be in (0, 1], got 0');
    expect(make({ minFlagged: Number.NaN })).toThrow('minFlagged must be in (0, 1], got NaN');
    expect(make({ minUsual: 0 })).toThrow('minUsual must be an integer');
    expect(make({ date: Number.NaN })).toThrow('date must be');
    expect(make({ share: 1 })).toThrow('option must be');
    const add = (one: JudgedEvent) => () => createSigmaCollector().add([one]);
    const noRisk = judgedEvent('iam:CreateUser');
    const threat = { ...noRisk.threat, riskScore: Number.NaN };
    expect(add({ ...noRisk, threat })).toThrow('riskScore must be in [0, 1], got NaN');
    const noTime = judgedEvent('iam:CreateUser', 'Normal', { eventTime: Number.NaN });
    expect(add(noTime)).toThrow('eventTime must be');
  });
});

describe('rules for a synthetic log', () => {
  const options = { seed: 11, scale: 0.25, days: 365, attacksPerYear: 156 };
  const batches = [...createCloudTrailGenerator(options).batches()];
  const records = batches.flatMap((batch) => batch.records);
  const collector = createSigmaCollector();
  for (const batch of batches) {
    const classes = batch.labels.map((label) => label.class);
    collector.add(
      batch.records.map((record, i) => {
        const event = cloudTrailEvent(record);
        return { ...judgedEvent('a:b', classes[i]), event };
      }),
    );
  }
  const rules = collector.rules();

  it('match as many of the raw records as they say', () => {
    expect(rules.length).toBeGreaterThan(10);
    expect(rules.some(({ title }) => title.includes('by Unusual Principal'))).toBe(true);
    for (const rule of rules) {
      const read = parse(sigmaYaml(rule));
      const nMatches = records.filter((record) => sigmaMatches(read, record)).length;
      expect(rule.description, rule.title).toContain(`it matches ${nMatches}.`);
      expect(rule.description).toContain(`Of the log's ${records.length} events`);
    }
  });

  it('are valid, differ, and are the same rules when read', () => {
    for (const rule of rules) expect(sigmaRuleSchema.parse(parse(sigmaYaml(rule)))).toEqual(rule);
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    expect(new Set(rules.map(({ title }) => title)).size).toBe(rules.length);
  });
});

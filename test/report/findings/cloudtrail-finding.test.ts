import { describe, expect, it } from 'vitest';
import {
  cloudTrailFinding,
  threatFindingModel,
} from '../../../src/report/findings/cloudtrail-finding';
import { ecsDocument } from '../../../src/report/findings/ecs';
import { ocsfFinding } from '../../../src/report/findings/ocsf';
import { EVIL, judged, reason, STATE } from '../cloudtrail/examples';

const model = threatFindingModel(STATE, 'cloud');
const findingOf = (...args: Parameters<typeof judged>) =>
  cloudTrailFinding(judged(...args), STATE, model);

describe('cloudTrailFinding', () => {
  it('has the technique of the call, else that of the type of the threat', () => {
    const { attack } = findingOf({ eventName: 'CreateLoginProfile' });
    expect(attack?.tactic).toMatchObject({ id: 'TA0003', name: 'Persistence' });
    expect(attack?.technique).toMatchObject({ id: 'T1098' });
    expect(attack?.subtechnique).toEqual({
      id: 'T1098.001',
      name: 'Additional Cloud Credentials',
      url: 'https://attack.mitre.org/techniques/T1098/001/',
    });
    const unknown = findingOf({ eventName: 'NewCall' }, { threatType: 'Data Exfiltration' }).attack;
    expect(unknown).toMatchObject({ tactic: { id: 'TA0010' } });
    expect(unknown?.technique).toBeUndefined();
  });

  it('says in a line what was done, why it is found, and how rare it is', () => {
    const { message } = findingOf({ errorCode: 'AccessDenied' }, { riskScore: 0.95 }, [
      reason('newCall', 1),
      reason('newNetwork', 1, { contribution: 0.5 }),
    ]);
    expect(message).toBe(
      'Privilege escalation of user arn:aws:iam::123456789012:user/ann: CreateAccessKey of iam.amazonaws.com (AccessDenied); this principal never made this call before, first time from the network of 203.0.113.7; at least as unusual as 99.50 % of the calibration',
    );
  });

  it('has values and triage where OCSF has a place for them', () => {
    const document = ocsfFinding(findingOf({}, {}, [reason('errorRate', Math.log1p(12))]));
    expect(document).toMatchObject({
      remediation: { desc: expect.stringContaining('AKIAEXAMPLE') },
      anomaly_analyses: [
        {
          anomalies: [{ observation_parameter: 'errorRate', observations: [{ value: '2.56495' }] }],
          baselines: [{ observation_parameter: 'errorRate', observations: [{ value: '0' }] }],
        },
      ],
      evidences: [
        { api: { operation: 'CreateAccessKey', service: { name: 'iam.amazonaws.com' } } },
      ],
    });
    expect(document['message']).toContain('about 12 recent errors of this principal (typically 0)');
  });

  it('has call, cloud, outcome, technique and triage in ECS', () => {
    const document = ecsDocument(findingOf({ errorCode: 'AccessDenied' }));
    expect(document).toMatchObject({
      event: { action: 'CreateAccessKey', outcome: 'failure' },
      cloud: { provider: 'aws', region: 'us-east-1', account: { id: '123456789012' } },
      threat: { technique: { id: ['T1136'], subtechnique: { id: ['T1136.003'] } } },
      message: expect.stringMatching(/calibration\. Check whether the new user/),
    });
  });

  it('says nothing of an attack of what is no threat', () => {
    const usual = findingOf({}, { threatType: 'Normal', riskScore: 0.01 });
    expect([usual.isAnomaly, usual.attack, usual.triage]).toEqual([false, null, null]);
    expect(usual.reasons).toEqual([]);
  });

  it('takes an event in which nothing stands', () => {
    const nothing = { principal: '', sourceIpAddress: '', awsRegion: '', accountId: '' };
    const none = { eventName: EVIL, accessKeyId: '', identityType: '' };
    const finding = findingOf({ ...nothing, ...none, resources: [] });
    expect(finding.entity).toBeNull();
    expect(JSON.stringify([ocsfFinding(finding), ecsDocument(finding)])).not.toContain('undefined');
    expect(ecsDocument(finding)['cloud']).toEqual({
      provider: 'aws',
      service: { name: 'iam.amazonaws.com' },
    });
  });
});

import { describe, expect, it } from 'vitest';
import { attackTactic, attackTechnique } from '../../../src/data/cloudtrail/attack-tactics';

describe('attackTactic', () => {
  it('has the tactic of a call, whatever its version', () => {
    expect(attackTactic('iam.amazonaws.com', 'CreateUser')).toBe('Persistence');
    expect(attackTactic('lambda.amazonaws.com', 'UpdateFunctionCode20150331v2')).toBe(
      'Persistence',
    );
    expect(attackTactic('cloudtrail.amazonaws.com', 'StopLogging')).toBe('Defense Evasion');
    expect(attackTactic('sso-directory.amazonaws.com', 'CreateUser')).toBe('Persistence');
  });

  it('has none for what is not known', () => {
    expect(attackTactic('iam.amazonaws.com', 'NewCall')).toBe('none');
    expect(attackTactic('', '')).toBe('none');
    expect(attackTactic('constructor', 'toString')).toBe('none');
  });
});

describe('attackTechnique', () => {
  it('has technique and sub-technique of a call, whatever its version', () => {
    expect(attackTechnique('iam.amazonaws.com', 'CreateLoginProfile')).toEqual({
      technique: { id: 'T1098', name: 'Account Manipulation' },
      subtechnique: { id: 'T1098.001', name: 'Additional Cloud Credentials' },
    });
    expect(attackTechnique('lambda.amazonaws.com', 'UpdateFunctionCode20150331v2')).toEqual({
      technique: { id: 'T1098', name: 'Account Manipulation' },
    });
  });

  it('has none for what is not known, nor where no technique is of the tactic', () => {
    expect(attackTechnique('iam.amazonaws.com', 'NewCall')).toBeNull();
    expect(attackTechnique('constructor', 'toString')).toBeNull();
    expect(attackTechnique('ses.amazonaws.com', 'SendEmail')).toBeNull();
    expect(attackTactic('ses.amazonaws.com', 'SendEmail')).toBe('Collection');
  });
});

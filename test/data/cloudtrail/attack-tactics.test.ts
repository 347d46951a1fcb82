import { describe, expect, it } from 'vitest';
import { attackTactic } from '../../../src/data/cloudtrail/attack-tactics';

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

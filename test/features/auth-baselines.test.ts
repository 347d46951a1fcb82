import { describe, expect, it } from 'vitest';
import type { AuthLogEvent } from '../../src/data/auth/event';
import { timeColumns } from '../../src/data/auth/event';
import { oddityCount, refusalCount } from '../../src/features/auth-baselines';
import { withAuthHistory } from '../../src/features/auth-history';

const usual: AuthLogEvent = {
  user_id: 'ann',
  device_id: 'laptop',
  ip_address: '10.0.0.1',
  location: 'Paris',
  login_success: true,
  resource_accessed: 'wiki',
  bytes_transferred: 100,
  ...timeColumns(0),
};
const refused = { ...usual, login_success: false };
const elsewhere = { ...refused, device_id: 'phone', ip_address: '10.0.0.2', location: 'Oslo' };

describe('refusalCount', () => {
  it('counts the refusals of the address in the last hour, this one included', () => {
    const later = { ...usual, ...timeColumns(3_601_000) };
    const rows = withAuthHistory([usual, refused, refused, usual, elsewhere, later]);
    expect([...refusalCount(rows)]).toEqual([0, 1, 2, 2, 1, 0]);
  });
});

describe('oddityCount', () => {
  it('counts what is new to the user, and a refusal', () => {
    const rows = withAuthHistory([usual, refused, { ...elsewhere, resource_accessed: 'vault' }]);
    expect([...oddityCount(rows)]).toEqual([0, 1, 5]);
  });
});

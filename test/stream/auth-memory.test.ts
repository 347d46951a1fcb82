import { describe, expect, it } from 'vitest';
import { createAuthLogGenerator } from '../../src/data/auth/generator';
import { withAuthHistory } from '../../src/features/auth-history';
import { authMemory } from '../../src/stream/auth-memory';

const { events } = createAuthLogGenerator({ seed: 3 }).generateCompleteDataset({
  nUsers: 10,
  normalEventsPerUser: 60,
});
const login = events[0];
const time = Date.parse(login.timestamp);

describe('authMemory', () => {
  it('knows as much as of a batch, also when it is saved and restored between two logins', () => {
    const half = Math.floor(events.length / 2);
    const first = authMemory();
    const before = events.slice(0, half).map((event) => first.add(event, undefined));
    const second = authMemory(JSON.parse(JSON.stringify(first.state())));
    const after = events.slice(half).map((event) => second.add(event, undefined));
    expect([...before, ...after]).toEqual(withAuthHistory(events));
  });

  it('takes a login that comes late', () => {
    const memory = authMemory();
    memory.add({ ...login, login_success: false }, time);
    const late = { ...login, timestamp: new Date(time - 60_000).toISOString() };
    expect(memory.add(late, time)).toMatchObject({ userFailuresLastHour: 1, newDevice: 0 });
  });

  it.each([
    [{ user_id: undefined }, 'column "user_id" missing'],
    [{ user_id: 7 }, 'column "user_id" must be a text, got 7'],
    [{ ip_address: 7 }, 'column "ip_address" must be a text or null, got 7'],
    [{ login_success: 'yes' }, 'column "login_success" must be true or false, got "yes"'],
    [{ timestamp: 'now' }, 'column "timestamp" must be a time, got now'],
    [
      { timestamp: '2099-01-01T00:00:00Z' },
      'column "timestamp" must be at most a day after its message came, got 2099-01-01T00:00:00Z',
    ],
  ])('refuses %o', (wrong, message) => {
    const memory = authMemory();
    expect(() => memory.add({ ...login, ...wrong }, time)).toThrow(message);
    expect(memory.state()).toEqual(authMemory().state());
  });

  it.each([
    [7, 'snapshot: file: '],
    [{ version: 2 }, 'snapshot: version: '],
  ])('refuses the state %o', (state, message) => {
    expect(() => authMemory(state)).toThrow(message);
  });
});

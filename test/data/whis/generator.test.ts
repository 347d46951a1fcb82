import { describe, expect, it } from 'vitest';
import {
  WHIS_ATTACK_KINDS,
  WHIS_TABLE_NAMES,
  type WhisTableName,
} from '../../../src/data/whis/event';
import { createWhisGenerator, type WhisDataset } from '../../../src/data/whis/generator';
import { whisOracle } from '../../../src/data/whis/oracle';
import { rocAuc } from '../../../src/metrics/roc';

const dataset = createWhisGenerator({ seed: 5 }).generateCompleteDataset();
const { auth_events, process_events, admin_events, labels, sessions, company } = dataset;
const DAY = 86_400_000;

/** ROC AUC of the bound on one table. */
function oracleAuc(data: WhisDataset, table: WhisTableName): number {
  const posterior = whisOracle(data);
  const ids = data[table].map(({ event_id }) => event_id);
  const truth = Int32Array.from(ids, (id) => Number(data.labels[id].attack !== null));
  return rocAuc(
    truth,
    ids.map((id) => posterior[id]),
  );
}

describe('createWhisGenerator', () => {
  it('makes as many events as asked for, ids by time over all tables', () => {
    const attacks = labels.filter(({ attack }) => attack !== null);
    expect(labels.length - attacks.length).toBe(100 * 100);
    expect(attacks.length).toBe(1111);
    const events = [...auth_events, ...process_events, ...admin_events];
    events.sort((a, b) => a.event_id - b.event_id);
    expect(events.map(({ event_id }) => event_id)).toEqual([...labels.keys()]);
    expect(events.every(({ ts }, i) => i === 0 || ts >= events[i - 1].ts)).toBe(true);
    expect(events[0].ts).toBeGreaterThanOrEqual(Date.UTC(2024, 0, 1));
    expect(events.at(-1)?.ts).toBeLessThan(Date.UTC(2024, 0, 1) + 32 * DAY);
  });

  it('has the same users, hosts and asset classes in all tables', () => {
    const users = new Set(company.users.map(({ userId }) => userId));
    const hosts = new Set(company.hosts);
    const classes = new Map(auth_events.map(({ host, asset_class }) => [host, asset_class]));
    for (const { host, asset_class } of [...process_events, ...admin_events]) {
      expect(hosts.has(host)).toBe(true);
      expect(classes.get(host)).toBe(asset_class);
    }
    expect(auth_events.every(({ user_id }) => users.has(user_id))).toBe(true);
    expect(admin_events.every(({ actor, target }) => users.has(actor) && users.has(target))).toBe(
      true,
    );
  });

  it('has attacks of each kind, most with traces in more than one table', () => {
    const attacks = sessions.filter(({ attack }) => attack !== null);
    expect(new Set(attacks.map(({ attack }) => attack))).toEqual(new Set(WHIS_ATTACK_KINDS));
    const tables = attacks.map(({ steps }) => new Set(steps.map(({ table }) => table)).size);
    expect(tables.filter((n) => n > 1).length / attacks.length).toBeGreaterThan(0.6);
  });

  it('keeps labels apart from the events', () => {
    for (const name of WHIS_TABLE_NAMES) {
      expect(Object.keys(dataset[name][0])).not.toContain('attack');
    }
  });

  it('repeats itself, and a later start goes on with the users', () => {
    const again = createWhisGenerator({ seed: 5 }).generateCompleteDataset();
    expect(again).toEqual(dataset);
    const start = Date.UTC(2024, 1, 12);
    const later = createWhisGenerator({ seed: 5, start }).generateCompleteDataset();
    expect(later.company).toEqual(company);
    expect(later.auth_events[0].host).not.toBe(auth_events[0].host);
    expect(createWhisGenerator({ seed: 6 }).generateCompleteDataset().labels).not.toEqual(labels);
  });

  it('makes one user, and no attacks', () => {
    const one = createWhisGenerator().generateCompleteDataset({
      nUsers: 1,
      normalEventsPerUser: 1,
      anomalyFraction: 0,
    });
    expect(one.labels).toEqual([{ event_id: 0, attack: null, session: 0 }]);
    expect([...whisOracle(one)]).toEqual([0]);
  });

  it('refuses options that do not exist or are out of range', () => {
    expect(() => createWhisGenerator({ difficulty: 'extreme' as never })).toThrow(
      'difficulty must be easy, medium or hard, got extreme',
    );
    expect(() => createWhisGenerator().generateCompleteDataset({ anomalyFraction: 0.6 })).toThrow(
      'anomalyFraction must be in [0, 0.5], got 0.6',
    );
  });
});

describe('whisOracle', () => {
  it('is calibrated: of sessions that begin with about p, a share of about p are attacks', () => {
    const data = createWhisGenerator({ seed: 9, difficulty: 'hard' }).generateCompleteDataset({
      normalEventsPerUser: 300,
    });
    const posterior = whisOracle(data);
    const firsts = new Map(
      data.labels.map(({ session, event_id }) => [session, event_id]).reverse() as [
        number,
        number,
      ][],
    );
    const bins = [0, 0.1, 0.2, 0.4, 1.01];
    for (let i = 1; i < bins.length; i++) {
      const ids = [...firsts.values()].filter(
        (id) => posterior[id] >= bins[i - 1] && posterior[id] < bins[i],
      );
      const mean = ids.reduce((sum, id) => sum + posterior[id], 0) / ids.length;
      const share = ids.filter((id) => data.labels[id].attack !== null).length / ids.length;
      const error = Math.sqrt((mean * (1 - mean)) / ids.length);
      expect(Math.abs(share - mean)).toBeLessThan(3 * error);
    }
  });

  it('finds less where attacks are harder to tell', () => {
    const aucs = (['easy', 'medium', 'hard'] as const).map((difficulty) => {
      const data = createWhisGenerator({ seed: 5, difficulty }).generateCompleteDataset();
      return oracleAuc(data, 'auth_events');
    });
    expect(aucs[0]).toBeGreaterThan(aucs[1]);
    expect(aucs[1]).toBeGreaterThan(aucs[2]);
    expect(aucs[2]).toBeGreaterThan(0.8);
  });
});

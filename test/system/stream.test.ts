import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Broker, createBroker } from '../../scripts/kafka/broker';
import { readMessages, sendMessages } from '../../scripts/kafka/messages';
import { makeTopics } from '../../scripts/kafka/topics';
import type { AuthEvent } from '../../src/data/auth/event';
import { createAuthLogGenerator } from '../../src/data/auth/generator';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { lstmAutoencoder } from '../../src/detectors/lstm-autoencoder';
import { AUTH_HISTORY_COLUMNS, withAuthHistory } from '../../src/features/auth-history';
import type { Windows } from '../../src/features/window';
import type { Matrix } from '../../src/matrix';
import { AUTH_COLUMNS } from '../../src/pipeline/auth/columns';
import type { FittedPipeline } from '../../src/pipeline/fitted-pipeline';
import { pipeline } from '../../src/pipeline/pipeline';
import { SASL_MECHANISMS } from '../../src/stream/kafka/connection';
import { missingPrograms } from './needs';

import { startWorker, type Worker } from './worker';

const N_PARTITIONS = 4;
type SecureBroker = NonNullable<Broker['secure']>;

const LONGEST_MS = 40_000;
const missing = missingPrograms();
if (missing !== undefined) console.log(`SKIPPED: streams on Kafka: ${missing}`);

/** What a worker writes with `--findings plain`. */
interface Written {
  readonly uid: string;
  readonly anomalyScore: number;
  readonly event: AuthEvent & { readonly event_id: number };
}

function secondsBetween(from: number, to: number): string {
  return ((to - from) / 1000).toFixed(1);
}

describe.skipIf(missing !== undefined)('anomaly-lab stream', () => {
  let folder = '';
  let broker: Broker;
  let fitted: FittedPipeline;
  let ofWindows: FittedPipeline<Windows>;
  let events: (AuthEvent & { event_id: number })[] = [];
  const workers: Worker[] = [];
  let nTopics = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'stream system '));
    broker = await createBroker(join(folder, 'kafka'), 0, true);
    await broker.start();
    const size = { nUsers: 60, normalEventsPerUser: 120 };
    const log = createAuthLogGenerator({ seed: 5 }).generateCompleteDataset(size).events;
    events = log.map((event, event_id) => ({ ...event, event_id }));
    fitted = await pipeline({
      columns: { ...AUTH_COLUMNS, ...AUTH_HISTORY_COLUMNS },
      detector: isolationForest({ seed: 1 }),
    }).fit(withAuthHistory(events.slice(0, 2000)));
    await fitted.save(join(folder, 'model'));
    ofWindows = await pipeline({
      columns: { ...AUTH_COLUMNS, ...AUTH_HISTORY_COLUMNS },
      windows: { length: 10, entity: 'user_id', time: 'timestamp' },
      scaler: 'standard',
      detector: lstmAutoencoder({ units: [16, 8], encoding: 4, epochs: 1, seed: 1 }),
    }).fit(withAuthHistory(events.slice(0, 2000)));
    await ofWindows.save(join(folder, 'windows'));
  });
  afterAll(async () => {
    for (const { child } of workers) child.kill('SIGKILL');
    await broker?.stop();
    rmSync(folder, { recursive: true });
  });

  /** Topics of a test, and the arguments of its workers. */
  async function prepare(...more: string[]) {
    const name = `t${++nTopics}`;
    const topics = { from: `${name}-events`, to: `${name}-findings`, dead: `${name}-dead` };
    const specs = Object.values(topics).map((one) => ({
      name: one,
      partitions: N_PARTITIONS,
      isCompacted: false,
    }));
    const snapshots = { name: `${name}-snapshots`, partitions: 1, isCompacted: true };
    await makeTopics(broker.address, [...specs, snapshots]);
    const args = [
      ...['--brokers', broker.address, '--from', topics.from, '--to', topics.to],
      ...['--dead-letters', topics.dead, '--snapshots', snapshots.name, '--group', name],
      ...['--model', join(folder, 'model'), '--findings', 'plain', '--all', ...more],
    ];
    return { ...topics, args };
  }

  function start(args: readonly string[], environment?: Record<string, string>): Worker {
    const worker = startWorker(args, environment);
    workers.push(worker);
    return worker;
  }

  const send = (topic: string, some: readonly AuthEvent[]) =>
    sendMessages(
      broker.address,
      topic,
      some.map((event) => ({ key: event.user_id, text: JSON.stringify(event) })),
    );

  const written = async (topic: string): Promise<Written[]> =>
    (await readMessages(broker.address, topic)).flat().map(({ text }) => JSON.parse(text ?? ''));

  /** Waits until there are findings of so many different events. */
  async function writtenOf(topic: string, nEvents: number): Promise<Written[]> {
    for (const start = performance.now(); ; ) {
      const found = await written(topic);
      const nFound = new Set(found.map(({ event }) => event.event_id)).size;
      if (nFound >= nEvents) return found;
      if (performance.now() - start > LONGEST_MS) {
        const told = workers.map((worker) => worker.told()).join('\n');
        throw new Error(`found ${nFound} of ${nEvents} events; workers say\n${told}`);
      }
      await wait(400);
    }
  }

  /** The scores of a batch over each partition, by event. */
  async function batchScores(
    topic: string,
    by: FittedPipeline<Matrix | Windows>,
  ): Promise<Map<number, number>> {
    const scores = new Map<number, number>();
    for (const messages of await readMessages(broker.address, topic)) {
      const logins = messages.map(({ text }) => JSON.parse(text ?? '') as (typeof events)[number]);
      const rows = withAuthHistory(logins.filter(({ event_id }) => event_id !== undefined));
      for (const [i, score] of (await by.score(rows)).entries()) {
        scores.set(rows[i].event_id, score);
      }
    }
    return scores;
  }

  async function expectScoresOfBatch(
    topic: string,
    found: readonly Written[],
    by: FittedPipeline<Matrix | Windows> = fitted,
  ): Promise<void> {
    const scores = await batchScores(topic, by);
    for (const { event, anomalyScore } of found) {
      const expected = scores.get(event.event_id) as number;
      expect(Math.abs(anomalyScore - expected)).toBeLessThan(1e-6 * Math.max(1, expected));
    }
  }

  /** Findings by event: their ids, and how many there are beyond one an event. */
  function repeatsOf(found: readonly Written[]) {
    const ids = new Map<number, Set<string>>();
    for (const { uid, event } of found) {
      ids.set(event.event_id, (ids.get(event.event_id) ?? new Set()).add(uid));
    }
    const nIds = [...ids.values()].reduce((sum, one) => sum + one.size, 0);
    return { nEvents: ids.size, nIds, nRepeats: found.length - ids.size };
  }

  const stop = async (worker: Worker) => {
    worker.child.kill('SIGTERM');
    return worker.ended;
  };

  it('scores as a batch does, goes on after a stop, and writes dead letters', async () => {
    const { args, from, to, dead } = await prepare();
    const half = events.length / 2;
    await send(from, events.slice(0, half));
    const longest = `{"user_id": 7, "x": "${'a'.repeat(1_047_900)}"}`;
    const { event_id, ...other } = { ...events[half], user_id: 'nobody', ip_address: null };
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const tooDeep = `${JSON.stringify(other).slice(0, -1)},"x":${deep}}`;
    const bad = ['{"user_id": 7}', longest, tooDeep];
    for (const text of bad) await sendMessages(broker.address, from, [{ key: 'user_1', text }]);
    const first = start(args);
    await writtenOf(to, half);
    expect(await stop(first)).toBe(0);
    await send(from, events.slice(half));
    const second = start(args);
    const found = await writtenOf(to, events.length);
    expect(await stop(second)).toBe(0);
    expect(repeatsOf(found)).toEqual({ nEvents: events.length, nIds: events.length, nRepeats: 0 });
    const letters = (await readMessages(broker.address, dead)).flat();
    expect(letters.map(({ text }) => text?.slice(0, 900_000)).sort()).toEqual(
      bad.map((text) => text.slice(0, 900_000)).sort(),
    );
    await expectScoresOfBatch(from, found);
  });

  it('loses nothing when one of two workers is killed', async () => {
    const { args, from, to } = await prepare('--snapshot-seconds', '1');
    const two = [start(args), start(args)];
    for (const worker of two) await worker.says('has partitions');
    const sending = send(from, events);
    await writtenOf(to, 1500);
    two[0].child.kill('SIGKILL');
    const killed = performance.now();
    await sending;
    const found = await writtenOf(to, events.length);
    console.log(`all found ${secondsBetween(killed, performance.now())} s after the kill`);
    expect(await stop(two[1])).toBe(0);
    const { nEvents, nIds, nRepeats } = repeatsOf(found);
    console.log(`${nRepeats} of ${nEvents} findings repeated`);
    expect({ nEvents, nIds }).toEqual({ nEvents: events.length, nIds: events.length });
    await expectScoresOfBatch(from, found);
  });

  it('scores windows as a batch does, also of the worker that takes over', async () => {
    const windows = ['--model', join(folder, 'windows'), '--snapshot-seconds', '1'];
    const { args, from, to } = await prepare(...windows);
    const first = start(args);
    await first.says('has partitions');
    await send(from, events.slice(0, events.length / 2));
    await writtenOf(to, events.length / 4);
    first.child.kill('SIGKILL');
    const second = start(args);
    await send(from, events.slice(events.length / 2));
    const found = await writtenOf(to, events.length);
    expect(await stop(second)).toBe(0);
    const { nEvents, nIds } = repeatsOf(found);
    expect({ nEvents, nIds }).toEqual({ nEvents: events.length, nIds: events.length });
    await expectScoresOfBatch(from, found, ofWindows);
  });

  it.each(SASL_MECHANISMS)('reads and writes by TLS, logged in by %s', async (mechanism) => {
    const { args, from, to } = await prepare();
    const { address, certificate, username, password } = broker.secure as SecureBroker;
    const secure = ['--brokers', address, '--tls-ca', certificate, '--sasl', mechanism];
    const some = events.slice(0, 500);
    await send(from, some);
    const wrong = start([...args, ...secure], {
      KAFKA_USERNAME: username,
      KAFKA_PASSWORD: 'wrong',
    });
    expect(await wrong.ended).toBe(1);
    expect(wrong.told()).toMatch(new RegExp(`${address}: must be Kafka brokers that answer .*\n$`));
    const environment = { KAFKA_USERNAME: username, KAFKA_PASSWORD: password };
    const worker = start([...args, ...secure], environment);
    const found = await writtenOf(to, some.length);
    expect(await stop(worker)).toBe(0);
    await expectScoresOfBatch(from, found);
  });

  it('repeats nothing exactly once, killed in a transaction', async () => {
    const { args, from, to } = await prepare('--exactly-once', '--snapshot-seconds', '1');
    await send(from, events);
    const preload = join(__dirname, 'die-in-transaction.mjs');
    const first = start(args, { PRELOAD: preload, DIE_AT: '2' });
    const limit = wait(LONGEST_MS, 'still there', { ref: false });
    expect(await Promise.race([first.ended, limit])).toBe(null);
    const second = start(args);
    const found = await writtenOf(to, events.length);
    expect(await stop(second)).toBe(0);
    expect(repeatsOf(found)).toEqual({ nEvents: events.length, nIds: events.length, nRepeats: 0 });
    await expectScoresOfBatch(from, found);
  });

  it.each([[[]], [['--exactly-once']]])(
    'goes on when the broker is killed and comes back %o',
    async (more) => {
      const { args, from, to } = await prepare(...more);
      const half = events.length / 2;
      await send(from, events.slice(0, half));
      const worker = start(args);
      await writtenOf(to, 1);
      await broker.kill();
      const killed = performance.now();
      await broker.start();
      const restarted = performance.now();
      await send(from, events.slice(half));
      const found = await writtenOf(to, events.length);
      console.log(
        `broker back ${secondsBetween(killed, restarted)} s after the kill, ` +
          `all found ${secondsBetween(restarted, performance.now())} s later`,
      );
      expect(await stop(worker)).toBe(0);
      expect((await readMessages(broker.address, from)).flat().length).toBe(events.length);
      const { nEvents, nIds, nRepeats } = repeatsOf(found);
      expect({ nEvents, nIds }).toEqual({ nEvents: events.length, nIds: events.length });
      if (more.length > 0) expect(nRepeats).toBe(0);
      await expectScoresOfBatch(from, found);
    },
  );
});

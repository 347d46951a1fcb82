import { describe, expect, it } from 'vitest';
import { createAuthLogGenerator } from '../../src/data/auth/generator';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { lstmAutoencoder } from '../../src/detectors/lstm-autoencoder';
import { AUTH_HISTORY_COLUMNS, withAuthHistory } from '../../src/features/auth-history';
import { pipeline } from '../../src/pipeline/pipeline';
import { authMemory } from '../../src/stream/auth-memory';
import { eventParser } from '../../src/stream/event-parser';
import { pipelineJudge } from '../../src/stream/pipeline-judge';

const { events } = createAuthLogGenerator({ seed: 3 }).generateCompleteDataset({
  nUsers: 3,
  normalEventsPerUser: 40,
});
const rows = withAuthHistory(events);
const messages = events.map((event, offset) => ({ text: JSON.stringify(event), offset }));
const columns = AUTH_HISTORY_COLUMNS;
const half = Math.floor(events.length / 2);

const fits = {
  rows: () => pipeline({ columns, detector: isolationForest({ seed: 1 }) }).fit(rows),
  windows: () =>
    pipeline({
      columns,
      windows: { length: 4, entity: 'user_id', time: 'timestamp' },
      detector: lstmAutoencoder({ units: [4, 2], encoding: 2, epochs: 1, seed: 1 }),
    }).fit(rows),
};

describe('pipelineJudge', () => {
  it.each(['rows', 'windows'] as const)('goes on from the JSON of a state, of %s', async (kind) => {
    const fitted = await fits[kind]();
    const judge = pipelineJudge({
      ...{ pipeline: fitted, modelName: 'test', parser: eventParser('json', fitted) },
      ...{ nameOf: String, findings: 'plain', all: true, memory: authMemory },
    });
    const first = judge.start();
    const before = await first.judge(messages.slice(0, half), 0);
    const second = judge.start(JSON.parse(JSON.stringify(first.state())));
    const after = await second.judge(messages.slice(half), 0);
    const scores = [...before.findings, ...after.findings].map(
      ({ text }) => JSON.parse(text).anomalyScore,
    );
    const expected = await fitted.score(rows);
    expect(scores).toHaveLength(rows.length);
    for (const [i, score] of scores.entries()) expect(score / expected[i]).toBeCloseTo(1, 6);
  });

  it('refuses an event that no finding can be written of, and no other', async () => {
    const fitted = await fits.rows();
    const judge = pipelineJudge({
      ...{ pipeline: fitted, modelName: 'test', parser: eventParser('json', fitted) },
      ...{ nameOf: String, findings: 'ocsf', all: true, memory: authMemory },
      maxFindingBytes: 20_000,
    });
    const eventWith = (more: string) => `${messages[0].text.slice(0, -1)},"x":${more}}`;
    const odd = [
      eventWith(`${'['.repeat(50_000)}${']'.repeat(50_000)}`),
      eventWith(`"${'a'.repeat(20_000)}"`),
    ];
    const texts = [...odd, ...messages.slice(0, 3).map(({ text }) => text)];
    const given = texts.map((text, offset) => ({ text, offset }));
    const { nEvents, findings, refused } = await judge.start().judge(given, 0);
    expect([nEvents, findings.length]).toEqual([3, 3]);
    expect(refused).toEqual([
      [0, 'must not be nested so deeply that no finding can be written'],
      [1, expect.stringMatching(/^must have a finding of at most 20000 bytes, got \d+$/)],
    ]);
  });

  it('tells equal events in two places apart, and the same event read twice not', async () => {
    const fitted = await fits.rows();
    const judge = pipelineJudge({
      ...{ pipeline: fitted, modelName: 'test', parser: eventParser('json', fitted) },
      ...{ nameOf: String, findings: 'plain', all: true, idsByOffset: true },
    });
    const text = JSON.stringify(rows[0]);
    const idsOf = async () => {
      const given = [0, 1].map((offset) => ({ text, offset }));
      return (await judge.start().judge(given, 0)).findings.map(({ id }) => id);
    };
    const ids = await idsOf();
    expect(ids[0]).not.toBe(ids[1]);
    expect(await idsOf()).toEqual(ids);
  });

  it('refuses a state that is none', async () => {
    const fitted = await fits.rows();
    const judge = pipelineJudge({
      ...{ pipeline: fitted, modelName: 'test', parser: eventParser('json', fitted) },
      ...{ nameOf: String, findings: 'plain', memory: authMemory },
    });
    expect(() => judge.start(7)).toThrow('snapshot: file: ');
  });
});

import { describe, expect, it } from 'vitest';
import { streamDriftExperiment } from '../../../src/pipeline/stream-drift/experiment';
import { expectRefusal, expectStrictOptions } from '../../bad-input';

const SMALL = {
  seeds: [1, 2],
  scale: 0.25,
  attacksPerYear: 300,
  weeks: 12,
  trainWeeks: 5,
  validationWeeks: 3,
  retrainWeeks: 2,
  alarmsPerWeek: 5,
};

const done: number[] = [];
const experiment = streamDriftExperiment({ ...SMALL, onSeed: ({ seed }) => done.push(seed) });

describe('streamDriftExperiment', () => {
  it('has a row a method and judged week, with intervals over the seeds', async () => {
    const { rows, repeats, settings } = await experiment;
    const methods = Object.keys(repeats.values);
    expect(methods).toContain('isolation forest: retrained');
    expect(methods).toContain('half-space trees: learns what is not flagged');
    expect(rows.length).toBe(methods.length * 4);
    expect(new Set(rows.map(({ week }) => week))).toEqual(new Set([8, 9, 10, 11]));
    expect(done).toEqual([1, 2]);
    expect(settings.stream).toBe('cloudtrail');
    for (const { falseAlarms, recall } of rows) {
      expect(falseAlarms.estimate).toBeGreaterThanOrEqual(0);
      if (recall !== null) expect(recall.estimate).toBeLessThanOrEqual(1);
    }
    for (const metrics of Object.values(repeats.values)) {
      expect(Object.keys(metrics)).toEqual(['recall', 'recallAtBudget', 'falseAlarmsPerWeek']);
    }
    expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
  });

  it('judges a week by nothing that comes after it', async () => {
    const short = await streamDriftExperiment({ ...SMALL, weeks: 10 });
    const long = await experiment;
    const alarms = ({ rows }: typeof short) =>
      rows
        .filter(({ week }) => week < 10)
        .map(({ method, week, falseAlarms }) => [method, week, falseAlarms]);
    expect(alarms(long)).toEqual(alarms(short));
  });

  it('has online detectors that follow a jump, where frozen ones give alarms from then on', async () => {
    const { rows } = await streamDriftExperiment({
      ...SMALL,
      stream: 'moving',
      weeks: 20,
      drift: 0,
      jump: 6,
    });
    const alarmsOf = (method: string) => {
      const own = rows.filter((row) => row.method === method);
      return { before: own[2].falseAlarms.estimate, after: own.at(-1)!.falseAlarms.estimate };
    };
    for (const frozen of ['largest z-score: frozen', 'isolation forest: frozen']) {
      expect(alarmsOf(frozen).before).toBeLessThan(20);
      expect(alarmsOf(frozen).after).toBeGreaterThan(60);
    }
    expect(alarmsOf('running quantiles, rarity: learns everything').after).toBeLessThan(20);
    expect(alarmsOf('running quantiles, rarity: learns what is not flagged').after).toBeGreaterThan(
      60,
    );
  });

  it('refuses options that are unknown or out of range, and stops when told', async () => {
    await expectStrictOptions((options) =>
      streamDriftExperiment(
        options !== null && typeof options === 'object' ? { ...SMALL, ...options } : options,
      ),
    );
    for (const wrong of [{ weeks: 8 }, { alarmsPerWeek: 1000 }, { seeds: [1] }, { onSeed: 5 }]) {
      await expectRefusal(() => streamDriftExperiment({ ...SMALL, ...wrong } as never));
    }
    const stopped = streamDriftExperiment({ ...SMALL, signal: AbortSignal.abort() });
    await expect(stopped).rejects.toThrow(/abort/i);
  });
});

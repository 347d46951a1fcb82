import { describe, expect, it } from 'vitest';
import { CLOUDTRAIL_FEATURES } from '../../../src/features/cloudtrail/feature-table';
import { makeWindows, samplesInWindow, type Windows } from '../../../src/features/window';
import type { FittedIamThreatLstm } from '../../../src/pipeline/cloudtrail/fitted-threat-lstm';
import { threatReasons } from '../../../src/pipeline/cloudtrail/threat-reasons';

const N_FEATURES = CLOUDTRAIL_FEATURES.length;
const LENGTH = 3;
const at = (name: string) => CLOUDTRAIL_FEATURES.findIndex((feature) => feature.name === name);
const TYPICAL = CLOUDTRAIL_FEATURES.map(({ name }) => (name === 'isWrite' ? 1 : 0));

/** A model whose log odds of an attack are known: -1, and weights times the sum over the window of each feature. */
function knownModel(weights: Readonly<Record<string, number>>): FittedIamThreatLstm {
  const windowProbabilities = async (windows: Windows) => {
    const data = Float64Array.from({ length: windows.ends.length * 2 });
    windows.ends.forEach((_, i) => {
      let odds = -1;
      for (const sample of samplesInWindow(windows, i)) {
        for (const [name, weight] of Object.entries(weights)) {
          odds += weight * windows.samples.data[sample * N_FEATURES + at(name)];
        }
      }
      data.set([1 / (1 + Math.exp(odds)), 1 / (1 + Math.exp(-odds))], i * 2);
    });
    return { data, nSamples: windows.ends.length, nFeatures: 2 };
  };
  const state = { typical: TYPICAL, windowLength: LENGTH };
  return { state, windowProbabilities } as unknown as FittedIamThreatLstm;
}

/** Windows over one principal's events, of which only what differs from typical is given. */
function windowsOf(events: readonly Readonly<Record<string, number>>[], last = 1): Windows {
  const data = new Float64Array(events.length * N_FEATURES);
  events.forEach((event, i) => {
    data.set(TYPICAL, i * N_FEATURES);
    for (const [name, value] of Object.entries(event)) data[i * N_FEATURES + at(name)] = value;
  });
  const samples = { data, nSamples: events.length, nFeatures: N_FEATURES };
  const windows = makeWindows({ samples, length: LENGTH, pad: true });
  return { ...windows, ends: windows.ends.slice(-last) };
}

describe('threatReasons', () => {
  it('gives what the log odds lose without each feature, the most first', async () => {
    const model = knownModel({ newCall: 1, errorRate: 0.5, newRegion: 0.01 });
    const [reasons] = await threatReasons(
      model,
      windowsOf([{}, {}, { newCall: 1, errorRate: 4, newRegion: 1 }]),
    );
    expect(reasons.map(({ feature }) => feature)).toEqual(['errorRate', 'newCall']);
    expect(reasons[0].contribution).toBeCloseTo(2, 9);
    expect(reasons[1]).toMatchObject({ actual: 1, typical: 0, eventsAgo: 0 });
    expect(reasons[1].contribution).toBeCloseTo(1, 9);
  });

  it('leaves out what reads as typical, for the next in strength', async () => {
    const faded = { eventRate: 6.5e-76, callRate: 0.004, errorRate: 1e-9, newResourceRate: 0.003 };
    const seen = { newCall: 1, newRegion: 1, newResource: 1, newNetwork: 1 };
    const weights = Object.keys({ ...faded, ...seen }).map((name, i) => [name, i < 4 ? 300 : 1]);
    const model = knownModel(Object.fromEntries(weights));
    const [reasons] = await threatReasons(model, windowsOf([{}, {}, { ...faded, ...seen }]));
    expect(reasons.map(({ feature }) => feature).sort()).toEqual(Object.keys(seen).sort());
  });

  it('keeps a count that reads as more than none, and gives 0 for less', async () => {
    const model = knownModel({ eventRate: 1 });
    const [[some]] = await threatReasons(model, windowsOf([{}, {}, { eventRate: 0.3 }]));
    expect(some).toMatchObject({ feature: 'eventRate', actual: 0.3, typical: 0 });
    const usual = TYPICAL.map((value, j) => (j === at('eventRate') ? 1 : value));
    const busy = { ...knownModel({ eventRate: -1 }) };
    const state = { ...busy.state, typical: usual };
    const [[none]] = await threatReasons(
      { ...busy, state },
      windowsOf([{ eventRate: 1 }, { eventRate: 1 }, { eventRate: 1e-70 }]),
    );
    expect(none).toMatchObject({ feature: 'eventRate', actual: 0, typical: 1, eventsAgo: 0 });
  });

  it('sees a feature of the events before, and says how long ago', async () => {
    const [reasons] = await threatReasons(
      knownModel({ newNetwork: 2 }),
      windowsOf([{}, { newNetwork: 1 }, {}]),
    );
    expect(reasons.map(({ feature }) => feature).sort()).toEqual(['history', 'newNetwork']);
    expect(reasons.find(({ feature }) => feature === 'newNetwork')?.eventsAgo).toBe(1);
    expect(reasons.find(({ feature }) => feature === 'history')).toMatchObject({ actual: 1 });
  });

  it('has no history of a first event, in which a feature stands for all that is padded', async () => {
    const [reasons] = await threatReasons(knownModel({ newCall: 1 }), windowsOf([{ newCall: 1 }]));
    expect(reasons.map(({ feature }) => feature)).toEqual(['newCall']);
    expect(reasons[0].contribution).toBeCloseTo(LENGTH, 9);
  });

  it('names nothing that speaks against an attack, nor what is typical', async () => {
    const model = knownModel({ newCall: -2, isWrite: 3 });
    expect(await threatReasons(model, windowsOf([{ newCall: 1 }]))).toEqual([[]]);
    const [reading] = await threatReasons(knownModel({ isWrite: -1 }), windowsOf([{ isWrite: 0 }]));
    expect(reading).toMatchObject([{ feature: 'isWrite', actual: 0, typical: 1 }]);
  });

  it('explains each of many windows by itself, and none at all', async () => {
    const events = Array.from({ length: 450 }, (_, i) => ({ newCall: i % 2, errorRate: i }));
    const model = knownModel({ newCall: 3 });
    const windows = windowsOf(events, 450);
    const all = await threatReasons(model, windows);
    expect(all).toHaveLength(450);
    const alone = await threatReasons(model, { ...windows, ends: windows.ends.slice(301, 302) });
    expect(all[301]).toEqual(alone[0]);
    expect(await threatReasons(model, { ...windows, ends: new Int32Array(0) })).toEqual([]);
  });

  it('leaves out what is less than a twentieth of it all, however much the odds are pressed', async () => {
    const windows = windowsOf([{}, {}, { newCall: 1, newRegion: 1, newResource: 1 }]);
    for (const scale of [0.01, 1]) {
      const weights = { newCall: 10 * scale, newRegion: 0.4 * scale, newResource: scale };
      const [reasons] = await threatReasons(knownModel(weights), windows);
      expect(reasons.map(({ feature }) => feature)).toEqual(['newCall', 'newResource']);
    }
  });

  it('stays finite where the model is certain', async () => {
    const [reasons] = await threatReasons(
      knownModel({ newCall: 500 }),
      windowsOf([{ newCall: 1 }]),
    );
    expect(Number.isFinite(reasons[0].contribution)).toBe(true);
  });
});

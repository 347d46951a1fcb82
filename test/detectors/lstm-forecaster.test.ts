import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDetector } from '../../src/detectors/load';
import { type LstmForecasterOptions, lstmForecaster } from '../../src/detectors/lstm-forecaster';
import { makeWindows, type Windows } from '../../src/features/window';
import { matrix } from '../../src/matrix';
import { liveTensors } from '../../src/networks/engine';

/** A swing and its shadow; from `from` on the shadow has the other sign. */
function windowsOf(nSamples: number, from = Infinity, length = 6): Windows {
  const rows = Array.from({ length: nSamples }, (_, i) => {
    const swing = Math.sin(i / 2);
    return [swing, i < from ? swing : -swing];
  });
  return makeWindows({ samples: matrix(rows), length });
}

const small: LstmForecasterOptions = { units: [8], epochs: 30, learningRate: 0.01, seed: 3 };

describe('lstmForecaster', () => {
  it('learns to say the next sample, and scores by how far it was off', async () => {
    const windows = windowsOf(300);
    const fitted = await lstmForecaster(small).fit(windows, { validation: { samples: windows } });
    const scores = await fitted.score(windows);
    const forecasts = await fitted.forecast(windows);
    expect(forecasts).toHaveLength(2 * windows.ends.length);
    const [end] = windows.ends;
    const errors = [0, 1].map((j) => (forecasts[j] - windows.samples.data[2 * end + j]) ** 2);
    expect(scores[0]).toBeCloseTo((errors[0] + errors[1]) / 2, 6);
    expect(Math.max(...scores)).toBeLessThan(0.05);
    const odd = await fitted.score(windowsOf(60, 40));
    expect(odd[35]).toBeGreaterThan(20 * odd[34]); // the window that ends at sample 40, the first odd one
    fitted.dispose();
  }, 30_000);

  it('scores the same for the same seed, and after it was saved and loaded', async () => {
    const before = liveTensors();
    const windows = windowsOf(60);
    const options = { ...small, epochs: 1 };
    const [one, two] = [
      await lstmForecaster(options).fit(windows),
      await lstmForecaster(options).fit(windows),
    ];
    const scores = await one.score(windows);
    expect(await two.score(windows)).toEqual(scores);
    const directory = await mkdtemp(join(tmpdir(), 'forecaster-'));
    await one.save(directory);
    const loaded = await loadDetector<Windows>(directory);
    expect(await loaded.score(windows)).toEqual(scores);
    for (const each of [one, two, loaded]) each.dispose();
    expect(liveTensors()).toBe(before);
  });

  it('refuses what it cannot learn from or score', async () => {
    expect(() => lstmForecaster({ units: [] })).toThrow('units must be');
    expect(() => lstmForecaster({ encoding: 3 } as never)).toThrow('got encoding');
    const single = windowsOf(20, Infinity, 1);
    await expect(lstmForecaster(small).fit(single)).rejects.toThrow('at least 2 samples, got 1');
    const none = { ...windowsOf(20), ends: new Int32Array(0) };
    await expect(lstmForecaster(small).fit(none)).rejects.toThrow('windows must not be empty');
    const fitted = await lstmForecaster({ ...small, epochs: 0 }).fit(windowsOf(20));
    await expect(fitted.score(windowsOf(20, Infinity, 5))).rejects.toThrow('must have 6 samples');
    const data = windowsOf(20).samples.data.slice().fill(Number.NaN, 3, 4);
    const broken = { ...windowsOf(20), samples: { data, nSamples: 20, nFeatures: 2 } };
    await expect(fitted.score(broken)).rejects.toThrow('must be finite, got NaN');
    fitted.dispose();
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reportMetrics } from '../../src/report/metrics';

describe('reportMetrics', () => {
  const folder = mkdtempSync(join(tmpdir(), 'metrics-'));
  const file = join(folder, 'metrics.json');
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});

  beforeEach(() => vi.stubEnv('ANOMALY_LAB_METRICS_FILE', file));
  afterEach(() => {
    vi.unstubAllEnvs();
    log.mockClear();
    rmSync(file, { force: true });
  });

  it('writes every digit to the file that the environment names, and prints a table', () => {
    reportMetrics({ rocAuc: 0.1 + 0.2, detector: 'isolation forest' });
    const written = JSON.parse(readFileSync(file, 'utf8'));
    expect(written).toEqual({ rocAuc: 0.30000000000000004, detector: 'isolation forest' });
    expect(log.mock.calls).toEqual([
      [
        [
          'metric    value',
          '--------  ----------------',
          'rocAuc    0.3000',
          'detector  isolation forest',
        ].join('\n'),
      ],
    ]);
  });

  it('only prints where no file is named', () => {
    vi.stubEnv('ANOMALY_LAB_METRICS_FILE', '');
    reportMetrics({ f1: 0.5 });
    expect(log).toHaveBeenCalledOnce();
  });

  it('rejects what is no figure, by its name', () => {
    expect(() => reportMetrics({})).toThrow('metrics must not be empty');
    expect(() => reportMetrics({ f1: Number.NaN })).toThrow('metric f1 must be finite, got NaN');
    expect(() => reportMetrics({ f1: null as never })).toThrow(TypeError);
  });
});

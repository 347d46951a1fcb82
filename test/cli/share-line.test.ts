import { describe, expect, it } from 'vitest';
import { shareLine } from '../../src/cli/share-line';

describe('shareLine', () => {
  it('shows the share and the time since the begin, where lines stay each 5 s', () => {
    const lines: string[] = [];
    let time = 0;
    const line = shareLine({ write: (text) => lines.push(text) }, () => time);
    for (const [at, share] of [
      [1000, 0.1],
      [5000, 0.257],
      [9000, 0.5],
      [65_000, 1],
    ]) {
      time = at;
      line.show(share);
    }
    line.end();
    expect(lines).toEqual(['25 %, 5 s\n', '100 %, 1 min 5 s\n']);
  });
});

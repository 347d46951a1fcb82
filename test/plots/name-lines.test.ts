import { describe, expect, it } from 'vitest';
import { nameLines, rowHeight } from '../../src/plots/name-lines';

describe('nameLines', () => {
  it.each([
    ['isolation forest', 12, 'isolation<br>forest'],
    ['isolation forest', 16, 'isolation forest'],
    ['bytes_sent_per_hour', 11, 'bytes_sent_<br>per_hour'],
    ['bytesSentPerHour', 9, 'bytesSent<br>PerHour'],
    ['a <b> & c', 40, 'a &lt;b&gt; &amp; c'],
    ['', 12, ''],
  ])('%s in %d', (name, width, lines) => {
    expect(nameLines(name, width)).toBe(lines);
  });

  it('cuts runs without a place to break, and the middle of what is far too long', () => {
    expect(nameLines('x'.repeat(50), 40)).toBe(`${'x'.repeat(40)}<br>${'x'.repeat(10)}`);
    const lines = nameLines('word '.repeat(100), 20);
    expect(lines.split('<br>')).toHaveLength(3);
    expect(lines).toContain('…');
  });
});

describe('rowHeight', () => {
  it('grows with the name of most lines', () => {
    expect(rowHeight(['a', 'b'], 30)).toBe(30);
    expect(rowHeight(['a', 'b<br>c<br>d'], 30)).toBe(59);
  });
});

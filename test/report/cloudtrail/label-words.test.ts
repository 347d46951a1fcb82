import { describe, expect, it } from 'vitest';
import { takenForNormalWords } from '../../../src/report/cloudtrail/label-words';

describe('takenForNormalWords', () => {
  it('names the groups, the largest first', () => {
    const groups = { setup: 1200, human_ann: 3000, '': 1 };
    const words = '4,201 events of human_ann, setup, (no class) taken for Normal';
    expect(takenForNormalWords(groups)).toBe(words);
    expect(takenForNormalWords({ a: 1 })).toBe('1 event of a taken for Normal');
    expect(takenForNormalWords({})).toBeUndefined();
  });

  it('cuts a long list', () => {
    const many = Object.fromEntries([...'abcdefg'].map((name) => [name, 2]));
    expect(takenForNormalWords(many)).toBe('14 events of a, b, c, d, e, … taken for Normal');
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cloudTrailPage } from '../../bench/cloudtrail/page';

const docs = join(__dirname, '..', '..', 'docs');
const results = JSON.parse(readFileSync(join(docs, 'cloudtrail-results.json'), 'utf8'));

describe('cloudTrailPage', () => {
  it('is the page in docs, from the results beside it', () => {
    expect(cloudTrailPage(results)).toBe(readFileSync(join(docs, 'cloudtrail.md'), 'utf8'));
  });

  it('has a figure wherever it names one, and does without what was not measured', () => {
    const { found, crossed, retrained, quarters, ...rest } = results;
    for (const page of [cloudTrailPage(results), cloudTrailPage(rest)]) {
      expect(page).not.toMatch(/NaN|undefined|null/);
    }
  });
});

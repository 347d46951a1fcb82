import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JSDOM } from 'jsdom';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { profileTable, type TableProfile } from '../../../src/data/profile/profile-table';
import { profilePage } from '../../../src/report/profile/profile-page';
import { profileText } from '../../../src/report/profile/profile-text';

const folder = mkdtempSync(join(tmpdir(), 'profile-page '));
let profile: TableProfile;
beforeAll(async () => {
  const path = join(folder, 'a<b>.csv');
  const rows = Array.from(
    { length: 40 },
    (_, i) => `${i % 7},<img src=x onerror=alert(1)>,2024-01-01T0${i % 9}:00:00Z`,
  );
  writeFileSync(path, ['<script>alert(1)</script>,"it\'s ""quoted""",t', ...rows].join('\n'));
  profile = await profileTable(path);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

it('shows names and values of the file as text', () => {
  const { document } = new JSDOM(profilePage(profile)).window;
  expect(document.querySelectorAll('script, img')).toHaveLength(0);
  const cells = [...document.querySelectorAll('tbody td')].map(({ textContent }) => textContent);
  expect(cells).toContain('<script>alert(1)</script>');
  expect(cells).toContain('it\'s "quoted"');
  expect(document.querySelectorAll('svg.bars').length).toBe(3);
  expect(document.title).toBe('Profile of a<b>.csv');
});

it('says the same in text, a line a column', () => {
  const text = profileText(profile);
  expect(text).toContain('40 rows, 3 columns.');
  expect(text).toMatch(/^it's "quoted" +text +0 +1 .*constant$/m);
  expect(text).toMatch(/^t +time .* rows earlier than the row above$/m);
});

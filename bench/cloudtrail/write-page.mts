/** Writes docs/cloudtrail.md from docs/cloudtrail-results.json. */
import { readFile } from 'node:fs/promises';
import { writeWhole } from '../../src/data/whole-file';
import { cloudTrailPage } from './page';

const results = JSON.parse(await readFile('docs/cloudtrail-results.json', 'utf8'));
await writeWhole('docs/cloudtrail.md', cloudTrailPage(results));

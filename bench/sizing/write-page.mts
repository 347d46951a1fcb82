// How much of everything a number of events takes, from measured figures: npx tsx bench/sizing/write-page.mts writes the tables of
// docs/sizing.md from bench/sizing/measured.json; with --events-per-day, --peak-factor or --busy-share it prints those of another load.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { LOAD, type Measured, sizingTables, withTables } from './tables';

const { values } = parseArgs({
  options: {
    'events-per-day': { type: 'string' },
    'peak-factor': { type: 'string' },
    'busy-share': { type: 'string' },
  },
});
const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const measured: Measured = JSON.parse(readFileSync(fileOf('measured.json'), 'utf8'));
const load = {
  eventsPerDay: numberOf('events-per-day', LOAD.eventsPerDay),
  peakFactor: numberOf('peak-factor', LOAD.peakFactor),
  busyShare: numberOf('busy-share', LOAD.busyShare),
};
const tables = sizingTables(measured, load);
if (Object.keys(values).length > 0) console.log(Object.values(tables).join('\n\n'));
else {
  const page = fileOf('../../docs/sizing.md');
  writeFileSync(page, withTables(readFileSync(page, 'utf8'), tables));
}

function numberOf(name: keyof typeof values, otherwise: number): number {
  const value = Number(values[name] ?? otherwise);
  if (value > 0) return value;
  throw new RangeError(`--${name} must be above 0, got ${values[name]}`);
}

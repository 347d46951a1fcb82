import { readFileSync } from 'node:fs';
import type { AuthEvent } from '../../src/data/auth/event';
import { writeAuthEvents } from '../../src/data/auth/events-file';
import { createAuthLogGenerator } from '../../src/data/auth/generator';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { pipeline } from '../../src/pipeline/pipeline';

/** Share of the log, from its beginning, that the model learns from. */
const TRAINED = 0.3;

/** 50,000 generated logins over 30 days, a tenth of them steps of attacks. */
export function generateAuthLog(): readonly AuthEvent[] {
  const size = { nUsers: 100, normalEventsPerUser: 450 };
  return createAuthLogGenerator({ seed: 2 }).generateCompleteDataset(size).events;
}

/** Writes logins as CSV, and gives the text. */
export async function writeAuthLog(file: string, events: readonly AuthEvent[]): Promise<string> {
  await writeAuthEvents(file, events);
  return readFileSync(file, 'utf8');
}

/** Saves a forest of the normal among the first logins into a folder. */
export async function saveAuthModel(folder: string, events: readonly AuthEvent[]): Promise<void> {
  const first = events.slice(0, TRAINED * events.length);
  const fitted = await pipeline({
    columns: {
      user_id: 'label',
      device_id: 'frequency',
      ip_address: 'frequency',
      location: 'frequency',
      resource_accessed: 'frequency',
      login_success: 'numeric',
      access_time: 'hour',
      bytes_transferred: 'numeric',
    },
    detector: isolationForest({ seed: 1 }),
    threshold: { kind: 'quantile', q: 0.98 },
  }).fit(first.filter(({ event_label }) => event_label === 'normal'));
  await fitted.save(folder);
  fitted.dispose();
}

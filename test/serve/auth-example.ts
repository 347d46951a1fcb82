import { readFileSync } from 'node:fs';
import { writeAuthEvents } from '../../src/data/auth/events-file';
import { createAuthLogGenerator } from '../../src/data/auth/generator';
import { isolationForest } from '../../src/detectors/isolation-forest';
import { pipeline } from '../../src/pipeline/pipeline';

/** Saves a forest of generated logins into a folder. */
export async function saveAuthModel(folder: string): Promise<void> {
  const { events } = createAuthLogGenerator({ seed: 1 }).generateCompleteDataset({ nUsers: 40 });
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
  }).fit(events.filter(({ event_label }) => event_label === 'normal'));
  await fitted.save(folder);
  fitted.dispose();
}

/** Writes 50,000 other generated logins, a tenth of them attacks, and gives the text. */
export async function writeAuthLog(file: string): Promise<string> {
  const { events } = createAuthLogGenerator({ seed: 2 }).generateCompleteDataset({
    nUsers: 100,
    normalEventsPerUser: 450,
  });
  await writeAuthEvents(file, events);
  return readFileSync(file, 'utf8');
}

// Sets up what is missing for `npm start` and `npm test`; does nothing the second time.
// It uses Node's own modules only, so that it runs in a fresh clone. `--quiet` prints only what it does.
import { checkNodeVersion } from './setup/node-version.mjs';

const complaint = checkNodeVersion(process.versions.node);
if (complaint !== undefined) {
  console.error(`error  ${complaint}`);
  process.exit(1);
}
// Imported only now: an older Node would stop at syntax it does not know instead of saying so.
const { setup } = await import('./setup/steps.mjs');
await setup({ quiet: process.argv.includes('--quiet') });

import { existsSync } from 'node:fs';

/** The browser to test with, of which `CHROMIUM` can name the file; says loudly where none is. */
export function findBrowser(): string | undefined {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const known = [process.env['CHROMIUM'] ?? '', ...names.map((name) => `/usr/bin/${name}`)];
  const found = known.find((path) => path !== '' && existsSync(path));
  if (found === undefined) {
    console.warn('SKIPPED: no browser found; install chromium, or set CHROMIUM to one');
  }
  return found;
}

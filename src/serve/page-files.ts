import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A file of the dashboard, as it is sent. */
export interface PageFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
  /** A hash of the bytes, as HTTP wants it. */
  readonly etag: string;
}

const TYPES: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'style.css': 'text/css; charset=utf-8',
  'icon.svg': 'image/svg+xml',
  'main.js': 'text/javascript; charset=utf-8',
};

/**
 * Reads the files of the dashboard, which stand beside the bundle; where the library runs from source,
 * they are made first.
 */
export async function readPageFiles(): Promise<PageFile[]> {
  const folder = __filename.endsWith('.ts')
    ? await buildFromSource()
    : join(__dirname, 'dashboard');
  return Promise.all(
    Object.entries(TYPES).map(async ([name, type]) => {
      const bytes = await readFile(join(folder, name));
      const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`;
      return { name, type, bytes, etag };
    }),
  );
}

async function buildFromSource(): Promise<string> {
  const root = join(__dirname, '..', '..');
  const script = pathToFileURL(join(root, 'scripts', 'build-dashboard.mjs')).href;
  const { buildDashboard } = await import(script);
  const folder = join(root, 'node_modules', '.anomaly-lab', 'dashboard');
  await buildDashboard(folder);
  return folder;
}

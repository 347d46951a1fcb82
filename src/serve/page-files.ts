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

let built: Promise<Readonly<Record<string, Buffer>>> | undefined;

/**
 * Reads the files of the dashboard, which stand beside the bundle; where the library runs from source,
 * they are made first.
 */
export async function readPageFiles(): Promise<PageFile[]> {
  const isSource = __filename.endsWith('.ts');
  built ??= isSource ? buildFromSource() : undefined;
  const files = await built;
  return Promise.all(
    Object.entries(TYPES).map(async ([name, type]) => {
      const bytes = files?.[name] ?? (await readFile(join(__dirname, 'dashboard', name)));
      const etag = `"${createHash('sha256').update(bytes).digest('base64url')}"`;
      return { name, type, bytes, etag };
    }),
  );
}

async function buildFromSource(): Promise<Record<string, Buffer>> {
  const script = join(__dirname, '..', '..', 'scripts', 'build-dashboard.mjs');
  const { buildDashboard } = await import(pathToFileURL(script).href);
  return buildDashboard();
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Keys that may use the service, as hashes. */
export interface ApiKeys {
  /** The name of a key; nothing if there is no such key. Takes as long for each that is wrong. */
  nameOf(key: string): string | undefined;
}

/** A new key, and the line of a keys file that lets it in. */
export interface NewApiKey {
  /** Shown once; nothing keeps it. */
  readonly key: string;
  /** `NAME SHA256` */
  readonly line: string;
}

const NAME = /^[\w.-]{1,64}$/;
const LINE = /^([\w.-]{1,64})\s+([\da-f]{64})$/i;

/**
 * Makes a key of 256 random bits.
 *
 * @param name 1 to 64 letters, digits, dots, hyphens or underscores.
 * @throws {RangeError} if the name is none.
 */
export function makeApiKey(name: string): NewApiKey {
  if (!NAME.test(name)) {
    throw new RangeError(`name must be 1 to 64 of A-Z a-z 0-9 . _ -, got ${JSON.stringify(name)}`);
  }
  const key = `al_${randomBytes(32).toString('base64url')}`;
  return { key, line: `${name} ${hashOf(key).toString('hex')}` };
}

/**
 * Reads a file of hashed keys: a name and a SHA-256 in hex a line; empty lines and those with `#` are left out.
 *
 * Keys have 256 random bits, so that one fast hash is enough.
 *
 * @throws {Error} naming file and line if a line is none, a name comes twice, or there is no key.
 */
export async function readApiKeys(file: string): Promise<ApiKeys> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${file}: must be a file of keys that can be read (${error.code})`);
  });
  const hashes = new Map<string, Buffer>();
  text.split(/\r?\n/).forEach((line, i) => {
    if (/^\s*(#|$)/.test(line)) return;
    const [, name, hash] = LINE.exec(line.trim()) ?? [];
    const where = `${file} line ${i + 1}`;
    if (name === undefined) throw new Error(`${where}: must be a name and a SHA-256 in hex`);
    if (hashes.has(name)) throw new Error(`${where}: name must be new, got ${name} again`);
    hashes.set(name, Buffer.from(hash, 'hex'));
  });
  if (hashes.size === 0) throw new Error(`${file}: must hold a key, got none`);
  return {
    nameOf: (key) => {
      const own = hashOf(key);
      let found: string | undefined;
      for (const [name, hash] of hashes) if (timingSafeEqual(own, hash)) found = name;
      return found;
    },
  };
}

function hashOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}

import { promisify } from 'node:util';
import { crc32, deflateRaw, inflateRaw } from 'node:zlib';

/** A file in a zip, still packed. */
export interface ZipEntry {
  readonly name: string;
  /** Unpacks it, and holds it against its size and check sum. */
  unpack(): Promise<Buffer>;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
const [STORED, DEFLATED] = [0, 8];
const UTF8 = 0x0800;
const FIRST_OF_1980 = 0x21;
const MOST = 0xffffffff; // more is in fields of zip64

/** Numbers hardly get smaller by more effort: 3 takes half the time of 6 and leaves 3 % more. */
const LEVEL = 3;

const pack = promisify<Uint8Array, { level: number }, Buffer>(deflateRaw);
const unpack = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(inflateRaw);

/**
 * Lists the files of a zip; none is unpacked yet.
 *
 * Source: PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16; no encryption, no zip64.
 *
 * @throws {Error} if it is no zip, or cut short.
 */
export function listZip(bytes: Buffer): ZipEntry[] {
  const end = endOf(bytes);
  const nEntries = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  return Array.from({ length: nEntries }, () => {
    if (at + 46 > end || bytes.readUInt32LE(at) !== CENTRAL)
      throw new Error('broken list of files');
    const [nameBytes, extraBytes, noteBytes] = [28, 30, 32].map((k) => bytes.readUInt16LE(at + k));
    const [crc, packed, size] = [16, 20, 24].map((k) => bytes.readUInt32LE(at + k));
    const name = bytes.toString('utf8', at + 46, at + 46 + nameBytes);
    const start = bytes.readUInt32LE(at + 42);
    const method = bytes.readUInt16LE(at + 10);
    const isEncrypted = (bytes.readUInt16LE(at + 8) & 1) === 1;
    at += 46 + nameBytes + extraBytes + noteBytes;
    return {
      name,
      unpack: async () => {
        if (isEncrypted) throw new Error(`${name} is encrypted`);
        if ([packed, size, start].includes(MOST)) throw new Error(`${name} has 4 GB or more`);
        const whole = await unpackWith(method, name, contentOf(bytes, name, start, packed), size);
        if (whole.length !== size || crc32(whole) !== crc) throw new Error(`${name} is damaged`);
        return whole;
      },
    };
  });
}

/**
 * Packs files into a zip; the same files give the same bytes.
 *
 * @throws {RangeError} if one has 4 GB or more, or all together.
 */
export async function formatZip(files: Readonly<Record<string, Uint8Array>>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const list: Uint8Array[] = [];
  let start = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const content = await pack(bytes, { level: LEVEL });
    const nameBytes = Buffer.from(name);
    if (bytes.length >= MOST || start + content.length >= MOST) {
      throw new RangeError(`${name} must not make the file larger than 4 GB`);
    }
    const facts = factsOf(crc32(bytes), content.length, bytes.length, nameBytes.length);
    const local = Buffer.concat([numbers(LOCAL), facts, nameBytes, content]);
    const place = Buffer.alloc(14); // no note, first disk, no attributes
    place.writeUInt32LE(start, 10);
    list.push(numbers(CENTRAL), Buffer.from([20, 0]), facts, place, nameBytes);
    parts.push(local);
    start += local.length;
  }
  const directory = Buffer.concat(list);
  const end = Buffer.alloc(END_BYTES);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([...parts, directory, end]);
}

/** The end of the list of files lies at the end, before a note of at most 64 KiB. */
function endOf(bytes: Buffer): number {
  const signature = numbers(END);
  const from = Math.max(0, bytes.length - END_BYTES - 0xffff);
  const at = bytes.lastIndexOf(signature, bytes.length - END_BYTES);
  if (bytes.length < END_BYTES || at < from) throw new Error('no zip, or cut short');
  return at;
}

function contentOf(bytes: Buffer, name: string, start: number, packed: number): Buffer {
  if (start + 30 > bytes.length || bytes.readUInt32LE(start) !== LOCAL) {
    throw new Error(`${name} is not where the list of files says`);
  }
  const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
  if (from + packed > bytes.length) throw new Error(`${name} is cut short`);
  return bytes.subarray(from, from + packed);
}

async function unpackWith(
  method: number,
  name: string,
  content: Buffer,
  size: number,
): Promise<Buffer> {
  if (method === STORED) return content;
  if (method !== DEFLATED) throw new Error(`${name} is packed by method ${method}`);
  try {
    return await unpack(content, { maxOutputLength: Math.max(1, size) });
  } catch {
    throw new Error(`${name} is damaged`);
  }
}

/** What both headers of a file hold: version, method, time, check sum, sizes, length of the name. */
function factsOf(crc: number, packed: number, size: number, nameBytes: number): Buffer {
  const facts = Buffer.alloc(26);
  facts.writeUInt16LE(20, 0);
  facts.writeUInt16LE(UTF8, 2);
  facts.writeUInt16LE(DEFLATED, 4);
  facts.writeUInt16LE(FIRST_OF_1980, 8);
  facts.writeUInt32LE(crc, 10);
  facts.writeUInt32LE(packed, 14);
  facts.writeUInt32LE(size, 18);
  facts.writeUInt16LE(nameBytes, 22);
  return facts;
}

function numbers(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

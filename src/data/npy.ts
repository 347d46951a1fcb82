import { endianness } from 'node:os';

/** Values of an array: the typed array that fits, 64-bit integers as doubles, text as strings. */
export type NpyData =
  | Float64Array
  | Float32Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | string[];

/** An array as numpy has it. */
export interface NpyArray {
  /** Length of each axis; empty for a single value. */
  readonly shape: readonly number[];
  /** In C order: the last axis varies fastest. Booleans are 0 and 1. */
  readonly data: NpyData;
}

interface Kind {
  readonly bytes: number;
  readonly make: (length: number) => Exclude<NpyData, string[]>;
  readonly read: (view: DataView, offset: number, littleEndian: boolean) => number;
}

const MAGIC = '\x93NUMPY';

const KINDS: Readonly<Record<string, Kind>> = {
  f8: kind(8, Float64Array, (view, at, little) => view.getFloat64(at, little)),
  f4: kind(4, Float32Array, (view, at, little) => view.getFloat32(at, little)),
  i1: kind(1, Int8Array, (view, at) => view.getInt8(at)),
  u1: kind(1, Uint8Array, (view, at) => view.getUint8(at)),
  b1: kind(1, Uint8Array, (view, at) => view.getUint8(at)),
  i2: kind(2, Int16Array, (view, at, little) => view.getInt16(at, little)),
  u2: kind(2, Uint16Array, (view, at, little) => view.getUint16(at, little)),
  i4: kind(4, Int32Array, (view, at, little) => view.getInt32(at, little)),
  u4: kind(4, Uint32Array, (view, at, little) => view.getUint32(at, little)),
  i8: kind(8, Float64Array, (view, at, little) => safe(view.getBigInt64(at, little))),
  u8: kind(8, Float64Array, (view, at, little) => safe(view.getBigUint64(at, little))),
};

/** What makes numbers or text of other types of numpy, by their first letter. */
const REMEDIES: Readonly<Record<string, string>> = {
  O: 'np.array(…, dtype=str)', // pandas 3 has an astype(str) that makes objects again
  S: 'np.array(…, dtype=str)',
  f: "astype('float64')",
  M: "astype('datetime64[ms]').astype('int64')",
  m: "astype('timedelta64[ms]').astype('int64')",
};

/**
 * Reads an array in numpy's NPY format: numbers, booleans and fixed-length text (`<U`), in C or Fortran order.
 *
 * Source: numpy.lib.format, versions 1.0 to 3.0.
 *
 * @param name stands before the message of an error.
 * @throws {TypeError} if the type is another one (Python objects, bytes, dates, half floats, records); says how numpy converts it.
 * @throws {RangeError} if it is no whole NPY array, or an integer is beyond 2^53.
 */
export function parseNpy(bytes: Uint8Array, name: string): NpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { type, littleEndian, fortranOrder, shape, start } = parseHeader(view, bytes, name);
  const length = shape.reduce((product, n) => product * n, 1);
  const text = /^U(\d+)$/.exec(type);
  const itemBytes = text === null ? kindOf(type, name).bytes : 4 * Number(text[1]);
  if (view.byteLength - start !== length * itemBytes) {
    throw new RangeError(
      `${name}: must have ${length * itemBytes} bytes of values, got ${view.byteLength - start}`,
    );
  }
  const values = (at: number) => start + at * itemBytes;
  try {
    const data =
      text === null
        ? (copyNumbers(bytes.subarray(start), type, littleEndian, length) ??
          readNumbers(kindOf(type, name), length, (read, i) => read(view, values(i), littleEndian)))
        : Array.from({ length }, (_, i) => readText(view, values(i), itemBytes, littleEndian));
    return { shape, data: fortranOrder ? toRowMajor(data, shape) : data };
  } catch (error) {
    throw error instanceof RangeError ? new RangeError(`${name}: ${error.message}`) : error;
  }
}

/**
 * Writes an array in numpy's NPY format, version 1.0, C order.
 *
 * @param name stands before the message of an error.
 * @throws {RangeError} if shape and data differ in size, or a length is no integer of at least 0.
 * @throws {TypeError} if data is neither a typed array of numbers nor a list of texts.
 */
export function formatNpy({ shape, data }: NpyArray, name: string = 'array'): Uint8Array {
  if (!shape.every((n) => Number.isSafeInteger(n) && n >= 0)) {
    throw new RangeError(`${name}: shape must be integers of at least 0, got [${shape}]`);
  }
  const { descr, bytes } = Array.isArray(data) ? textBytes(data, name) : numberBytes(data, name);
  const length = shape.reduce((product, n) => product * n, 1);
  if (length !== data.length) {
    throw new RangeError(
      `${name}: data must have ${length} values for its shape, got ${data.length}`,
    );
  }
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const header = `${dict.padEnd(Math.ceil((dict.length + 11) / 64) * 64 - 11)}\n`;
  const start = Buffer.from(`${MAGIC}\x01\x00\x00\x00`, 'latin1');
  start.writeUInt16LE(header.length, 8);
  return Buffer.concat([start, Buffer.from(header, 'latin1'), bytes]);
}

function kind(
  bytes: number,
  Type: { new (length: number): Exclude<NpyData, string[]> },
  read: Kind['read'],
): Kind {
  return { bytes, make: (length) => new Type(length), read };
}

function kindOf(type: string, name: string): Kind {
  if (!Object.hasOwn(KINDS, type)) {
    const why = type.startsWith('O') ? 'Python objects, which are code' : `type ${type}`;
    const remedy = Object.hasOwn(REMEDIES, type[0]) ? `; save it as ${REMEDIES[type[0]]}` : '';
    throw new TypeError(`${name}: must hold numbers, booleans or text, got ${why}${remedy}`);
  }
  return KINDS[type];
}

function safe(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new RangeError(`integers must be within 2^53, got ${value}`);
  }
  return number;
}

function parseHeader(view: DataView, bytes: Uint8Array, name: string) {
  if (bytes.length < 12 || Buffer.from(bytes.subarray(0, 6)).toString('latin1') !== MAGIC) {
    throw new RangeError(`${name}: must be an NPY array, got something else`);
  }
  const long = bytes[6] > 1;
  const headerStart = long ? 12 : 10;
  const start = headerStart + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  const header = Buffer.from(bytes.subarray(headerStart, start)).toString('utf8');
  const descr = /'descr': *'([<>|=])([^']+)'/.exec(header);
  const order = /'fortran_order': *(True|False)/.exec(header);
  const sizes = /'shape': *\(([\d, ]*)\)/.exec(header);
  if (order === null || sizes === null || start > bytes.length) {
    throw new RangeError(`${name}: must have a whole NPY header, got ${header.slice(0, 60)}`);
  }
  if (descr === null) {
    throw new TypeError(`${name}: must hold numbers, booleans or text, got records`);
  }
  const shape = (sizes[1].match(/\d+/g) ?? []).map(Number);
  const fortranOrder = order[1] === 'True';
  return { type: descr[2], littleEndian: descr[1] !== '>', fortranOrder, shape, start };
}

/** At once, where the file has numbers as this machine has them. */
function copyNumbers(
  bytes: Uint8Array,
  type: string,
  littleEndian: boolean,
  length: number,
): NpyData | undefined {
  if (!littleEndian || endianness() !== 'LE' || type === 'i8' || type === 'u8') return undefined;
  const data = KINDS[type].make(length);
  new Uint8Array(data.buffer).set(bytes);
  return data;
}

function readNumbers(
  { make, read }: Kind,
  length: number,
  at: (read: Kind['read'], i: number) => number,
): NpyData {
  const data = make(length);
  for (let i = 0; i < length; i++) {
    data[i] = at(read, i);
  }
  return data;
}

/** UCS-4, filled up with zeros. */
function readText(view: DataView, start: number, bytes: number, littleEndian: boolean): string {
  let text = '';
  for (let at = start; at < start + bytes; at += 4) {
    text += String.fromCodePoint(view.getUint32(at, littleEndian));
  }
  return text.replace(/\0+$/, '');
}

function toRowMajor(data: NpyData, shape: readonly number[]): NpyData {
  const ordered = data.slice() as NpyData;
  const index = shape.map(() => 0);
  for (let i = 0; i < ordered.length; i++) {
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from = from * shape[axis] + index[axis];
    }
    ordered[i] = data[from];
    for (let axis = shape.length - 1; axis >= 0 && ++index[axis] === shape[axis]; axis--) {
      index[axis] = 0;
    }
  }
  return ordered;
}

function numberBytes(
  data: Exclude<NpyData, string[]>,
  name: string,
): { descr: string; bytes: Uint8Array } {
  const tag = Object.prototype.toString.call(data).slice(8, -1); // also of a Buffer `Uint8Array`
  const size = data?.BYTES_PER_ELEMENT;
  const type = `${tag[0].toLowerCase()}${size}`;
  if (!Object.hasOwn(KINDS, type)) {
    throw new TypeError(`${name}: data must be a typed array of numbers or texts, got ${tag}`);
  }
  const descr = `${size === 1 ? '|' : '<'}${type}`;
  return { descr, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

function textBytes(data: readonly string[], name: string): { descr: string; bytes: Uint8Array } {
  const wrong = data.find((text) => typeof text !== 'string');
  if (wrong !== undefined || data.includes(undefined as never)) {
    throw new TypeError(`${name}: data must be a typed array of numbers or texts, got ${wrong}`);
  }
  const points = data.map((text) => Array.from(text, (letter) => letter.codePointAt(0)!));
  const width = points.reduce((widest, text) => Math.max(widest, text.length), 1);
  const values = new Uint32Array(width * data.length);
  points.forEach((text, i) => {
    values.set(text, i * width);
  });
  return { descr: `<U${width}`, bytes: new Uint8Array(values.buffer) };
}

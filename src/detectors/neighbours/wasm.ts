/** WebAssembly in the making: bytes, nested as the program is. */
export type Code = readonly (number | Code)[];

/** An unsigned number in LEB128, as WebAssembly writes sizes, offsets and indices. */
function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)];
}

/** A signed number in LEB128, as WebAssembly writes constants. */
function signed(value: number): number[] {
  const low = value & 127;
  const fits = value >= -64 && value < 64;
  return fits ? [low] : [low | 128, ...signed(value >> 7)];
}

const I32 = 0x7f;
const V128 = 0x7b;
const VOID = 0x40;
const FUNCTION = 0x60;
const END = 0x0b;

const simd = (opcode: number): Code => [0xfd, unsigned(opcode)];

/** The few instructions that are needed. Source: WebAssembly Core Specification 2.0, section 5.4. */
export const wasm = {
  get: (local: number): Code => [0x20, unsigned(local)],
  set: (local: number): Code => [0x21, unsigned(local)],
  tee: (local: number): Code => [0x22, unsigned(local)],
  i32: (value: number): Code => [0x41, signed(value)],
  i32Less: [0x49] as Code,
  i32Add: [0x6a] as Code,
  i32Or: [0x72] as Code,
  i32ShiftLeft: [0x74] as Code,
  i32Store: (offset: number): Code => [0x36, 2, unsigned(offset)],
  /** Loads 128 bits. */
  load: (offset: number): Code => [simd(0x00), 2, unsigned(offset)],
  /** Loads 32 bits, four times. */
  loadSplat: (offset: number): Code => [simd(0x09), 2, unsigned(offset)],
  /** Stores 128 bits. */
  store: (offset: number): Code => [simd(0x0b), 2, unsigned(offset)],
  or: simd(0x50) as Code,
  anyTrue: simd(0x53) as Code,
  /** Whether each of four integers is less than that of the other vector. */
  less: simd(0x39) as Code,
  /** The signs of four integers, as four bits. */
  signs: simd(0xa4) as Code,
  /** Four sums of integers. */
  add: simd(0xae) as Code,
  /** Eight products of 16-bit integers, added up in twos. */
  dot: simd(0xba) as Code,
  /** Runs the body, and again while it leaves a number that is not 0. */
  repeat: (...body: Code[]): Code => [0x03, VOID, body, 0x0d, 0, END],
  /** Runs the body where the number on the stack is not 0. */
  when: (...body: Code[]): Code => [0x04, VOID, body, END],
};

/**
 * A module of one function, exported as `run`, over the imported memory `env.memory`.
 *
 * Its locals are its parameters, then further integers, then vectors of 128 bits.
 */
export function wasmModule(
  locals: {
    readonly nParameters: number;
    readonly nIntegers: number;
    readonly nVectors: number;
  },
  body: Code,
): Uint8Array {
  const { nParameters, nIntegers, nVectors } = locals;
  const declared: Code = [2, unsigned(nIntegers), I32, unsigned(nVectors), V128];
  const program: Code = [
    [...Buffer.from('\0asm'), 1, 0, 0, 0],
    section(1, [FUNCTION, nParameters, Array<number>(nParameters).fill(I32), 1, I32]),
    section(2, [text('env'), text('memory'), 2, 0, 0]),
    section(3, [0]),
    section(7, [text('run'), 0, 0]),
    section(10, sized([declared, body, END])),
  ];
  return Uint8Array.from(flatten(program));
}

/** A section with one entry. */
function section(id: number, entry: Code): Code {
  return [id, sized([1, entry])];
}

function sized(code: Code): Code {
  const bytes = flatten(code);
  return [unsigned(bytes.length), bytes];
}

function text(name: string): Code {
  return sized([...Buffer.from(name)]);
}

function flatten(code: Code): number[] {
  return code.flatMap((part) => (typeof part === 'number' ? part : flatten(part)));
}

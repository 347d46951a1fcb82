import { type Code, wasm, wasmModule } from './wasm';

/** Queries that the scan takes side by side: a block of them. */
export const QUERY_LANES = 4;

/** Points that the scan takes side by side: a block of them. */
export const POINT_LANES = 8;

/** 32-bit words of a hit before its sums: behind its block of points, its block of queries, its near pairs. */
export const HIT_HEAD = 3;

/** 32-bit words of a hit: its head and the sums of all its pairs. */
export const HIT_WORDS: number = HIT_HEAD + QUERY_LANES * POINT_LANES;

/**
 * Finds near pairs of queries and points on a grid, 32 at a time; addresses are bytes.
 *
 * A block begins with a 32-bit head for each of its lanes; 16-bit coordinates follow, two features of
 * each lane in turn. A point's head is its squared length; a query's coordinates are times -2, and its
 * head is its limit: a pair is near where its sum, the squared distance less the query's squared
 * length, is below it. Bit and sum `8 i + j` of a hit are of the pair of query `i` and point `j`.
 *
 * @param queryBytes of a block of queries.
 * @returns where the hits end.
 */
export type Scan = (
  queries: number,
  queriesEnd: number,
  points: number,
  pointsEnd: number,
  hits: number,
  queryBytes: number,
) => number;

/** What Node has, and its types without those of a browser lack. */
declare const WebAssembly: {
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { exports: { run: Scan } };
};

/** 64 KB. */
const PAGE_WORDS = 2 ** 14;
const MAX_PAGES = 2 ** 16;

/** 32-bit words of a block. */
export function blockWords(nFeatures: number, nLanes: number): number {
  return (1 + Math.ceil(nFeatures / 2)) * nLanes;
}

let compiled: object | undefined;

/**
 * The scan, which is compiled for 128-bit vectors once in a process, and a memory for it.
 *
 * @throws {RangeError} if it takes more than the 4 GB that WebAssembly can address.
 */
export function createScan(nWords: number): { scan: Scan; memory: ArrayBuffer } {
  const initial = Math.ceil(nWords / PAGE_WORDS);
  if (initial > MAX_PAGES) {
    throw new RangeError(`samples must take at most 4 GB on the grid, got ${nWords * 4} bytes`);
  }
  const memory = new WebAssembly.Memory({ initial });
  const locals = { nParameters: 6, nIntegers: 3, nVectors: 2 + SUMS.length };
  compiled ??= new WebAssembly.Module(wasmModule(locals, program()));
  const { run } = new WebAssembly.Instance(compiled, { env: { memory } }).exports;
  return { scan: run, memory: memory.buffer };
}

const [QUERIES, QUERIES_END, POINTS, POINTS_END, HITS, QUERY_BYTES] = [0, 1, 2, 3, 4, 5];
const [QUERY, QUERY_END, POINT] = [6, 7, 8];
const [FIRST_POINTS, LAST_POINTS] = [9, 10];

/** The vectors of sums: each query with the first four points and the last four. */
const SUMS = Array.from({ length: 8 }, (_, n) => ({ local: 11 + n, query: n >> 1, half: n & 1 }));

/** Bytes of two features, or the heads, of a block. */
const [QUERY_STEP, POINT_STEP] = [4 * QUERY_LANES, 4 * POINT_LANES];

function program(): Code {
  const { get, set, repeat, when, anyTrue, or, i32Add, i32Less } = wasm;
  return [
    repeat(
      [get(POINTS), set(POINT)],
      repeat(
        addUpBlock(),
        [SUMS.map((sum, n) => [isNear(sum), n > 0 ? or : []]), anyTrue],
        when(writeHit()),
        [get(POINT), get(POINTS_END), i32Less],
      ),
      [get(QUERIES), get(QUERY_BYTES), i32Add, set(QUERIES)],
      [get(QUERIES), get(QUERIES_END), i32Less],
    ),
    get(HITS),
  ];
}

/** Sums of a block of queries and one of points, from their heads on; leaves POINT behind it. */
function addUpBlock(): Code {
  const { get, set, tee, i32, i32Add, i32Less, load, repeat } = wasm;
  return [
    SUMS.map(({ local, half }) => [get(POINT), load(16 * half), set(local)]),
    [get(QUERIES), tee(QUERY), get(QUERY_BYTES), i32Add, i32(-QUERY_STEP), i32Add, set(QUERY_END)],
    repeat(
      advance(POINT, POINT_STEP),
      advance(QUERY, QUERY_STEP),
      [get(POINT), load(0), set(FIRST_POINTS)],
      [get(POINT), load(16), set(LAST_POINTS)],
      SUMS.map(addProducts),
      [get(QUERY), get(QUERY_END), i32Less],
    ),
    advance(POINT, POINT_STEP),
  ];
}

function addProducts({ local, query, half }: (typeof SUMS)[number]): Code {
  const { get, set, loadSplat, dot, add } = wasm;
  const points = half === 0 ? FIRST_POINTS : LAST_POINTS;
  return [get(local), get(QUERY), loadSplat(4 * query), get(points), dot, add, set(local)];
}

function isNear({ local, query }: (typeof SUMS)[number]): Code {
  return [wasm.get(local), wasm.get(QUERIES), wasm.loadSplat(4 * query), wasm.less];
}

function writeHit(): Code {
  const { get, i32, i32Or, i32ShiftLeft, i32Store, signs, store } = wasm;
  const pairs = SUMS.map((sum, n) => [
    [isNear(sum), signs, i32(4 * n), i32ShiftLeft],
    n > 0 ? i32Or : [],
  ]);
  return [
    [get(HITS), get(POINT), i32Store(0)],
    [get(HITS), get(QUERIES), i32Store(4)],
    [get(HITS), pairs, i32Store(8)],
    SUMS.map(({ local }, n) => [get(HITS), get(local), store(4 * HIT_HEAD + 16 * n)]),
    advance(HITS, 4 * HIT_WORDS),
  ];
}

function advance(local: number, bytes: number): Code {
  return [wasm.get(local), wasm.i32(bytes), wasm.i32Add, wasm.set(local)];
}

import { type Code, wasm, wasmModule } from './wasm';

/** Queries that the scan takes side by side: a block of them. */
export const QUERY_LANES = 4;

/** Points that the scan takes side by side: a block of them. */
export const POINT_LANES = 8;

/** 32-bit words of a hit: behind its block of points, its block of queries, which of their 32 pairs. */
export const HIT_WORDS = 3;

/**
 * Finds near pairs of queries and points on a grid, 32 at a time; addresses are bytes.
 *
 * A block begins with a 32-bit head for each of its lanes; 16-bit coordinates follow, two features of
 * each lane in turn. A point's head is its squared length; a query's coordinates are times -2, and its
 * head is its limit: a pair is a hit where the squared distance, less the query's squared length, is
 * below it. Bit `8 i + j` of a hit is the pair of query `i` and point `j`.
 *
 * @returns where the hits end.
 */
export type Scan = (
  queries: number,
  queriesEnd: number,
  points: number,
  pointsEnd: number,
  hits: number,
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

/**
 * The scan for samples of one width, compiled for 128-bit vectors, and its memory.
 *
 * @throws {RangeError} if it takes more than the 4 GB that WebAssembly can address.
 */
export function createScan(nFeatures: number, nWords: number): { scan: Scan; memory: ArrayBuffer } {
  const initial = Math.ceil(nWords / PAGE_WORDS);
  if (initial > MAX_PAGES) {
    throw new RangeError(`samples must take at most 4 GB on the grid, got ${nWords * 4} bytes`);
  }
  const memory = new WebAssembly.Memory({ initial });
  const locals = { nParameters: 5, nIntegers: 3, nVectors: 2 + SUMS.length };
  const module = new WebAssembly.Module(wasmModule(locals, program(nFeatures)));
  const { run } = new WebAssembly.Instance(module, { env: { memory } }).exports;
  return { scan: run, memory: memory.buffer };
}

const [QUERIES, QUERIES_END, POINTS, POINTS_END, HITS] = [0, 1, 2, 3, 4];
const [QUERY, QUERY_END, POINT] = [5, 6, 7];
const [FIRST_POINTS, LAST_POINTS] = [8, 9];

/** The vectors of sums: each query with the first four points and the last four. */
const SUMS = Array.from({ length: 8 }, (_, n) => ({ local: 10 + n, query: n >> 1, half: n & 1 }));

/** Bytes of two features, or the heads, of a block. */
const [QUERY_STEP, POINT_STEP] = [4 * QUERY_LANES, 4 * POINT_LANES];

function program(nFeatures: number): Code {
  const { get, set, repeat, when, anyTrue, or, i32Less } = wasm;
  const queryBytes = 4 * blockWords(nFeatures, QUERY_LANES);
  return [
    repeat(
      [get(POINTS), set(POINT)],
      repeat(
        addUpBlock(queryBytes),
        [SUMS.map((sum, n) => [isNear(sum), n > 0 ? or : []]), anyTrue],
        when(writeHit()),
        [get(POINT), get(POINTS_END), i32Less],
      ),
      advance(QUERIES, queryBytes),
      [get(QUERIES), get(QUERIES_END), i32Less],
    ),
    get(HITS),
  ];
}

/** Sums of a block of queries and one of points, from their heads on; leaves POINT behind it. */
function addUpBlock(queryBytes: number): Code {
  const { get, set, tee, i32, i32Add, i32Less, load, repeat } = wasm;
  return [
    SUMS.map(({ local, half }) => [get(POINT), load(16 * half), set(local)]),
    [get(QUERIES), tee(QUERY), i32(queryBytes - QUERY_STEP), i32Add, set(QUERY_END)],
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
  const { get, i32, i32Or, i32ShiftLeft, i32Store, signs } = wasm;
  const pairs = SUMS.map((sum, n) => [
    [isNear(sum), signs, i32(4 * n), i32ShiftLeft],
    n > 0 ? i32Or : [],
  ]);
  return [
    [get(HITS), get(POINT), i32Store(0)],
    [get(HITS), get(QUERIES), i32Store(4)],
    [get(HITS), pairs, i32Store(8)],
    advance(HITS, 4 * HIT_WORDS),
  ];
}

function advance(local: number, bytes: number): Code {
  return [wasm.get(local), wasm.i32(bytes), wasm.i32Add, wasm.set(local)];
}

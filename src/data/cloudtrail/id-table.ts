import { withRoom } from '../../growing';

/** A value, an integer of 32 bits, for each id: in some 25 bytes where ids are UUIDs, as AWS's are. */
export interface IdTable {
  readonly size: number;
  /** @returns whether the id is new; the value of one that is there stays. */
  add(id: string, value: number): boolean;
  get(id: string): number | undefined;
}

/** Words of 32 bits that a UUID has. */
const N_WORDS = 4;
const UUID_LENGTH = 36;
/** Share of the places that are taken at most. */
const MAX_LOAD = 0.67;
const DASH = 45;
const DASH_PLACES = [8, 13, 18, 23];
const DIGIT_PLACES: Uint8Array = Uint8Array.from(
  [...Array(UUID_LENGTH).keys()].filter((place) => !DASH_PLACES.includes(place)),
);

/** Digits by their character; -1 of all else, also of capital ones, which make another id. */
const DIGITS: Int8Array = new Int8Array(128).fill(-1);
for (let digit = 0; digit < 16; digit++) DIGITS[digit.toString(16).charCodeAt(0)] = digit;

/**
 * Makes an empty table.
 *
 * A UUID is kept as its 128 bits, in a hash table with open addressing; any other id as the text that it is. So no two ids are
 * taken for one.
 */
export function createIdTable(): IdTable {
  let words = new Int32Array(0);
  let values = new Int32Array(0); // of the UUIDs in `words`
  let places = new Int32Array(2048).fill(-1); // in `words`, by hash
  const others = new Map<string, number>();
  const uuid = new Int32Array(N_WORDS);
  let nUuids = 0;

  /** Where a UUID is among the places, or could be. */
  const find = (of: Int32Array, start: number) => {
    let i = hashOf(of, start) & (places.length - 1);
    while (places[i] >= 0 && !isSame(words, places[i] * N_WORDS, of, start)) {
      i = (i + 1) & (places.length - 1);
    }
    return i;
  };
  const spread = () => {
    places = new Int32Array(2 * places.length).fill(-1);
    for (let k = 0; k < nUuids; k++) places[find(words, k * N_WORDS)] = k;
  };
  return {
    get size() {
      return nUuids + others.size;
    },
    add: (id, value) => {
      if (!readUuid(id, uuid)) {
        const isNew = !others.has(id);
        if (isNew) others.set(id, value);
        return isNew;
      }
      if (nUuids > MAX_LOAD * places.length) spread();
      const place = find(uuid, 0);
      if (places[place] >= 0) return false;
      places[place] = nUuids;
      words = withRoom(words, (nUuids + 1) * N_WORDS);
      values = withRoom(values, nUuids + 1);
      words.set(uuid, nUuids * N_WORDS);
      values[nUuids++] = value;
      return true;
    },
    get: (id) => {
      if (!readUuid(id, uuid)) return others.get(id);
      const place = places[find(uuid, 0)];
      return place < 0 ? undefined : values[place];
    },
  };
}

/** Reads a UUID in small letters. @returns whether it is one. */
function readUuid(text: string, words: Int32Array): boolean {
  if (text.length !== UUID_LENGTH) return false;
  for (const place of DASH_PLACES) if (text.charCodeAt(place) !== DASH) return false;
  for (let j = 0; j < N_WORDS; j++) {
    let word = 0;
    for (let k = 8 * j; k < 8 * j + 8; k++) {
      const digit = DIGITS[text.charCodeAt(DIGIT_PLACES[k])];
      if (!(digit >= 0)) return false; // Beyond the table there is none.
      word = (word << 4) | digit;
    }
    words[j] = word;
  }
  return true;
}

/** Ids made by counting spread, too. */
function hashOf(words: Int32Array, start: number): number {
  let hash = 0;
  for (let j = 0; j < N_WORDS; j++) {
    hash = Math.imul(hash ^ words[start + j], 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
}

function isSame(a: Int32Array, aStart: number, b: Int32Array, bStart: number): boolean {
  for (let j = 0; j < N_WORDS; j++) if (a[aStart + j] !== b[bStart + j]) return false;
  return true;
}

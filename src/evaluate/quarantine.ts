/** Samples that wait for their turn. */
export interface Quarantine {
  /** Puts a sample in; it is copied. What came in `size` indices before it must be out. */
  add(index: number, sample: ArrayLike<number>): void;
  /** Takes a sample out; undefined if it is not there. It is the same array each time. */
  take(index: number): Float64Array | undefined;
  /** The oldest first. */
  waiting(): { index: number; sample: number[] }[];
}

/** Room for the samples of any `size` indices in a row. Memory: 8 bytes a value and index, from the first sample on. */
export function createQuarantine(size: number, nFeatures: number): Quarantine {
  const taken = new Float64Array(nFeatures);
  let indices = new Float64Array(0);
  let samples = new Float64Array(0);
  const placeOf = (index: number) => index % size;
  const sampleAt = (place: number) => samples.subarray(place * nFeatures, (place + 1) * nFeatures);
  return {
    add: (index, sample) => {
      if (indices.length === 0) {
        indices = new Float64Array(size).fill(-1);
        samples = new Float64Array(size * nFeatures);
      }
      indices[placeOf(index)] = index;
      samples.set(sample, placeOf(index) * nFeatures);
    },
    take: (index) => {
      const place = placeOf(index);
      if (indices[place] !== index) return undefined;
      indices[place] = -1;
      taken.set(sampleAt(place));
      return taken;
    },
    waiting: () =>
      Array.from(indices.filter((index) => index >= 0).sort(), (index) => ({
        index,
        sample: Array.from(sampleAt(placeOf(index))),
      })),
  };
}

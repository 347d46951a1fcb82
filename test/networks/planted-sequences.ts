import { makeWindows, type Windows } from '../../src/features/window';
import { createRandom } from '../../src/random';

/** Labelled windows. */
export interface PlantedSequences {
  readonly windows: Windows;
  readonly labels: Int32Array;
}

/** Features of an event: two marks, of which a window has one at two of its events each, and noise. */
const A = [1, 0];
const B = [0, 1];
const NONE = [0, 0];

/** Events in a window. */
export const LENGTH = 6;

/** Class by two events anywhere in the window: A then B, B then A, A twice, B twice, or none of them. */
export function plantedOrder(nWindows: number, seed: number, nClasses = 2): PlantedSequences {
  const pairs = [
    [A, B],
    [B, A],
    [A, A],
    [B, B],
    [NONE, NONE],
  ];
  const random = createRandom(seed);
  return sequencesOf(nWindows, seed, nClasses, (label) => {
    const [first, second] = [...random.sample(LENGTH, 2)].sort((a, b) => a - b);
    return Array.from({ length: LENGTH }, (_, step) => {
      if (step === first) return pairs[label][0];
      return step === second ? pairs[label][1] : NONE;
    });
  });
}

/** Class by the last event alone, whatever came before it: A, B, or none of them. */
export function plantedLastEvent(nWindows: number, seed: number, nClasses = 2): PlantedSequences {
  const random = createRandom(seed);
  return sequencesOf(nWindows, seed, nClasses, (label) => [
    ...Array.from({ length: LENGTH - 1 }, () => random.choice([A, B, NONE])),
    [A, B, NONE][label],
  ]);
}

/** The windows with one value of one sample changed. */
export function withValue(windows: Windows, index: number, value: number): Windows {
  const data = windows.samples.data.slice();
  data[index] = value;
  return { ...windows, samples: { ...windows.samples, data } };
}

/** Each window is an entity of its own, so that none shares an event with another. */
function sequencesOf(
  nWindows: number,
  seed: number,
  nClasses: number,
  marksOf: (label: number) => number[][],
): PlantedSequences {
  const random = createRandom(seed + 1);
  const labels = Int32Array.from({ length: nWindows }, (_, i) => i % nClasses);
  const rows = [...labels].flatMap((label) =>
    marksOf(label).map((marks) => [...marks, random.normal()]),
  );
  const samples = {
    data: Float64Array.from(rows.flat()),
    nSamples: rows.length,
    nFeatures: 3,
  };
  const entities = rows.map((_, i) => Math.floor(i / LENGTH));
  return { windows: makeWindows({ samples, length: LENGTH, entities }), labels };
}

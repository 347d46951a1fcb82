/** Of fewer numbers, or more in a cell, the language's own sort is as fast. */
const [FEWEST, MOST_IN_CELL] = [2048, 24];

/**
 * Sorts numbers upwards in place, about twice as fast as `values.sort()` where they are spread evenly enough,
 * and hardly slower where they are not.
 *
 * A bucket sort: as many cells as numbers between the lowest and the highest, each then sorted by itself.
 *
 * @param values - Finite.
 * @returns the same array.
 */
export function sortNumbers(values: Float64Array): Float64Array {
  const n = values.length;
  if (n < FEWEST) return values.sort();
  let [lowest, highest] = [values[0], values[0]];
  for (let i = 1; i < n; i++) {
    const value = values[i];
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const scale = (n - 1) / (highest - lowest);
  if (!Number.isFinite(scale) || scale === 0) return values.sort();
  const { cells, ends } = fillCells(values, lowest, scale);
  let start = 0;
  for (let cell = 0; cell < n; cell++) {
    const end = ends[cell];
    if (end - start > MOST_IN_CELL) cells.subarray(start, end).sort();
    else if (end - start > 1) insertionSort(cells, start, end);
    start = end;
  }
  values.set(cells);
  return values;
}

/** The numbers in order of their cells, and where each cell ends. */
function fillCells(values: Float64Array, lowest: number, scale: number) {
  const n = values.length;
  const cellOf = new Int32Array(n);
  const ends = new Int32Array(n + 1);
  for (let i = 0; i < n; i++) {
    const cell = ((values[i] - lowest) * scale) | 0;
    cellOf[i] = cell;
    ends[cell + 1]++;
  }
  for (let cell = 0; cell < n; cell++) ends[cell + 1] += ends[cell];
  const cells = new Float64Array(n);
  for (let i = 0; i < n; i++) cells[ends[cellOf[i]]++] = values[i]; // a start moves on to the end
  return { cells, ends };
}

function insertionSort(values: Float64Array, start: number, end: number): void {
  for (let i = start + 1; i < end; i++) {
    const value = values[i];
    let j = i - 1;
    for (; j >= start && values[j] > value; j--) values[j + 1] = values[j];
    values[j + 1] = value;
  }
}

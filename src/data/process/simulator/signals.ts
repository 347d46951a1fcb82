import type { Random } from '../../../random';

/** Keeps a number in a range. */
export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/** A first-order lag at 1 Hz: each call moves the output towards the input. */
export function lag(seconds: number, start: number): (input: number) => number {
  const share = 1 - Math.exp(-1 / seconds);
  let output = start;
  return (input) => {
    output += share * (input - output);
    return output;
  };
}

/** A ramp at 1 Hz: each call moves the output towards the input by at most `step`. */
export function ramp(step: number, start: number): (input: number) => number {
  let output = start;
  return (input) => {
    output += clamp(input - output, -step, step);
    return output;
  };
}

/** Noise of unit variance whose correlation falls to 1/e in `seconds`. */
export function slowNoise(random: Random, seconds: number): () => number {
  const kept = Math.exp(-1 / seconds);
  const fresh = Math.sqrt(1 - kept ** 2);
  let value = random.normal();
  return () => {
    value = kept * value + fresh * random.normal();
    return value;
  };
}

/** Smooth noise of unit variance: two equal lags in a row, so that it has a speed. */
export function smoothNoise(random: Random, seconds: number): () => number {
  const kept = Math.exp(-1 / seconds);
  const gain = Math.sqrt((1 - kept ** 2) ** 3 / (1 + kept ** 2));
  let first = 0;
  let value = 0;
  const next = () => {
    first = kept * first + gain * random.normal();
    value = kept * value + first;
    return value;
  };
  for (let i = 0; i < 5 * seconds; i++) next();
  return next;
}

/** A curve through points, straight between them, flat outside; looked up in a table of 1,000 steps, as it is asked each second. */
export function curve(points: readonly (readonly number[])[]): (x: number) => number {
  const [first, last] = [points[0][0], points[points.length - 1][0]];
  const step = (last - first) / 1000;
  const table = Float64Array.from({ length: 1001 }, (_, i) => between(points, first + i * step));
  return (x) => {
    const place = clamp((x - first) / step, 0, 1000);
    const i = Math.min(Math.floor(place), 999);
    return table[i] + (place - i) * (table[i + 1] - table[i]);
  };
}

function between(points: readonly (readonly number[])[], x: number): number {
  const next = points.findIndex(([right]) => right >= x);
  const i = next < 0 ? points.length - 2 : Math.max(next - 1, 0);
  const [[left, low], [right, high]] = [points[i], points[i + 1]];
  return low + ((high - low) * (x - left)) / (right - left);
}

/** A proportional-integral controller at 1 Hz that stops integrating at its limits. */
export function controller(
  gains: { readonly proportional: number; readonly integral: number },
  low: number,
  high: number,
  start: number,
): (error: number, feedForward?: number) => number {
  let integral = start;
  return (error, feedForward = 0) => {
    const wanted = integral + gains.proportional * error + feedForward;
    const output = clamp(wanted, low, high);
    if (output === wanted || error * gains.integral * (wanted - output) < 0) {
      integral += gains.integral * error;
    }
    return output;
  };
}

import type { Random } from '../../random';
import { type Distribution, logNormal, weighted } from '../iam/distribution';

/** A command line as numbers. */
export interface WhisCommand {
  readonly length: number;
  /** Bits per character. */
  readonly entropy: number;
  readonly isEncoded: boolean;
}

/** A command is plain, a script's, or holds encoded text. */
type CommandStyle = 'plain' | 'script' | 'encoded';

const STYLES: Readonly<
  Record<CommandStyle, { median: number; sigma: number; entropy: number; spread: number }>
> = {
  plain: { median: 60, sigma: 0.7, entropy: 4.2, spread: 0.35 },
  script: { median: 180, sigma: 0.7, entropy: 4.7, spread: 0.35 },
  encoded: { median: 420, sigma: 0.6, entropy: 5.4, spread: 0.3 },
};

/** Commands of some styles with shares that sum to 1; length and entropy are rounded after they are drawn. */
export function commands(
  shares: Readonly<Record<CommandStyle, number>>,
): Distribution<WhisCommand> {
  const styles = Object.keys(STYLES) as CommandStyle[];
  const style = weighted(new Map(styles.map((name) => [name, shares[name]])));
  return {
    draw: (random) => {
      const drawn = style.draw(random);
      const { median, sigma, entropy, spread } = STYLES[drawn];
      return {
        length: Math.max(1, Math.round(logNormal(median, sigma).draw(random))),
        entropy: Math.round(1000 * random.normal(entropy, spread)) / 1000,
        isEncoded: drawn === 'encoded',
      };
    },
    density: ({ length, entropy, isEncoded }) => {
      const possible = styles.filter((name) => (name === 'encoded') === isEncoded);
      return possible.reduce((sum, name) => {
        const { median, sigma, entropy: mean, spread } = STYLES[name];
        const ofLength = logNormal(median, sigma).density(length);
        return sum + shares[name] * ofLength * normalDensity(entropy, mean, spread);
      }, 0);
    },
  };
}

/** Hours in [0, 24) about a usual one. */
export function hoursAround(mean: number, spread: number): Distribution<number> {
  return {
    draw: (random) => wrap(random.normal(mean, spread)),
    density: (hour) =>
      [-24, 0, 24].reduce((sum, turn) => sum + normalDensity(hour + turn, mean, spread), 0),
  };
}

/** Hours of a span in [0, 24) that may go past midnight, each as likely. */
export function hoursFrom(first: number, nHours: number): Distribution<number> {
  return {
    draw: (random) => wrap(first + nHours * random.uniform()),
    density: (hour) => (wrap(hour - first) < nHours ? 1 / nHours : 0),
  };
}

/** One of many values, each as likely. */
export function anyOf<T>(values: readonly T[]): Distribution<T> {
  const known = new Set(values);
  return {
    draw: (random: Random) => random.choice(values),
    density: (value) => (known.has(value) ? 1 / values.length : 0),
  };
}

const wrap = (hour: number) => ((hour % 24) + 24) % 24;

function normalDensity(value: number, mean: number, spread: number): number {
  const deviation = (value - mean) / spread;
  return Math.exp(-(deviation * deviation) / 2) / (spread * Math.sqrt(2 * Math.PI));
}

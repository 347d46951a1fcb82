import { InvalidArgumentError } from 'commander';

/** Reads an integer of at least `least` from the command line. */
export function integer(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isSafeInteger(value) || value < least) {
      throw new InvalidArgumentError(`It must be an integer of at least ${least}.`);
    }
    return value;
  };
}

/** Reads a share, from `least` to 0.5, from the command line. */
export function share(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !(value >= least && value <= 0.5)) {
      throw new InvalidArgumentError(`It must be a number from ${least} to 0.5.`);
    }
    return value;
  };
}

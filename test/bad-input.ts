import { expect } from 'vitest';

/**
 * What came of a call: a value in which nothing is NaN, or a clear error, as its message.
 *
 * Clear is a `RangeError` or `TypeError` that says what must be. Infinity stands only for a
 * threshold that nothing reaches.
 */
export async function outcomeOf(call: () => unknown): Promise<unknown> {
  let value: unknown;
  try {
    value = await call();
  } catch (error) {
    expect([RangeError, TypeError]).toContain((error as Error).constructor);
    expect((error as Error).message).toMatch(/\bmust\b/);
    return (error as Error).message;
  }
  const wrong = notFinite(value, 'value');
  expect(wrong, `${wrong} in ${JSON.stringify(value)}`).toBeUndefined();
  return value;
}

/** Refuses whatever is no clear error. */
export async function expectRefusal(call: () => unknown): Promise<void> {
  const outcome = await outcomeOf(call);
  expect(outcome, `was answered by ${JSON.stringify(outcome)?.slice(0, 200)}`).toBeTypeOf('string');
}

/**
 * Refuses an option that does not exist, and for each that does a text, which none of them takes: not for a
 * number either. What options there are the first refusal tells, so that none can be forgotten.
 */
export async function expectStrictOptions(call: (options: object) => unknown): Promise<void> {
  const message = String(await outcomeOf(() => call({ misspelt: 1 })));
  const [, names] = /must be (.*), got misspelt$/.exec(message) ?? [];
  expect(names, `a misspelt option was answered by ${message}`).toBeDefined();
  for (const name of names.split(/, | or /)) {
    for (const text of ['1', '0.5', '0.001']) {
      const outcome = await outcomeOf(() => call({ [name]: text }));
      expect(outcome, `${name}: '${text}' was taken`).toBeTypeOf('string');
    }
  }
  for (const none of [null, 5]) await expectRefusal(() => call(none as never));
}

/** Takes a number, and refuses it as text, and what is no number at all. */
export async function expectStrictNumber(
  call: (value: number) => unknown,
  value: number,
): Promise<void> {
  expect(await outcomeOf(() => call(value))).not.toBeTypeOf('string');
  for (const wrong of [String(value), [value], null, NaN, Infinity, -Infinity]) {
    await expectRefusal(() => call(wrong as number));
  }
}

/** Where in a value there is a number that is not finite. */
function notFinite(value: unknown, path: string): string | undefined {
  if (typeof value === 'number') {
    if (Number.isFinite(value) || (value === Infinity && path.includes('threshold')))
      return undefined;
    return `${path} is ${value}`;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const wrong = notFinite(part, `${path}.${key}`);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

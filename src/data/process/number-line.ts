const [MINUS, POINT, ZERO, NINE] = [45, 46, 48, 57];

/** Digits that a double holds exactly, whatever they are. */
const MAX_DIGITS = 15;
const TENS = Float64Array.from({ length: MAX_DIGITS + 1 }, (_, i) => 10 ** i);

/** A value in quotes, as some programs write all of them. */
export const QUOTED: RegExp = /^"([^"]*)"$/;

const MISSING = /^\s*(?:nan|null|na)?\s*$/i;
const NUMBER = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/**
 * Reads the numbers of a line, quoted or not, each as `Number` would: NaN where there is nothing, `NaN`, `null` or `NA`.
 *
 * @param start where in the line the first one begins.
 * @param delimiter its character code.
 * @param numbers is filled, as far as it goes.
 * @param wrong called with the place among the numbers and the text of what is no finite number; must throw.
 * @returns how many values the line has from there, also if there are more than `numbers` has room for.
 */
export function readNumbers(
  line: string,
  start: number,
  delimiter: number,
  numbers: Float64Array,
  wrong: (index: number, text: string) => never,
): number {
  let nValues = 0;
  let from = start;
  while (true) {
    let i = from;
    const isNegative = line.charCodeAt(i) === MINUS;
    if (isNegative) i++;
    const firstDigit = i;
    let point = -1;
    let digits = 0;
    let code = line.charCodeAt(i);
    for (; (code >= ZERO && code <= NINE) || (code === POINT && point < 0); ) {
      if (code === POINT) point = i;
      else digits = digits * 10 + code - ZERO;
      code = line.charCodeAt(++i);
    }
    const isEnd = i >= line.length; // code is NaN there
    const nDigits = i - firstDigit - (point < 0 ? 0 : 1);
    if ((isEnd || code === delimiter) && nDigits > 0 && nDigits <= MAX_DIGITS) {
      // Both are exact, so their quotient is rounded once, as it has to be.
      const size = point < 0 ? digits : digits / TENS[i - point - 1];
      if (nValues < numbers.length) numbers[nValues] = isNegative ? -size : size;
    } else {
      i = endOf(line, from, delimiter);
      const number = readUncommon(line.slice(from, i));
      if (number === undefined) wrong(nValues, line.slice(from, i));
      if (nValues < numbers.length) numbers[nValues] = number;
    }
    nValues++;
    if (i >= line.length) return nValues;
    from = i + 1;
  }
}

function endOf(line: string, from: number, delimiter: number): number {
  const end = line.indexOf(String.fromCharCode(delimiter), from);
  return end < 0 ? line.length : end;
}

/** Undefined for what is no number. */
function readUncommon(value: string): number | undefined {
  const text = value.replace(QUOTED, '$1');
  if (MISSING.test(text)) return Number.NaN;
  const number = NUMBER.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}
